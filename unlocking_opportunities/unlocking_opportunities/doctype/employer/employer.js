// An employer isn't merged into one that is further from offering: its offers would stop (employers/merging.py).
const MERGES_INTO = { Active: ["Active"], Paused: ["Active", "Paused"], Former: ["Active", "Paused", "Former"] };

frappe.ui.form.on("Employer", {
	onload(frm) {
		if (frm.is_new() && !frm.doc.officer && frappe.user.has_role("Unlocking Officer")) {
			frm.set_value("officer", frappe.session.user);
		}
	},

	refresh(frm) {
		frappe.dynamic_link = { doc: frm.doc, fieldname: "name", doctype: frm.doctype };
		if (frm.is_new()) {
			frm.set_intro(__("You need only a name and a kind to start with. Search for the name first, so that no employer is recorded twice."));
			frappe.contacts.clear_address_and_contact(frm);
			return;
		}
		if (frappe.model.can_read("Contact")) {
			frappe.contacts.render_address_and_contact(frm);
		} else {
			// Frappe draws only for those who may read every contact; no role of this app may.
			frappe.contacts.clear_address_and_contact(frm);
			frm.toggle_display("contact_html", Boolean(frm.perm[0]?.write));
			if (frm.perm[0]?.write) {
				frappe.require("employer_contacts.bundle.js", () => unlocking_opportunities.show_contacts(frm));
			}
		}
		frm.trigger("say_what_is_next");
		if (frm.doc.status === "Active") {
			frm.trigger("offer_next_steps");
		}
		if (frm.doc.status !== "Merged" && frm.perm[0]?.write) {
			frm.add_custom_button(__("Merge into Another"), () => frm.trigger("merge_into_another"), __("Actions"));
		}
		if (frappe.model.can_read("Placement")) {
			frm.add_custom_button(__("Placements"), () =>
				frappe.set_route("List", "Placement", { employer: frm.doc.name })
			);
		}
	},

	merge_into_another(frm) {
		frappe.prompt(
			{
				fieldname: "into",
				fieldtype: "Link",
				options: "Employer",
				label: __("Employer to Keep"),
				reqd: 1,
				description: __("It gets the offers, sites, checks and contacts of both. This cannot be undone."),
				get_query: () => ({
					filters: { name: ["!=", frm.doc.name], status: ["in", MERGES_INTO[frm.doc.status] || []] },
				}),
			},
			({ into }) =>
				frappe
					.xcall("unlocking_opportunities.employers.merging.merge", { employer: frm.doc.name, into })
					.then((name) => frappe.set_route("Form", "Employer", name)),
			__("Merge {0} into Another", [frm.doc.employer_name]),
			__("Merge")
		);
	},

	status(frm) {
		const follows = {
			Paused: __("When you save, its offers and places are paused, and no placement can start there. They resume when you make it Active again."),
			Former: __("When you save, its offers are withdrawn, its places close, no placement can start there and no one can sign in for it. Withdrawn offers stay withdrawn."),
		}[frm.doc.status];
		frm.set_intro("");
		if (follows && !frm.is_new()) frm.set_intro(follows, "orange");
	},

	employer_name: (frm) => frm.trigger("look_for_the_same"),
	company_number: (frm) => frm.trigger("look_for_the_same"),

	look_for_the_same(frm) {
		if (!frm.is_new()) return;
		const { employer_name, company_number } = frm.doc;
		frappe
			.call({ method: "unlocking_opportunities.employers.duplicates.search", type: "GET", args: { employer_name, company_number } })
			.then(({ message: found }) => {
				frm.set_intro("");
				if (!found.length) return;
				const list = $("<ul>").append(
					found.map((row) =>
						$("<li>").append(
							$("<a>").attr("href", frappe.utils.get_form_link("Employer", row.name)).text(row.employer_name),
							document.createTextNode(`: ${row.why}, ${__(row.status)}`)
						)
					)
				);
				frm.set_intro(__("Is this employer already recorded? If it is one of these, open that one instead:") + list[0].outerHTML, "orange");
			});
	},

	say_what_is_next(frm) {
		const next = {
			"Not Started": [
				__("Not ready to host yet. Next: add a site, then fill in a host agreement with the employer."),
				"orange",
			],
			"In Progress": [__("The host agreement has been started. Next: finish it and have it checked."), "orange"],
			"Renewal Due": [__("The host agreement is due for renewal. Open it and renew it."), "orange"],
			Expired: [__("The host agreement or the insurance has run out. Renew it before anyone starts here."), "red"],
		}[frm.doc.readiness];
		if (frm.doc.merged_into) {
			frappe.db.get_value("Employer", frm.doc.merged_into, "employer_name").then(({ message }) => {
				const link = $("<a>")
					.attr("href", frappe.utils.get_form_link("Employer", frm.doc.merged_into))
					.text(message?.employer_name || frm.doc.merged_into);
				frm.set_intro("");
				frm.set_intro(__("This employer has been merged into {0}. Use that one.", [link[0].outerHTML]), "orange");
			});
		} else if (next && frm.doc.status === "Active") {
			frm.set_intro(...next);
		}
	},

	offer_next_steps(frm) {
		const prefilled = { employer: frm.doc.name };
		for (const [label, doctype] of [
			[__("Offer"), "Employer Pledge"],
			[__("Site"), "Employer Site"],
			[__("Host Agreement"), "Host Agreement"],
			[__("Risk Assessment"), "Risk Assessment"],
		]) {
			if (frappe.model.can_create(doctype)) {
				frm.add_custom_button(label, () => frappe.new_doc(doctype, prefilled), __("New"));
			}
		}
	},
});
