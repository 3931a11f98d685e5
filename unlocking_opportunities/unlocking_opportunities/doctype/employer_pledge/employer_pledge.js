frappe.ui.form.on("Employer Pledge", {
	setup(frm) {
		frm.set_query("employer", () => ({ filters: { status: "Active" } }));
		frm.set_query("contact", (doc) => ({
			query: "frappe.contacts.doctype.contact.contact.contact_query",
			filters: { link_doctype: "Employer", link_name: doc.employer },
		}));
		frm.set_query("site", "offers", (doc) => ({ filters: { employer: doc.employer, disabled: 0 } }));
		frm.set_query("sector", "offers", () => ({ filters: { disabled: 0 } }));
	},

	onload(frm) {
		if (frm.is_new() && !frm.doc.officer && frappe.user.has_role("Unlocking Officer")) {
			frm.set_value("officer", frappe.session.user);
		}
	},

	refresh(frm) {
		frm.trigger("say_what_is_next");
		if (!frm.is_new() && frm.doc.status === "Accepted") {
			frm.add_custom_button(__("Opportunities"), () =>
				frappe.set_route("List", "Placement Opportunity", { pledge: frm.doc.name })
			);
		}
	},

	say_what_is_next(frm) {
		const by = frm.doc.answer_by ? frappe.datetime.str_to_user(frm.doc.answer_by) : "";
		const intro = {
			Draft: [__("Fill in who offers what, how many and from when. Then send it for review. The time limit for our answer starts then."), "blue"],
			Submitted: [by ? __("We promised an answer by {0}. Next: start the review.", [by]) : __("Next: start the review."), "orange"],
			"Under Review": [by ? __("We promised an answer by {0}. Accept it, return it with a question, or decline it with a reason.", [by]) : __("Accept it, return it with a question, or decline it with a reason."), "orange"],
			Returned: [__("We are waiting for the employer. When they have answered, change the offers and send it for review again."), "yellow"],
			Accepted: [__("The opportunities of this pledge are open. Open one to propose a young person."), "green"],
			Paused: [__("No new places are booked from this pledge until you resume it."), "yellow"],
		}[frm.is_new() ? "Draft" : frm.doc.status];
		if (intro) {
			frm.set_intro(...intro);
		}
	},
});

frappe.ui.form.on("Pledge Offer", {
	offers_add(frm, cdt, cdn) {
		if (frm.doc.employer) {
			frappe.db
				.get_value("Employer", frm.doc.employer, "sector")
				.then((r) => r.message && frappe.model.set_value(cdt, cdn, "sector", r.message.sector));
		}
	},
});
