frappe.views.calendar["Placement"] = {
	field_map: {
		id: "name",
		start: "start_date",
		end: "end_date",
		title: "title",
		allDay: "all_day",
	},
	// New dates have to be agreed and signed again, so they are changed on the form and not by dragging.
	options: { editable: false, selectable: false },
	get_events_method: "unlocking_opportunities.unlocking_opportunities.doctype.placement.placement_calendar.get_events",

	get_css_class(placement) {
		return { "In Progress": "success", Paused: "warning", "Ended Early": "danger" }[placement.state] || "default";
	},
};
