frappe.ui.form.on("Young Person Care Record", {
	refresh(frm) {
		frm.set_intro(__("For statutory figures only. We log each time someone opens this page."));
		if (!frm.is_new()) {
			frm.add_custom_button(__("Young Person"), () =>
				frappe.set_route("Form", "Young Person", frm.doc.young_person)
			);
		}
	},
});
