frappe.ui.form.on("Declined Match", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(
				__("After you save this, the place is not suggested to them again. They do not have to give a reason.")
			);
		} else if (!frm.doc.changed_mind_on) {
			frm.set_intro(
				__("This place is not suggested to them. If they change their mind, fill in Changed Their Mind On.")
			);
		}
	},
});
