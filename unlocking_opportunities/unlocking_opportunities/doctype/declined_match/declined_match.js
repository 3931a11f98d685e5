frappe.ui.form.on("Declined Match", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Once saved, this place is no longer suggested to them. They need give no reason."));
		} else if (!frm.doc.changed_mind_on) {
			frm.set_intro(__("Not suggested to them again, until they change their mind and the day is entered here."));
		}
	},
});
