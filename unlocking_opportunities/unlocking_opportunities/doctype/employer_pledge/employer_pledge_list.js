// The reference stands on the form and can be searched for; here the name needs the room.
frappe.listview_settings["Employer Pledge"] = {
	hide_name_column: true,
	// For the cards of the pledge board.
	add_fields: ["answer_by", "places_pledged", "officer"],

	onload(list) {
		if (!frappe.model.can_write("Employer Pledge")) return;
		frappe.require("in_bulk.bundle.js", () => {
			const { add_bulk_action } = unlocking_opportunities;
			add_bulk_action(list, __("Make Me the Officer"), "take_on_pledges", null, __("You become the officer of each."));
			add_bulk_action(list, __("Remind the Employers"), "remind_employers", null, __("Each employer is mailed that its returned pledge waits for its answer."));
		});
	},
};
