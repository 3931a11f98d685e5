// Hide the reference to leave room for the name. It is on the form and can be searched for.
frappe.listview_settings["Employer Pledge"] = {
	hide_name_column: true,
	// For the cards of the pledge board.
	add_fields: ["answer_by", "places_pledged", "officer"],

	onload(list) {
		if (!frappe.model.can_write("Employer Pledge")) return;
		frappe.require("in_bulk.bundle.js", () => {
			const { add_bulk_action } = unlocking_opportunities;
			add_bulk_action(list, __("Make Me the Officer"), "take_on_pledges", null, __("You will become the officer for each of them."));
			add_bulk_action(list, __("Remind the Employers"), "remind_employers", null, __("Each employer gets an email that we still need its answer on the returned pledge."));
		});
	},
};
