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
		// The first save refreshes the form twice.
		frm.set_intro("");
		if (!frm.doc.age_band) {
			frm.set_intro(__("Next: fill in their identity. They cannot be placed without a date of birth."), "orange");
		}
		if (frm.doc.merged_into) {
			frm.set_intro(__("This record has been merged into {0}. Use that one.", [frm.doc.merged_into]), "orange");
			return;
		}
		if (frappe.user.has_role("Unlocking Manager")) {
			frm.add_custom_button(__("Merge into Another"), () => frm.trigger("merge_into_another"), __("Actions"));
		}
		frm.trigger("open_their_records");
		frm.trigger("list_their_records");
	},

	merge_into_another(frm) {
		frappe.prompt(
			{
				fieldname: "into",
				fieldtype: "Link",
				options: "Young Person",
				label: __("Record to Keep"),
				reqd: 1,
				description: __("You see what will move before anything changes."),
				get_query: () => ({ filters: { name: ["!=", frm.doc.name], merged_into: ["is", "not set"] } }),
			},
			({ into }) =>
				frappe
					.xcall("unlocking_opportunities.young_people.merging.preview", { young_person: frm.doc.name, into })
					.then((found) => show_what_moves(frm, into, found)),
			__("Merge {0} into Another", [frm.doc.name]),
			__("Continue")
		);
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

function show_what_moves(frm, into, { problems, moves, kept }) {
	const list = (lines) => $("<ul>").append(lines.map((line) => $("<li>").text(line)))[0].outerHTML;
	if (problems.length) {
		frappe.msgprint({ title: __("These Can't Be Merged Yet"), message: list(problems), indicator: "orange" });
		return;
	}
	const parts = [
		__("Everything about {0} moves to {1}. This can't be undone.", [frm.doc.name, into]),
		list(moves.map(([what, number]) => `${what}: ${number}`)),
	];
	if (kept.length) {
		parts.push(__("{0} keeps its own values here:", [into]), list(kept));
	}
	frappe.confirm(parts.join(""), () =>
		frappe
			.xcall("unlocking_opportunities.young_people.merging.merge", { young_person: frm.doc.name, into })
			.then((name) => frappe.set_route("Form", "Young Person", name))
	);
}

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
