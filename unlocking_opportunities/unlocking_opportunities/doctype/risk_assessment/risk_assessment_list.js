frappe.listview_settings["Risk Assessment"] = {
	// A draft says which of its states it is in, not only that it is one.
	has_indicator_for_draft: true,
	hide_name_column: true,
};
