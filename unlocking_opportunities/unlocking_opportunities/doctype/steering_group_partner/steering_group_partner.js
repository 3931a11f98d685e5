frappe.ui.form.on("Steering Group Partner", {
	setup(frm) {
		frm.set_query("sectors", () => ({ filters: { skill_path: 1, disabled: 0 } }));
	},

	employer(frm) {
		if (frm.doc.employer && !frm.doc.partner_name) {
			frappe.db
				.get_value("Employer", frm.doc.employer, "employer_name")
				.then((r) => frm.set_value("partner_name", r.message.employer_name));
		}
	},
});
