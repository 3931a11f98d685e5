frappe.ui.form.on("Placement", {
	setup(frm) {
		frm.set_query("young_person", () => ({ filters: { status: "Active" } }));
		frm.set_query("opportunity", () => ({ filters: { status: "Open" } }));
		frm.set_query("risk_assessment", (doc) => ({
			filters: { employer: doc.employer, site: doc.site, status: "Approved" },
		}));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.officer && frappe.user.has_role("Unlocking Officer")) {
			frm.set_value("officer", frappe.session.user);
		}
		if (frm.doc.opportunity) {
			frm.trigger("take_from_opportunity");
		}
	},

	opportunity(frm) {
		if (frm.is_new() && frm.doc.opportunity) {
			frm.trigger("take_from_opportunity");
		}
	},

	refresh(frm) {
		frappe.require("raise_a_concern.bundle.js", () =>
			unlocking_opportunities.offer_to_raise_a_concern(frm, frm.doc.name)
		);
		frm.trigger("say_what_is_next");
		frappe.require("start_gate.bundle.js", () => unlocking_opportunities.show_start_gate(frm));
		frappe.require(["unlocking_desk.bundle.css", "placement_follow_ups.bundle.js"], () => {
			unlocking_opportunities.show_timeline(frm);
			if (!frm.is_new()) unlocking_opportunities.offer_follow_ups(frm);
		});
		if (frm.is_new()) return;
		frm.trigger("offer_suitability");
		frm.trigger("offer_links");
		if (frm.doc.under_18) frm.trigger("offer_to_ask_again");
		if (frappe.model.can_read("Visit")) {
			frm.add_custom_button(__("Visits"), () =>
				frappe.set_route("List", "Visit", { placement: frm.doc.name })
			);
		}
	},

	// If a manager has returned it, the officer can ask again after changing it.
	offer_to_ask_again(frm) {
		if (frm.doc.status !== "Proposed" || !frm.perm[0].write) return;
		const filters = { reference_name: frm.doc.name, kind: frm.doctype };
		frappe.db
			.get_list("Decision Request", { filters, fields: ["status", "reason"], order_by: "creation desc", limit: 1 })
			.then(([latest]) => {
				if (latest?.status !== "Returned") return;
				frm.set_intro(__("Returned by a manager: {0}", [frappe.utils.escape_html(latest.reason)]), "yellow");
				frm.add_custom_button(__("Ask a Manager Again"), () => frm.call("ask_manager_again").then(() => frm.reload_doc()));
			});
	},

	// For the allocated worker, or their cover. The server says which answers are theirs to give.
	offer_suitability(frm) {
		const answers = frm.doc.__onload?.suitability_answers || [];
		if (frm.doc.suitability_refused_on && frappe.model.can_read("Suitability Refusal")) {
			frm.add_custom_button(__("Why It Isn't Suitable"), () =>
				frappe.set_route("List", "Suitability Refusal", { placement: frm.doc.name })
			);
		}
		if (!answers.length) return;
		frappe.require("suitability.bundle.js", () => {
			const calls = unlocking_opportunities.suitability_calls(frm);
			for (const answer of answers) {
				const button = frm.add_custom_button(unlocking_opportunities.suitability_label(answer), () =>
					unlocking_opportunities.answer_suitability(answer, calls, () => frm.reload_doc())
				);
				if (answer === "confirm_suitability") button.addClass("btn-primary");
			}
		});
	},

	offer_links(frm) {
		if (!frm.perm[0].write || frm.doc.status === "Cancelled") return;
		const uses = {
			"Young Person": __("They can use it to answer, choose what the host may know, and sign."),
			Signatory: __("They can use it to answer and sign."),
		};
		const send = (to, who) =>
			frm.add_custom_button(who, () =>
				frappe.confirm(`${__("Send a link to this placement to {0}?", [who.toLowerCase()])} ${uses[to]}`, () =>
					frappe
						.call({
							method: "unlocking_opportunities.portal.people.placement_access.send_link",
							args: { placement: frm.doc.name, to },
						})
						.then(({ message }) =>
							frappe.show_alert({
								message:
									message === "text" ? __("A text with a link is on its way.") : __("An email with a link is on its way."),
								indicator: "green",
							})
						)
				),
				__("Send Link")
			);
		const { young_person, signatory } = frappe.boot.unlocking_opportunities.link_parties;
		send(young_person, __("The Young Person"));
		if (frm.doc.under_18) send(signatory, __("The Person Who Signs for Them"));
	},

	say_what_is_next(frm) {
		const agree = frm.doc.under_18
			? __("A manager must agree to a placement for someone under 18. The place is held from then on.")
			: __("Agree to it when both sides have said yes. The place is held from then on.");
		const intro = {
			Proposed: [frm.is_new() ? __("Choose the young person and the opportunity. The days come from the opportunity and you can change them.") : agree, "orange"],
			Agreed: [__("The place is held and the visits are planned. See the Start Gate tab for what is still needed."), "blue"],
			Paused: [__("Paused. The reason is on the Close tab. Resume the placement when it is resolved, or end it."), "yellow"],
			"Ended Early": [__("Speak to the young person within two working days and agree a next step."), "orange"],
		}[frm.doc.status];
		if (intro && !(frm.doc.status === "Ended Early" && frm.doc.contact_made_on)) {
			frm.set_intro(...intro);
		}
	},

	take_from_opportunity(frm) {
		frappe.db.get_doc("Placement Opportunity", frm.doc.opportunity).then((opportunity) => {
			frm.trigger("suggest_assessment");
			if (!frm.doc.start_date && opportunity.available_from > frappe.datetime.get_today()) {
				frm.set_value("start_date", opportunity.available_from);
			}
			if (!frm.doc.end_date) frm.set_value("end_date", opportunity.available_until);
			if (frm.doc.schedule?.length || !opportunity.start_time || !opportunity.end_time) return;
			for (const weekday of weekdays()) {
				if (opportunity[weekday.toLowerCase()]) {
					frm.add_child("schedule", {
						weekday,
						start_time: opportunity.start_time,
						end_time: opportunity.end_time,
					});
				}
			}
			frm.refresh_field("schedule");
		});
	},

	suggest_assessment(frm) {
		if (frm.doc.risk_assessment || !frm.doc.site) return;
		frappe.db
			.get_list("Risk Assessment", {
				filters: { employer: frm.doc.employer, site: frm.doc.site, status: "Approved" },
				order_by: "review_by desc",
				limit: 1,
			})
			.then((found) => found.length && frm.set_value("risk_assessment", found[0].name));
	},
});

const weekdays = () =>
	frappe.meta.get_docfield("Placement Schedule Day", "weekday").options.split("\n").filter(Boolean);
