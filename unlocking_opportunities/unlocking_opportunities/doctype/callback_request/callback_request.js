frappe.ui.form.on("Callback Request", {
	refresh(frm) {
		if (frm.is_new() || frm.doc.status !== "Open" || !frm.perm[0].write) return;
		frm.add_custom_button(__("I Have Called Them"), () => frm.call("mark_called").then(() => frm.reload_doc()));
	},
});
