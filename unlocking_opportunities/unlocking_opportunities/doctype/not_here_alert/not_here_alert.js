frappe.ui.form.on("Not Here Alert", {
	refresh(frm) {
		frappe.require("raise_a_concern.bundle.js", () =>
			unlocking_opportunities.offer_to_raise_a_concern(frm, frm.doc.placement)
		);
		if (frm.is_new()) {
			frm.set_intro(__("If someone may be in danger, call 999 first. When you save this, the people who must know are alerted straight away."), "red");
			return;
		}
		if (!frm.perm[0].write) return;
		if (frm.doc.status === "Open") {
			frm.set_intro(__("No one has responded yet. The alert repeats until someone does."), "red");
			frm.add_custom_button(__("I Am Responding"), () => frm.call("acknowledge").then(() => frm.reload_doc()));
		}
		if (["Open", "Acknowledged"].includes(frm.doc.status)) {
			frm.add_custom_button(__("Close"), () => frm.call("close").then(() => frm.reload_doc()));
		}
	},
});
