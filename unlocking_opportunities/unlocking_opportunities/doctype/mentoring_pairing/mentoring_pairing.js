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
		const intro = {
			Proposed: [__("Ask the young person first and note the day they said yes. A manager then approves it."), "orange"],
			Approved: [__("Agree where and how often they meet, then start it."), "blue"],
			Paused: [__("Resume it once the reason is settled, or end it."), "yellow"],
		}[frm.doc.status];
		if (intro) {
			frm.set_intro(...intro);
		}
		if (frm.doc.fit === "Re-pair" && frm.doc.status === "Active") {
			frm.set_intro(__("They asked for another mentor. End this pairing and propose a new one."), "orange");
		}
	},
});
