frappe.ui.form.on("Legal Hold", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("After you save this, none of this young person's records are disposed of until someone lifts the hold."));
			return;
		}
		if (frm.doc.status === "In Force" && frm.perm[0].write) {
			frm.add_custom_button(__("Lift the Hold"), () =>
				frappe.confirm(__("The retention rules will apply to these records again. Carry on?"), () =>
					frm.call("lift").then(() => frm.reload_doc())
				)
			);
		}
	},
});
