frappe.views.calendar["Visit"] = {
	field_map: {
		id: "name",
		start: "starts_on",
		end: "ends_on",
		title: "label",
		allDay: "all_day",
		convertToUserTz: "has_time",
	},
	// Uses the due dates, because most visits have no time yet.
	gantt: { field_map: { id: "name", start: "due_on", end: "due_on", title: "title" } },
	get_events_method: "unlocking_opportunities.unlocking_opportunities.doctype.visit.visit_calendar.get_events",
	update_event_method: "unlocking_opportunities.unlocking_opportunities.doctype.visit.visit_calendar.book",

	get_css_class(visit) {
		return { Done: "success", Overdue: "danger", "Not Possible": "warning" }[visit.state] || "default";
	},
};
