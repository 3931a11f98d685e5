frappe.ui.form.on("Mentor", {
	refresh(frm) {
		if (frm.is_new()) return;
		if (frm.doc.status === "Applied") {
			frm.set_intro(__("Next: check their references, train them and decide on a check. Then set the status to Active."), "blue");
		}
		const room = frm.doc.capacity - frm.doc.active_pairings;
		if (frm.doc.status === "Active" && frappe.model.can_create("Mentoring Pairing")) {
			frm.set_intro(__("They can take on {0} more pairings, out of {1}.", [Math.max(room, 0), frm.doc.capacity]), room > 0 ? "green" : "orange");
			if (room > 0) {
				frm.add_custom_button(__("Propose a Pairing"), () =>
					frappe.new_doc("Mentoring Pairing", { mentor: frm.doc.name })
				);
			}
		}
		if (frappe.model.can_read("Mentoring Pairing")) {
			frm.add_custom_button(__("Pairings"), () =>
				frappe.set_route("List", "Mentoring Pairing", { mentor: frm.doc.name })
			);
		}
	},
});
