frappe.ui.form.on("Host Agreement", {
	setup(frm) {
		frm.set_query("site", (doc) => ({ filters: { employer: doc.employer, disabled: 0 } }));
	},

	refresh(frm) {
		const intro = {
			Draft: [__("Fill in the host's answers, then send it for checking. It is renewed each year."), "blue"],
			"Awaiting Check": [__("Check the answers and the evidence, then select Mark Checked."), "orange"],
			Expired: [__("This agreement has run out. Renew it before anyone starts here."), "red"],
		}[frm.doc.status];
		if (intro) {
			frm.set_intro(...intro);
		}
		if (!frm.is_new() && frm.perm[0].write) {
			frm.trigger("offer_moves");
		}
	},

	offer_moves(frm) {
		const status = frm.doc.status;
		const move = (label, method) => frm.add_custom_button(label, () => frm.call(method).then(() => frm.reload_doc()));
		const renew = (label, nothing_changed) =>
			frm.add_custom_button(
				label,
				() =>
					frm
						.call("renew", { nothing_changed })
						.then((r) => frappe.set_route("Form", "Host Agreement", r.message)),
				__("Renew")
			);
		if (status === "Draft") {
			move(__("Send for Checking"), "send_for_check");
		}
		if (["Draft", "Awaiting Check"].includes(status)) {
			move(__("Mark Checked"), "mark_checked");
		}
		if (["Checked", "Expired"].includes(status)) {
			renew(__("Nothing Has Changed"), true);
			renew(__("Something Has Changed"), false);
		}
	},
});
