frappe.ui.form.on("Data Rights Request", {
	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Write down what was asked and when. The letters themselves stay in the council's own system."));
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
			frm.set_intro(__("Tell them that you have it by {0}, and answer by {1}.", [by, due]), "orange");
		} else {
			frm.set_intro(__("Answer by {0}. Then fill in Answered On and Outcome.", [due]), "orange");
		}
	},

	offer_the_package(frm) {
		if (frm.doc.kind !== "Access" || !frm.doc.young_person || frm.doc.status === "Answered") return;
		frm.add_custom_button(__("Download Their Data"), () =>
			frappe.confirm(
				__("This gathers everything that is kept about {0} into one file on your computer, and the access log says so. Read it through before you hand it over: what could harm somebody, or is about somebody else, is taken out first. Delete your copy afterwards. Go on?", [frm.doc.young_person]),
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
				__("Another manager decides. What they approve is disposed of the next night and cannot be brought back. Go on?"),
				() => frm.call("propose_disposal").then(({ message }) => frappe.set_route("Form", "Disposal Review", message))
			)
		);
	},
});
