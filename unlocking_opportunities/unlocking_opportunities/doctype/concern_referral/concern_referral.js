frappe.ui.form.on("Concern Referral", {
	refresh(frm) {
		if (frm.is_new()) {
			frappe.set_route("raise-a-concern");
			return;
		}
		frm.trigger("show_numbers");
		if (frm.doc.status === "Open") {
			frm.set_intro(__("No one has acknowledged this concern yet. The alert repeats until someone does."), "red");
			frm.add_custom_button(__("Acknowledge"), () =>
				frm.call("acknowledge").then(() => frm.reload_doc())
			).addClass("btn-primary");
		} else if (frm.doc.lado_by && !frm.doc.lado_told_on) {
			frm.set_intro(
				__("The LADO must be told by {0}.", [frappe.datetime.str_to_user(frm.doc.lado_by)]),
				"orange"
			);
		}
	},

	show_numbers(frm) {
		const escape = frappe.utils.escape_html;
		frappe.call({ method: "unlocking_opportunities.safeguarding.concerns.numbers", type: "GET" }).then(({ message }) =>
			frm
				.get_field("numbers")
				.html(
					[{ label: __("Immediate danger"), number: "999" }, ...message]
						.map(({ label, number }) => `<p>${escape(label)}: <strong>${escape(number)}</strong></p>`)
						.join("")
				)
		);
	},
});
