frappe.ui.form.on("Placement Opportunity", {
	setup(frm) {
		frm.set_query("employer", () => ({ filters: { status: "Active" } }));
		frm.set_query("site", (doc) => ({ filters: { employer: doc.employer, disabled: 0 } }));
		frm.set_query("pledge", (doc) => ({ filters: { employer: doc.employer, status: "Accepted" } }));
		frm.set_query("sector", () => ({ filters: { disabled: 0 } }));
	},

	onload(frm) {
		// Frappe fills an empty time with the current time.
		if (frm.is_new() && !frm.doc.pledge_offer) {
			frm.set_value({ start_time: null, end_time: null });
		}
	},

	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("When you accept a pledge, its opportunities open automatically. Add one here only if there is no pledge."));
			return;
		}
		const left = frm.doc.capacity - frm.doc.taken;
		if (frm.doc.status === "Open") {
			frm.set_intro(__("{0} of {1} places left.", [left, frm.doc.capacity]), "green");
			if (frappe.model.can_create("Placement")) {
				frm.add_custom_button(__("Find a Person"), () =>
					frappe.require("matching.bundle.js", () => unlocking_opportunities.find_match("person", frm.doc.name))
				).addClass("btn-primary");
				frm.add_custom_button(__("Propose a Placement"), () =>
					frappe.new_doc("Placement", { opportunity: frm.doc.name })
				);
			}
		}
		if (!frm.doc.site) {
			frm.set_intro(__("The site is missing. Choose it, because travel and the risk assessment depend on it."), "orange");
		}
		if (frappe.model.can_read("Placement")) {
			frm.add_custom_button(__("Placements"), () =>
				frappe.set_route("List", "Placement", { opportunity: frm.doc.name })
			);
		}
	},
});
