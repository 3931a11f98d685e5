frappe.ui.form.on("Accident", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(
				__("If someone is badly hurt, call 999 first. Record what happened here. Record what needs to change in the risk assessment there."),
				"red"
			);
		} else if (!frm.doc.riddor_kind) {
			frm.set_intro(__("Decide whether the host must report this accident, and say why."), "orange");
		} else if (frm.doc.report_by && !frm.doc.riddor_reported_on) {
			frm.set_intro(
				__("The host must report this to HSE by {0}. Fill in Reported On when they have.", [
					frappe.datetime.str_to_user(frm.doc.report_by),
				]),
				"orange"
			);
		}
	},
});
