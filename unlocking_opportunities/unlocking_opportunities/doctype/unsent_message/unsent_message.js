frappe.ui.form.on("Unsent Message", {
	refresh(frm) {
		const { reference_doctype, reference_name, status } = frm.doc;
		if (reference_doctype && reference_name && frappe.model.can_read(reference_doctype)) {
			frm.add_custom_button(__("Open {0}", [__(reference_doctype)]), () =>
				frappe.set_route("Form", reference_doctype, reference_name)
			);
		}
		if (!["Waiting", "Given Up"].includes(status) || !frm.perm[0].write) return;
		frm.set_intro(frappe.utils.escape_html(frm.doc.last_error), "orange");
		frm.add_custom_button(__("Send Again"), () =>
			frm.call("send_again").then(({ message: sent }) => {
				frappe.show_alert(
					sent ? { message: __("Sent."), indicator: "green" } : { message: __("It still couldn't be sent."), indicator: "red" }
				);
				frm.reload_doc();
			})
		);
		frm.add_custom_button(__("Dismiss"), () =>
			frappe.confirm(__("Have they been told in another way? It then leaves the list."), () =>
				frm.call("dismiss").then(() => frm.reload_doc())
			)
		);
	},
});
