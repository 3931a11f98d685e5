frappe.ui.form.on("Decision Request", {
	refresh(frm) {
		frm.disable_save();
		if (frm.doc.status === "Waiting" && frappe.user.has_role("Unlocking Manager")) {
			frm.add_custom_button(__("Decide"), () => window.open(`/decide/${frm.doc.name}`)).addClass("btn-primary");
		}
	},
});
