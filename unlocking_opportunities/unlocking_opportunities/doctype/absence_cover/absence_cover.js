frappe.ui.form.on("Absence Cover", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.user) frm.set_value("user", frappe.session.user);
	},

	refresh(frm) {
		if (frm.is_new() || frm.doc.approved_on) return;
		frm.set_intro(__("Messages go to the cover already. They can open no more records until a manager approves this."), "orange");
		const concerned = [frm.doc.user, frm.doc.cover_by].includes(frappe.session.user);
		if (frappe.user.has_role("Unlocking Manager") && !concerned) {
			frm.add_custom_button(__("Approve"), () => frm.call("approve").then(() => frm.reload_doc())).addClass("btn-primary");
		}
	},
});
