// The Follow Up menu and the Timeline tab of a placement.
frappe.provide("unlocking_opportunities");

const { team, placement_states: STATES, visit_kinds: VISIT_KINDS } = frappe.boot.unlocking_opportunities;

const is_team = () => frappe.user.has_role(team);

unlocking_opportunities.offer_follow_ups = (frm) => {
	const { status } = frm.doc;
	const writes = frm.perm[0]?.write;
	const add = (label, action) => frm.add_custom_button(label, () => action(frm), __("Follow Up"));
	if (STATES.holds_a_place.includes(status) && frappe.model.can_create("Visit")) add(__("Plan a Visit"), plan_visit);
	if (writes && is_team() && needed_from_host(frm).length) add(__("Remind the Host"), remind_host);
	if (writes && STATES.holds_a_place.includes(status) && may_extend(frm)) add(__("Extend"), extend);
	if (writes && STATES.running.includes(status)) add(__("End Early"), end_early);
	if (writes && (STATES.ended.includes(status) || is_over(frm))) add(__("Record the Outcome"), record_outcome);
	if (STATES.running.includes(status) && frappe.model.can_create("Not Here Alert")) {
		add(__("Not Here"), () => frappe.new_doc("Not Here Alert", { placement: frm.doc.name }));
	}
};

// The titles of the checks that the server found outstanding and the host's to settle.
const needed_from_host = (frm) => frm.doc.__onload?.needed_from_host || [];
const may_extend = (frm) => (frm.doc.under_18 ? frappe.user.has_role("Unlocking Manager") : is_team());
const is_over = (frm) => frm.doc.status === "In Progress" && frm.doc.end_date <= frappe.datetime.get_today();

// If the server refuses, the dialog stays open with what was typed. The server shows the reason.
function ask(frm, title, label, fields, work) {
	const dialog = new frappe.ui.Dialog({
		title,
		fields,
		primary_action_label: label,
		primary_action: (values) =>
			work(values).then(() => {
				dialog.hide();
				frm.reload_doc();
			}),
	});
	dialog.show();
}

const call = (method, frm, args = {}) =>
	frappe.xcall(`unlocking_opportunities.placements.follow_ups.${method}`, { placement: frm.doc.name, ...args });

function plan_visit(frm) {
	ask(
		frm,
		__("Plan a Visit"),
		__("Plan"),
		[
			{ fieldname: "due_on", fieldtype: "Date", label: __("By"), reqd: 1, default: frappe.datetime.add_days(frappe.datetime.get_today(), 7) },
			{ fieldname: "kind", fieldtype: "Select", label: __("Kind"), reqd: 1, default: "Extra", options: VISIT_KINDS },
		],
		(values) => call("plan_visit", frm, values).then((name) => told(__("Planned: {0}", [name])))
	);
}

function remind_host(frm) {
	frappe.confirm(
		__("Email the host that we still need: {0}?", [needed_from_host(frm).join(", ")]),
		() => call("remind_host", frm).then((address) => {
			told(__("Reminded: {0}", [address]));
			frm.reload_doc();
		})
	);
}

function extend(frm) {
	ask(
		frm,
		__("Extend"),
		__("Extend"),
		[{ fieldname: "new_end_date", fieldtype: "Date", label: __("New Last Day"), reqd: 1, description: __("The last day is now {0}. Signatures stay valid until then.", [frappe.datetime.str_to_user(frm.doc.end_date)]) }],
		(values) => frm.call("extend_until", values)
	);
}

function end_early(frm) {
	ask(
		frm,
		__("End Early"),
		__("End the Placement"),
		[
			{ fieldname: "reason", fieldtype: "Small Text", label: __("Why"), reqd: 1 },
			{ fieldname: "last_day", fieldtype: "Date", label: __("Last Day"), reqd: 1, default: frappe.datetime.get_today() },
			{ fieldname: "contact_made_on", fieldtype: "Date", label: __("Spoke to the Young Person On"), description: __("Do this within two working days. If no one has spoken to them yet, leave it empty. It stays on your list.") },
			{ fieldname: "next_step", fieldtype: "Data", label: __("Next Step") },
		],
		(values) => call("end_early", frm, values)
	);
}

function record_outcome(frm) {
	ask(
		frm,
		__("Record the Outcome"),
		is_over(frm) ? __("Complete the Placement") : __("Save"),
		[
			{ fieldname: "outcome", fieldtype: "Select", label: __("Outcome"), reqd: 1, options: frappe.meta.get_docfield("Placement", "outcome").options, default: frm.doc.outcome },
			{ fieldname: "next_step", fieldtype: "Data", label: __("Next Step"), reqd: 1, default: frm.doc.next_step },
			{ fieldname: "contact_made_on", fieldtype: "Date", label: __("Spoke to the Young Person On"), default: frm.doc.contact_made_on },
		],
		(values) => call("record_outcome", frm, values)
	);
}

const told = (message) => frappe.show_alert({ message: frappe.utils.escape_html(message), indicator: "green" });

unlocking_opportunities.show_timeline = (frm) => {
	const wrapper = frm.fields_dict.timeline_html.$wrapper.empty();
	if (frm.is_new()) {
		wrapper.append($('<p class="text-muted">').text(__("After you save this placement, its history will appear here.")));
		return;
	}
	frappe
		.call({ method: "unlocking_opportunities.placements.timeline.of_placement", type: "GET", args: { name: frm.doc.name } })
		.then(({ message: events }) => wrapper.empty().append($('<ol class="placement-timeline">').append(events.map(event))));
};

function event({ on, text, day_only, ahead, doctype, name }) {
	const day = day_only ? frappe.datetime.str_to_user(on.slice(0, 10)) : frappe.datetime.str_to_user(on).slice(0, 16);
	const item = $("<li>").append($("<time>").attr("datetime", on).text(day));
	const words = name ? $("<a>").attr("href", frappe.utils.get_form_link(doctype, name)) : $("<span>");
	item.append(words.text(text));
	if (ahead) {
		item.addClass("ahead").append($('<span class="indicator-pill no-indicator-dot gray">').text(__("Still to come")));
	}
	return item;
}
