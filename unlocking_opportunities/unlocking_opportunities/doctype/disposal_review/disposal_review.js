frappe.ui.form.on("Disposal Review", {
	refresh(frm) {
		const may_decide = frm.perm[0].write;
		frm.set_df_property("items", "cannot_add_rows", true);
		frm.set_df_property("items", "cannot_delete_rows", true);
		if (frm.doc.status === "Proposed") {
			frm.set_intro(__("The time of these records is up. Mark what must be kept and say why, save, then approve."), "orange");
		} else if (frm.doc.status === "Approved") {
			frm.set_intro(__("What is marked Dispose goes in the coming night, for good. Until then the approval can be taken back."), "red");
		}
		if (may_decide && frm.doc.status === "Proposed") {
			frm.add_custom_button(__("Approve Disposal"), () => {
				const number = frm.doc.items.filter((row) => row.decision === "Dispose").length;
				frappe.confirm(
					__("{0} entries are disposed of in the coming night. It cannot be undone. Go on?", [number]),
					() => frm.save().then(() => frm.call("approve")).then(() => frm.reload_doc())
				);
			});
		}
		if (may_decide && frm.doc.status === "Approved") {
			frm.add_custom_button(__("Take Back the Approval"), () => frm.call("take_back").then(() => frm.reload_doc()));
		}
	},
});
