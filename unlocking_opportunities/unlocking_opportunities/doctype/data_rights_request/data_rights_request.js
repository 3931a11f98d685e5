frappe.ui.form.on("Data Rights Request", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Record what was asked and when. Keep the letters themselves in the council's own system."));
			return;
		}
		frm.trigger("say_what_is_due");
		if (!frm.perm[0].write) return;
		frm.trigger("offer_the_package");
		frm.trigger("offer_disposal");
	},

	say_what_is_due(frm) {
		if (frm.doc.status === "Answered") return;
		const due = frappe.datetime.str_to_user(frm.doc.due_on);
		if (frm.doc.status === "Open" && frm.doc.acknowledge_by) {
			const by = frappe.datetime.str_to_user(frm.doc.acknowledge_by);
			frm.set_intro(__("Tell them by {0} that you have received it, and answer by {1}.", [by, due]), "orange");
		} else {
			frm.set_intro(__("Answer by {0}. Then fill in Answered On and Outcome.", [due]), "orange");
		}
	},

	offer_the_package(frm) {
		if (frm.doc.kind !== "Access" || !frm.doc.young_person || frm.doc.status === "Answered") return;
		frm.add_custom_button(__("Download Their Data"), () =>
			frappe.confirm(
				__("This downloads everything we hold about {0} to your computer as one file, and the access log records it. Read it before you hand it over, and take out anything that could harm someone or is about someone else. Delete your copy afterwards. Carry on?", [frm.doc.young_person]),
				() =>
					open_url_post(
						"/api/method/unlocking_opportunities.data_protection.export.download",
						{ request: frm.doc.name },
						true
					)
			)
		);
	},

	offer_disposal(frm) {
		if (frm.doc.kind !== "Erasure" || !frm.doc.young_person || frm.doc.status === "Answered") return;
		frm.add_custom_button(__("Propose Disposal"), () =>
			frappe.confirm(
				__("Another manager will decide. Records they approve are disposed of the following night. You cannot get them back. Carry on?"),
				() => frm.call("propose_disposal").then(({ message }) => frappe.set_route("Form", "Disposal Review", message))
			)
		);
	},
});
