frappe.ui.form.on("Accident", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(
				__("If somebody is badly hurt, ring 999 first. Write down what happened; what it says about why stands on the risk assessment."),
				"red"
			);
		} else if (!frm.doc.riddor_kind) {
			frm.set_intro(__("Decide whether the host has to report it, and say why."), "orange");
		} else if (frm.doc.report_by && !frm.doc.riddor_reported_on) {
			frm.set_intro(
				__("The host reports it to HSE by {0}. Write down when they have.", [
					frappe.datetime.str_to_user(frm.doc.report_by),
				]),
				"orange"
			);
		}
	},
});
