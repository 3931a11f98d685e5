frappe.listview_settings["Visit"] = {
	add_fields: ["status", "due_on", "starts_on"],
	hide_name_column: true,
	// Shows planned visits. Remove the filter to see the others.
	filters: [["status", "=", "Planned"]],

	get_indicator(doc) {
		if (doc.status === "Planned" && doc.due_on < frappe.datetime.get_today()) {
			return [__("Overdue"), "red", `status,=,Planned|due_on,<,${frappe.datetime.get_today()}`];
		}
		if (doc.status === "Planned" && doc.starts_on) {
			return [__("Booked"), "blue", "status,=,Planned|starts_on,is,set"];
		}
		const colour = { Planned: "orange", Done: "green", "Not Possible": "yellow" }[doc.status] || "gray";
		return [__(doc.status), colour, `status,=,${doc.status}`];
	},
};
