frappe.ui.form.on("Visit", {
	setup(frm) {
		frm.set_query("placement", () => ({
			filters: { status: ["in", frappe.boot.unlocking_opportunities.placement_states.holds_a_place] },
		}));
	},

	onload(frm) {
		if (!frm.is_new()) return;
		if (!frm.doc.visitor) frm.set_value("visitor", frappe.session.user);
		// A slot chosen in the calendar also sets the due date.
		if (!frm.doc.due_on && frm.doc.starts_on) frm.set_value("due_on", frm.doc.starts_on.slice(0, 10));
	},

	refresh(frm) {
		frappe.require("raise_a_concern.bundle.js", () =>
			unlocking_opportunities.offer_to_raise_a_concern(frm, frm.doc.placement)
		);
		frm.trigger("say_what_is_next");
		frappe.require(["unlocking_desk.bundle.css", "visit_on_site.bundle.js"], () =>
			unlocking_opportunities.show_visit_before(frm)
		);
		if (!frm.is_new()) {
			frm.add_custom_button(__("Placement"), () =>
				frappe.set_route("Form", "Placement", frm.doc.placement)
			);
		}
		if (frm.doc.status === "Planned" && !frm.is_new() && frm.perm[0].write && !frm.doc.visited_on) {
			frm.add_custom_button(__("Record on Site"), () =>
				frappe.require("visit_on_site.bundle.js", () => unlocking_opportunities.record_on_site(frm))
			);
		}
	},

	placement(frm) {
		unlocking_opportunities.show_visit_before?.(frm);
	},

	say_what_is_next(frm) {
		if (frm.is_new()) {
			frm.set_intro(__("Regular visits are planned automatically when a placement is agreed. Add an extra one here if needed."));
		} else if (frm.doc.off_day) {
			frm.set_intro(
				frm.doc.__onload?.host_was_told
					? __("The day it is booked for doesn't fit any more: nobody works then, or the first day has moved. Book another day. The host will be told.")
					: __("The day it is booked for doesn't fit any more: nobody works then, or the first day has moved. Book another day."),
				"red"
			);
		} else if (frm.doc.status === "Planned") {
			const overdue = frm.doc.due_on < frappe.datetime.get_today();
			frm.set_intro(
				overdue
					? __("This visit is overdue. Record it, book a time, or say why it was not possible.")
					: __("Book a time, or record the visit after you have made it. Fill in the date you visited, or why it wasn't possible."),
				overdue ? "red" : "blue"
			);
		}
	},
});
