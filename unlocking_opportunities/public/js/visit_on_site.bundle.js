// Record a visit on a tablet at the site: large answer buttons, with the previous visit beside them.
frappe.provide("unlocking_opportunities");

const ASKED = ["seen_alone", "supervisor_seen", "controls_working", "as_agreed", "wellbeing"];

unlocking_opportunities.visit_before = (frm) =>
	frappe.db
		.get_list("Visit", {
			filters: { placement: frm.doc.placement, status: "Done", name: ["!=", frm.doc.name] },
			order_by: "visited_on desc",
			limit: 1,
		})
		.then((found) => (found.length ? frappe.db.get_doc("Visit", found[0].name) : null));

unlocking_opportunities.show_visit_before = (frm) => {
	const wrapper = frm.fields_dict.last_visit_html.$wrapper.empty();
	if (!frm.doc.placement) return;
	unlocking_opportunities.visit_before(frm).then((before) => wrapper.empty().append(told(frm, before)));
};

unlocking_opportunities.record_on_site = (frm) =>
	unlocking_opportunities.visit_before(frm).then((before) => {
		const asked = frm.doc.kind === "First-day Call" ? ["wellbeing", "as_agreed"] : ASKED;
		const answers = Object.fromEntries(asked.map((fieldname) => [fieldname, frm.doc[fieldname] || ""]));
		const dialog = new frappe.ui.Dialog({
			title: __("Record the Visit"),
			size: "extra-large",
			fields: [
				{ fieldname: "asked", fieldtype: "HTML" },
				{ fieldname: "notes", fieldtype: "Small Text", label: __("Notes"), default: frm.doc.notes, description: __(frappe.meta.get_docfield("Visit", "notes").description) },
				{ fieldname: "action", fieldtype: "Data", label: __("Follow-up action"), description: __("One line. You can add more on the form.") },
				{ fieldname: "column", fieldtype: "Column Break" },
				{ fieldname: "before", fieldtype: "HTML" },
			],
			primary_action_label: __("Save the Visit"),
			primary_action: ({ notes, action }) => save(frm, dialog, answers, notes, action),
		});
		dialog.fields_dict.asked.$wrapper.addClass("visit-asked").append(asked.map((fieldname) => question(frm, fieldname, answers)));
		dialog.fields_dict.before.$wrapper.append($("<h4>").text(__("Previous visit")), told(frm, before));
		dialog.show();
	});

function question(frm, fieldname, answers) {
	const field = frappe.meta.get_docfield("Visit", fieldname);
	const group = $('<fieldset class="visit-question">').append($("<legend>").text(__(field.label)));
	const buttons = field.options.split("\n").filter(Boolean).map((option) =>
		$('<button type="button" class="btn btn-default">')
			.text(__(option))
			.attr("aria-pressed", String(answers[fieldname] === option))
			.toggleClass("active", answers[fieldname] === option)
			.on("click", (event) => {
				answers[fieldname] = option;
				buttons.forEach((button) => button.removeClass("active").attr("aria-pressed", "false"));
				$(event.currentTarget).addClass("active").attr("aria-pressed", "true");
			})
	);
	return group.append(buttons);
}

function save(frm, dialog, answers, notes, action) {
	const values = { ...answers, notes, visited_on: frm.doc.visited_on || frappe.datetime.get_today() };
	frm.set_value(values)
		.then(() => {
			if (action && !dialog.action_added) {
				frm.add_child("actions", { action });
				frm.refresh_field("actions");
				dialog.action_added = true;
			}
			return frm.save();
		})
		.then(() => dialog.hide());
}

function told(frm, visit) {
	if (!visit) {
		return $('<p class="text-muted">').text(__("This is the first visit to this placement."));
	}
	const list = $('<dl class="visit-before">');
	const add = (label, value) => value && list.append($("<dt>").text(label), $("<dd>").text(value));
	add(__("When"), `${frappe.datetime.str_to_user(visit.visited_on)}, ${__(visit.kind)}`);
	for (const fieldname of ASKED) {
		add(__(frappe.meta.get_docfield("Visit", fieldname).label), __(visit[fieldname]));
	}
	add(__("Notes"), visit.notes);
	const open = (visit.actions || []).filter((row) => !row.done_on);
	add(__("Actions still to do"), open.map((row) => row.action).join("; "));
	return list;
}
