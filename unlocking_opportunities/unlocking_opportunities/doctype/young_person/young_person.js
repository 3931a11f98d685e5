frappe.ui.form.on("Young Person", {
	setup(frm) {
		frm.set_query("interests", () => ({ filters: { disabled: 0 } }));
	},

	refresh(frm) {
		if (frm.is_new()) {
			frm.set_intro(
				__("Nothing on this page says who the young person is. Save it, then fill in their identity. Only people with permission can open that.")
			);
			return;
		}
		if (!frm.doc.age_band) {
			frm.set_intro(__("Next: fill in their identity. They cannot be placed without a date of birth."), "orange");
		}
		frm.trigger("open_their_records");
		frm.trigger("list_their_records");
	},

	open_their_records(frm) {
		for (const [label, doctype] of [
			[__("Identity"), "Young Person Identity"],
			[__("Support Profile"), "Young Person Support Profile"],
			[__("Care Record"), "Young Person Care Record"],
		]) {
			if (frappe.model.can_read(doctype)) {
				frm.add_custom_button(label, () => open_or_start(doctype, frm.doc.name), __("Open"));
			}
		}
	},

	list_their_records(frm) {
		for (const [label, doctype] of [
			[__("Placements"), "Placement"],
			[__("Visits"), "Visit"],
			[__("Mentoring"), "Mentoring Pairing"],
		]) {
			if (frappe.model.can_read(doctype)) {
				frm.add_custom_button(
					label,
					() => frappe.set_route("List", doctype, { young_person: frm.doc.name }),
					__("See")
				);
			}
		}
		for (const [label, doctype] of [
			[__("Data Rights Request"), "Data Rights Request"],
			[__("Place a Legal Hold"), "Legal Hold"],
		]) {
			if (frappe.model.can_create(doctype)) {
				frm.add_custom_button(
					label,
					() => frappe.new_doc(doctype, { young_person: frm.doc.name }),
					__("Data Protection")
				);
			}
		}
		if (frm.doc.status === "Active" && frappe.model.can_create("Placement")) {
			frm.add_custom_button(__("Find a Place"), () =>
				frappe.require("matching.bundle.js", () => unlocking_opportunities.find_match("place", frm.doc.name))
			).addClass("btn-primary");
			frm.add_custom_button(__("Propose a Placement"), () =>
				frappe.new_doc("Placement", { young_person: frm.doc.name })
			);
		}
	},
});

// The other records of a young person are found by the same ID.
function open_or_start(doctype, young_person) {
	frappe.db.get_list(doctype, { filters: { young_person }, limit: 1 }).then((found) => {
		if (found.length) {
			frappe.set_route("Form", doctype, found[0].name);
		} else if (frappe.model.can_create(doctype)) {
			frappe.new_doc(doctype, { young_person });
		} else {
			frappe.msgprint(__("This record does not exist yet. Ask their allocated worker to add it."));
		}
	});
}
