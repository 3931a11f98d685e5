// Hide the reference to leave room for the host and the role. It is on the form and can be searched for.
frappe.listview_settings["Placement"] = {
	hide_name_column: true,

	onload(list) {
		if (!frappe.model.can_write("Placement")) return;
		frappe.require("in_bulk.bundle.js", () => {
			const { add_bulk_action } = unlocking_opportunities;
			const by = { fieldname: "due_on", fieldtype: "Date", label: __("By"), reqd: 1, default: frappe.datetime.add_days(frappe.datetime.get_today(), 7) };
			add_bulk_action(list, __("Plan a Visit to Each"), "plan_visits", [by]);
			add_bulk_action(list, __("Remind the Hosts"), "remind_hosts", null, __("Each host gets an email with what we still need from it."));
		});
	},
};
