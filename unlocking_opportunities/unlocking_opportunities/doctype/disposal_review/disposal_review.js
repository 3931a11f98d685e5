frappe.ui.form.on("Disposal Review", {
	refresh(frm) {
		const may_decide = frm.perm[0].write;
		frm.set_df_property("items", "cannot_add_rows", true);
		frm.set_df_property("items", "cannot_delete_rows", true);
		if (frm.doc.status === "Proposed") {
			frm.set_intro(__("These records have reached the end of their retention period. Choose Keep for any that must stay and give the reason. Save, then approve."), "orange");
		} else if (frm.doc.status === "Approved") {
			frm.set_intro(__("The records marked Dispose will be permanently disposed of tonight. Until then you can take the approval back."), "red");
		}
		if (may_decide && frm.doc.status === "Proposed") {
			frm.add_custom_button(__("Approve Disposal"), () => {
				const number = frm.doc.items.filter((row) => row.decision === "Dispose").length;
				frappe.confirm(
					__("{0} records will be disposed of tonight. This cannot be undone. Carry on?", [number]),
					() => frm.save().then(() => frm.call("approve")).then(() => frm.reload_doc())
				);
			});
		}
		if (may_decide && frm.doc.status === "Approved") {
			frm.add_custom_button(__("Take Back Approval"), () => frm.call("take_back").then(() => frm.reload_doc()));
		}
	},
});
