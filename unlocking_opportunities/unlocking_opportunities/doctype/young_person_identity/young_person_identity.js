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
	async use_the_other_record(frm) {
		const { young_person, preferred_name, surname, date_of_birth } = frm.doc;
		const typed = { young_person, preferred_name, surname, date_of_birth };
		const known = await frappe.xcall("unlocking_opportunities.young_people.duplicates.get_known", typed);
		if (!known.length) {
			frappe.msgprint(
				__("You can't see another record with this name and date of birth. Fill in both first."),
				__("It's the Same Person")
			);
			return;
		}
		const dialog = new frappe.ui.Dialog({
			title: __("It's the Same Person"),
			fields: [
				{
					fieldname: "into",
					fieldtype: "Select",
					options: known,
					default: known[0],
					label: __("Their Record"),
					reqd: 1,
					description: __("{0}, which is empty, is then closed.", [young_person]),
				},
			],
			primary_action_label: __("Close the Empty Record"),
			primary_action({ into }) {
				dialog.disable_primary_action();
				frappe
					.xcall("unlocking_opportunities.young_people.merging.close_empty", { ...typed, into })
					.then((name) => {
						dialog.hide();
						frappe.model.remove_from_locals(frm.doctype, frm.doc.name);
						frappe.set_route("Form", "Young Person", name);
					})
					.catch(() => dialog.enable_primary_action());
			},
		});
		dialog.show();
	},
});
