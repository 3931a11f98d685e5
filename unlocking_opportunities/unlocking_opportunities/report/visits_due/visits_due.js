frappe.query_reports["Visits Due"] = {
	filters: [
		{
			fieldname: "due_until",
			label: __("Due Until"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), 14),
			reqd: 1,
		},
		{ fieldname: "visitor", label: __("Visitor"), fieldtype: "Link", options: "User" },
		{ fieldname: "employer", label: __("Employer"), fieldtype: "Link", options: "Employer" },
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: ["", ...frappe.boot.unlocking_opportunities.visit_kinds],
		},
		{ fieldname: "only_overdue", label: __("Only Overdue"), fieldtype: "Check" },
	],

	onload(report) {
		report.page.add_inner_button(__("Only Mine"), () =>
			report.set_filter_value("visitor", frappe.session.user)
		);
	},

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname === "when" && data && data.days < 0) {
			return `<span class="indicator-pill red">${shown}</span>`;
		}
		return shown;
	},
};
