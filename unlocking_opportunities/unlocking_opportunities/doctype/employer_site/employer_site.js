frappe.ui.form.on("Employer Site", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("One page for each place where somebody could work: the risk assessment and the travel are the place's own."));
			return;
		}
		const here = { employer: frm.doc.employer, site: frm.doc.name };
		if (!frm.doc.disabled) {
			for (const [label, doctype] of [
				[__("New Risk Assessment"), "Risk Assessment"],
				[__("New Opportunity"), "Placement Opportunity"],
			]) {
				if (frappe.model.can_create(doctype)) {
					frm.add_custom_button(label, () => frappe.new_doc(doctype, here));
				}
			}
		}
	},
});
