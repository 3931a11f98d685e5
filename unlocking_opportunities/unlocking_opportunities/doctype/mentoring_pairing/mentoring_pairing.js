frappe.ui.form.on("Mentoring Pairing", {
	setup(frm) {
		frm.set_query("young_person", () => ({ filters: { status: "Active" } }));
		frm.set_query("mentor", () => ({ filters: { status: "Active" } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.officer && frappe.user.has_role("Unlocking Officer")) {
			frm.set_value("officer", frappe.session.user);
		}
	},

	refresh(frm) {
		if (!frm.is_new()) frm.trigger("offer_to_ask_again");
		const intro = {
			Proposed: [__("Ask the young person first and record the day they said yes. Then a manager is asked to approve it."), "orange"],
			Approved: [__("Agree where and how often they will meet, then start the pairing."), "blue"],
			Paused: [__("Resume this pairing when the reason is resolved, or end it."), "yellow"],
		}[frm.doc.status];
		if (intro) {
			frm.set_intro(...intro);
		}
		if (frm.doc.fit === "Re-pair" && frm.doc.status === "Active") {
			frm.set_intro(__("A new pairing has been requested. End this one and propose another."), "orange");
		}
	},

	// If a manager has returned it, the officer can ask again after changing it.
	offer_to_ask_again(frm) {
		if (frm.doc.status !== "Proposed" || !frm.perm[0].write) return;
		const filters = { reference_name: frm.doc.name, kind: frm.doctype };
		frappe.db
			.get_list("Decision Request", { filters, fields: ["status", "reason"], order_by: "creation desc", limit: 1 })
			.then(([latest]) => {
				if (latest?.status !== "Returned") return;
				frm.set_intro(__("Returned by a manager: {0}", [frappe.utils.escape_html(latest.reason)]), "yellow");
				frm.add_custom_button(__("Ask a Manager Again"), () => frm.call("ask_manager_again").then(() => frm.reload_doc()));
			});
	},
});
