frappe.ui.form.on("Email Preference", {
	onload(frm) {
		if (frm.is_new()) frm.set_value("user", frappe.session.user);
	},
});
