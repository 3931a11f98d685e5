// A button from a record to the page Raise a Concern, with the references filled in.
frappe.provide("unlocking_opportunities");

unlocking_opportunities.offer_to_raise_a_concern = (frm, placement) => {
	if (frm.is_new() || !frappe.model.can_create("Concern Referral")) return;
	frm.add_custom_button(__("Raise a Concern"), () => {
		frappe.route_options = { young_person: frm.doc.young_person, placement };
		frappe.set_route("raise-a-concern");
	});
};
