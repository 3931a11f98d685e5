frappe.ui.form.on("Legal Hold", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("From when you save this, nothing of this young person's is disposed of until the hold is lifted."));
			return;
		}
		if (frm.doc.status === "In Force" && frm.perm[0].write) {
			frm.add_custom_button(__("Lift the Hold"), () =>
				frappe.confirm(__("The retention rules decide again from now on. Go on?"), () =>
					frm.call("lift").then(() => frm.reload_doc())
				)
			);
		}
	},
});
