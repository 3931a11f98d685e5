// Offer to hand over the work of someone who has left.
frappe.ui.form.on("User", {
	refresh(frm) {
		const may = ["Unlocking Manager", "Unlocking Administrator", "System Manager"];
		if (frm.is_new() || !frappe.user.has_role(may)) return;
		const open = () =>
			frappe
				.xcall("unlocking_opportunities.approvals.handover.open_for", { leaver: frm.doc.name })
				.then(({ name }) =>
					name ? frappe.set_route("Form", "Handover", name) : frappe.msgprint(__("{0} has no unfinished work.", [frm.doc.name]))
				);
		frm.add_custom_button(__("Hand Over Work"), open);
		if (frm.doc.enabled) return;
		frappe.xcall("unlocking_opportunities.approvals.handover.open_for", { leaver: frm.doc.name }).then(({ number }) => {
			if (number) frm.set_intro(__("{0} records still belong to them. Select Hand Over Work.", [number]), "orange");
		});
	},
});
