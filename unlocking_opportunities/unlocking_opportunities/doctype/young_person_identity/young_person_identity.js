frappe.ui.form.on("Young Person Identity", {
	refresh(frm) {
		// The first save refreshes the form twice.
		frm.set_intro("");
		frm.set_intro(__("Who they are, and who may sign for them. We log each time someone opens this page."));
		if (frm.is_new() && frm.doc.young_person) {
			frm.add_custom_button(__("It's the Same Person"), () => frm.trigger("use_the_other_record"));
		}
		if (!frm.is_new()) {
			frm.add_custom_button(__("Young Person"), () =>
				frappe.set_route("Form", "Young Person", frm.doc.young_person)
			);
		}
	},

	young_person: (frm) => frm.trigger("refresh"),

	// They were entered before: close the empty record, and go on with the other one.
	use_the_other_record(frm) {
		const empty = frm.doc.young_person;
		frappe.prompt(
			{
				fieldname: "into",
				fieldtype: "Link",
				options: "Young Person",
				label: __("Their Record"),
				reqd: 1,
				description: __("{0}, which is empty, is then closed.", [empty]),
				get_query: () => ({ filters: { name: ["!=", empty], merged_into: ["is", "not set"] } }),
			},
			({ into }) =>
				frappe
					.xcall("unlocking_opportunities.young_people.merging.close_empty", { young_person: empty, into })
					.then((name) => {
						frappe.model.remove_from_locals(frm.doctype, frm.doc.name);
						frappe.set_route("Form", "Young Person", name);
					}),
			__("It's the Same Person"),
			__("Close the Empty Record")
		);
	},
});
