frappe.ui.form.on("Not Here Alert", {
	refresh(frm) {
		frappe.require("raise_a_concern.bundle.js", () =>
			unlocking_opportunities.offer_to_raise_a_concern(frm, frm.doc.placement)
		);
		if (frm.is_new()) {
			frm.set_intro(__("If somebody may be in danger, ring 999 first. Saving this alerts everyone who must know, at once."), "red");
			return;
		}
		if (!frm.perm[0].write) return;
		if (frm.doc.status === "Open") {
			frm.set_intro(__("Nobody has taken this on yet. The alert repeats until somebody does."), "red");
			frm.add_custom_button(__("I Am Looking for Them"), () => frm.call("acknowledge").then(() => frm.reload_doc()));
		}
		if (["Open", "Acknowledged"].includes(frm.doc.status)) {
			frm.add_custom_button(__("Close"), () => frm.call("close").then(() => frm.reload_doc()));
		}
	},
});
