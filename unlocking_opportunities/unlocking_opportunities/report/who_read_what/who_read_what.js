frappe.query_reports["Who Read What"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("From"),
			fieldtype: "Date",
			default: frappe.datetime.add_days(frappe.datetime.get_today(), -30),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("To"),
			fieldtype: "Date",
			default: frappe.datetime.get_today(),
			reqd: 1,
		},
		{ fieldname: "young_person", label: __("Young Person"), fieldtype: "Link", options: "Young Person" },
		{ fieldname: "user", label: __("Who"), fieldtype: "Data" },
		{
			fieldname: "record_type",
			label: __("Kind of Record"),
			fieldtype: "Select",
			options: ["", ...frappe.boot.unlocking_opportunities.logged_records],
		},
		{ fieldname: "not_their_worker", label: __("Not Their Worker"), fieldtype: "Check" },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname === "allocated" && data && data.allocated === __("No")) {
			return `<span class="indicator-pill orange">${shown}</span>`;
		}
		return shown;
	},
};
