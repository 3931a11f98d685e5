frappe.ui.form.on("Placement Request", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.status !== "Open" || !frm.perm[0].write) return;
		frm.add_custom_button(__("Agree"), () => frm.call("agree").then(() => frm.reload_doc()));
		frm.add_custom_button(__("Decline"), () => {
			const answer = { fieldname: "answer", fieldtype: "Small Text", label: __("Answer to the Host"), reqd: 1 };
			frappe.prompt(answer, (values) => frm.call("decline", values).then(() => frm.reload_doc()), __("Decline"));
		});
	},
});
