frappe.ui.form.on("Employer Site", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Add a site for each place where someone could work. Each site has its own risk assessments and travel details."));
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
