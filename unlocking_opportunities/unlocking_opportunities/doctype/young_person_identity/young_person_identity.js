frappe.ui.form.on("Young Person Identity", {
	refresh(frm) {
		frm.set_intro(__("Who they are, and who may sign for them. We log each time someone opens this page."));
		if (!frm.is_new()) {
			frm.add_custom_button(__("Young Person"), () =>
				frappe.set_route("Form", "Young Person", frm.doc.young_person)
			);
		}
	},
});
