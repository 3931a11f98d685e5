frappe.ui.form.on("Young Person Support Profile", {
	setup(frm) {
		frm.set_query("site", "restrictions", (doc, cdt, cdn) => {
			const employer = locals[cdt][cdn].employer;
			return { filters: employer ? { employer } : {} };
		});
	},

	refresh(frm) {
		frm.set_intro(
			__("Needs stay on this page. The host sees only what you release. We log each time someone opens this page.")
		);
		if (!frm.is_new()) {
			frm.add_custom_button(__("Young Person"), () =>
				frappe.set_route("Form", "Young Person", frm.doc.young_person)
			);
		}
	},
});
