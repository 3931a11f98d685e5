frappe.ui.form.on("Young Person Care Record", {
	refresh(frm) {
		frm.set_intro(__("For the statutory figures only. Each opening of this page is logged."));
		if (!frm.is_new()) {
			frm.add_custom_button(__("Young Person"), () =>
				frappe.set_route("Form", "Young Person", frm.doc.young_person)
			);
		}
	},
});
