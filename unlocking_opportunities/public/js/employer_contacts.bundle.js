// The contacts of one employer, for those who may write it (employers/contacts.py).
frappe.provide("unlocking_opportunities");

unlocking_opportunities.show_contacts = (frm) => {
	const wrapper = frm.fields_dict.contact_html.$wrapper.empty();
	frappe
		.call({ method: "unlocking_opportunities.employers.contacts.get_contacts", type: "GET", args: { employer: frm.doc.name } })
		.then(({ message: contacts }) => {
			wrapper.empty().append(
				$("<h5>").text(__("Contacts")),
				contacts.length ? contacts.map((contact) => card(frm, contact)) : $('<p class="text-muted">').text(__("No contacts yet.")),
				button(__("Add Contact"), () => edit(frm, {}))
			);
		});
};

function card(frm, contact) {
	const name = [contact.first_name, contact.last_name].filter(Boolean).join(" ");
	return $('<div class="mb-4">').append(
		$("<div>").append(
			$("<b>").text(name),
			document.createTextNode(contact.designation ? `, ${contact.designation}` : ""),
			contact.is_primary_contact ? $('<span class="indicator-pill blue ml-2">').text(__("Main contact")) : ""
		),
		contact.emails.map((email) => address(frm, contact, email)),
		contact.phones.map((phone) => $("<div>").text(phone)),
		$('<div class="mt-2">').append(
			button(__("Edit"), () => edit(frm, contact), name),
			button(__("Remove"), () => remove(frm, contact, name), name)
		)
	);
}

function address(frm, contact, email) {
	const row = $("<div>").append($("<span>").text(email));
	if (contact.signs_in.includes(email)) {
		return row.append($('<span class="text-muted ml-2">').text(__("Can sign in")));
	}
	if (!frappe.model.can_create("Portal Access")) return row;
	return row.append(
		" ",
		button(__("Give Access"), () => frappe.new_doc("Portal Access", { kind: "Employer", employer: frm.doc.name, email }), email)
	);
}

// `about`: what a screen reader adds, because several buttons have the same words.
function button(label, act, about) {
	const made = $('<button type="button" class="btn btn-default btn-xs mr-2">').text(label).on("click", act);
	return about ? made.attr("aria-label", `${label}: ${about}`) : made;
}

function edit(frm, contact) {
	const dialog = new frappe.ui.Dialog({
		title: contact.name ? __("Edit Contact") : __("Add Contact"),
		fields: [
			{ fieldname: "first_name", fieldtype: "Data", label: __("First Name"), reqd: 1, default: contact.first_name },
			{ fieldname: "last_name", fieldtype: "Data", label: __("Last Name"), default: contact.last_name },
			{ fieldname: "designation", fieldtype: "Data", label: __("Job Title"), default: contact.designation },
			{
				fieldname: "emails",
				fieldtype: "Small Text",
				label: __("Email Addresses"),
				default: (contact.emails || []).join("\n"),
				description: __("One on each line, the main one first. An address that you take out can't sign in any more."),
			},
			{
				fieldname: "phone_numbers",
				fieldtype: "Small Text",
				label: __("Phone Numbers"),
				default: (contact.phones || []).join("\n"),
				description: __("One on each line, the main one first. Texts go to the first mobile number."),
			},
			{
				fieldname: "is_primary_contact",
				fieldtype: "Check",
				label: __("Main Contact"),
				default: contact.is_primary_contact || 0,
				description: __("Gets the messages to the employer if no one can sign in for it."),
			},
		],
		primary_action_label: __("Save"),
		primary_action: (values) =>
			frappe
				.xcall("unlocking_opportunities.employers.contacts.save_contact", {
					employer: frm.doc.name,
					contact: contact.name,
					modified: contact.modified,
					first_name: values.first_name,
					last_name: values.last_name,
					designation: values.designation,
					emails: values.emails,
					phone_numbers: values.phone_numbers,
					is_primary_contact: values.is_primary_contact,
				})
				.then(() => {
					dialog.hide();
					unlocking_opportunities.show_contacts(frm);
				}),
	});
	dialog.show();
}

function remove(frm, contact, name) {
	frappe.confirm(
		__("Remove {0}? If they can sign in for this employer, that ends too, unless another contact here has the same address.", [frappe.utils.escape_html(name)]),
		() =>
			frappe
				.xcall("unlocking_opportunities.employers.contacts.remove_contact", { employer: frm.doc.name, contact: contact.name })
				.then(() => unlocking_opportunities.show_contacts(frm))
	);
}
