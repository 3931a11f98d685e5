// Hide the reference to leave room for the host and the role. It is on the form and can be searched for.
frappe.listview_settings["Placement Opportunity"] = { hide_name_column: true };
