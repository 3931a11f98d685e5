frappe.ui.form.on("Allocation Round", {
	setup(frm) {
		frm.set_query("young_person", "people", () => ({ filters: { status: "Active" } }));
		frm.set_query("opportunity", "places", () => ({ filters: { status: "Open" } }));
	},

	refresh(frm) {
		const table = frm.fields_dict.matches.grid;
		table.cannot_add_rows = true;
		table.only_sortable();
		frm.trigger("say_what_is_next");
		if (frm.is_new() || !frm.perm[0].write) return;
		frm.add_custom_button(__("Young People"), () => choose(frm, "people", "young_person", "Young Person", { status: "Active" }), __("Add"));
		frm.add_custom_button(__("Places"), () => choose(frm, "places", "opportunity", "Placement Opportunity", { status: "Open" }), __("Add"));
		if (frm.doc.people?.length && frm.doc.places?.length) {
			frm.add_custom_button(__("Suggest Matches"), () => frm.trigger("suggest_matches"));
		}
		if (frm.doc.matches?.some((row) => row.decision === "Propose" && !row.placement)) {
			frm.add_custom_button(__("Propose Placements"), () => frm.trigger("make_proposals")).addClass("btn-primary");
		}
	},

	say_what_is_next(frm) {
		const next = {
			Choosing: __("Choose the young people and the places, save, then select Suggest Matches. Nothing is proposed yet."),
			"Worked Out": __("Choose Propose or Skip for each suggestion and save. Then select Propose Placements."),
			Proposed: __("The placements you chose have been proposed. You can decide on the other rows later."),
		};
		frm.set_intro(next[frm.doc.status], "blue");
	},

	suggest_matches(frm) {
		const run = () => frm.call({ method: "suggest_matches", doc: frm.doc, freeze: true, freeze_message: __("Looking for matches…") }).then(() => frm.reload_doc());
		const decided = frm.doc.matches?.some((row) => row.decision !== "Undecided" && row.opportunity && !row.placement);
		saved(frm).then(() => (decided ? frappe.confirm(__("This replaces the suggestions and your decisions about them. Placements that have been proposed stay. Carry on?"), run) : run()));
	},

	make_proposals(frm) {
		saved(frm).then(() =>
			frm.call({ method: "make_proposals", doc: frm.doc, freeze: true, freeze_message: __("Proposing…") }).then(({ message: problems }) => {
				frm.reload_doc();
				if (problems.length) {
					frappe.msgprint({ title: __("Not Proposed"), message: problems.map(frappe.utils.escape_html).join("<br>"), indicator: "orange" });
				} else {
					frappe.show_alert({ message: __("All the placements have been proposed."), indicator: "green" });
				}
			})
		);
	},
});

// A form without changes is not saved again: Frappe would say so and go no further.
const saved = (frm) => (frm.is_dirty() ? frm.save() : Promise.resolve());

// Choose many at once. Those that are already in the table are not added again.
function choose(frm, table, fieldname, doctype, filters) {
	new frappe.ui.form.MultiSelectDialog({
		doctype,
		target: frm,
		setters: doctype === "Young Person" ? { age_band: null, ward: null } : { kind: null, ward: null },
		get_query: () => ({ filters }),
		action(names) {
			const present = new Set((frm.doc[table] || []).map((row) => row[fieldname]));
			names.filter((name) => !present.has(name)).forEach((name) => {
				const row = frm.add_child(table);
				frappe.model.set_value(row.doctype, row.name, fieldname, name);
			});
			frm.refresh_field(table);
			frm.dirty();
			this.dialog.hide();
		},
	});
}
