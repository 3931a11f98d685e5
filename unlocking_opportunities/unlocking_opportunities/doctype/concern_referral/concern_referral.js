frappe.ui.form.on("Concern Referral", {
	refresh(frm) {
		if (frm.is_new()) {
			frappe.set_route("raise-a-concern");
			return;
		}
		frm.trigger("show_numbers");
		if (frm.doc.status === "Open") {
			frm.set_intro(__("Nobody has this yet. The alert repeats until you acknowledge it."), "red");
			frm.add_custom_button(__("Acknowledge"), () =>
				frm.call("acknowledge").then(() => frm.reload_doc())
			).addClass("btn-primary");
		} else if (frm.doc.lado_by && !frm.doc.lado_told_on) {
			frm.set_intro(
				__("The LADO is to be told by {0}.", [frappe.datetime.str_to_user(frm.doc.lado_by)]),
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
					[{ label: __("Danger now"), number: "999" }, ...message]
						.map(({ label, number }) => `<p>${escape(label)}: <strong>${escape(number)}</strong></p>`)
						.join("")
				)
		);
	},
});
