frappe.query_reports["Placement Register"] = {
	filters: [
		{
			fieldname: "from_date",
			label: __("Running From"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), -12),
			reqd: 1,
		},
		{
			fieldname: "to_date",
			label: __("Running To"),
			fieldtype: "Date",
			default: frappe.datetime.add_months(frappe.datetime.get_today(), 3),
			reqd: 1,
		},
		{
			fieldname: "status",
			label: __("Status"),
			fieldtype: "MultiSelectList",
			get_data(text) {
				const { live, ended } = frappe.boot.unlocking_opportunities.placement_states;
				return [...live, ...ended]
					.filter((status) => __(status).toLowerCase().includes(text.toLowerCase()))
					.map((status) => ({ value: status, description: "" }));
			},
		},
		{
			fieldname: "kind",
			label: __("Kind"),
			fieldtype: "Select",
			options: ["", ...frappe.boot.unlocking_opportunities.placement_kinds],
		},
		{ fieldname: "sector", label: __("Sector"), fieldtype: "Link", options: "Sector" },
		{ fieldname: "employer", label: __("Employer"), fieldtype: "Link", options: "Employer" },
		{ fieldname: "officer", label: __("Officer"), fieldtype: "Link", options: "User" },
		{
			fieldname: "gate_status",
			label: __("Start Gate"),
			fieldtype: "Select",
			options: ["", ...frappe.boot.unlocking_opportunities.gate_statuses],
		},
		{ fieldname: "under_18", label: __("Under 18 at Start"), fieldtype: "Check" },
	],

	formatter(value, row, column, data, default_formatter) {
		const shown = default_formatter(value, row, column, data);
		if (column.fieldname === "status" && data) {
			return `<span class="indicator-pill ${unlocking_placement_colour(data.status)}">${shown}</span>`;
		}
		if (column.fieldname === "gate_status" && data && value === "Closed") {
			return `<span class="text-danger">${shown}</span>`;
		}
		return shown;
	},
};

function unlocking_placement_colour(status) {
	return (
		{
			Proposed: "orange",
			Agreed: "blue",
			Ready: "cyan",
			"In Progress": "green",
			Paused: "yellow",
			Completed: "light-blue",
			"Ended Early": "pink",
		}[status] || "gray"
	);
}
