// The Start Gate tab of a placement: the outstanding checks, what to do next and who can do it.
frappe.provide("unlocking_opportunities");

const SHOWN = {
	Fail: { word: __("Outstanding"), shade: "red", icon: "✕" },
	"Pass Until": { word: __("Passes until {0}"), shade: "orange", icon: "!" },
	Overridden: { word: __("Overridden"), shade: "orange", icon: "!" },
	Pass: { word: __("Passes"), shade: "green", icon: "✓" },
	"Not Needed": { word: __("Not needed"), shade: "gray", icon: "–" },
};
// Checks that are settled on the placement itself, and the field.
const SETTLED_HERE = {
	risk_assessment: "risk_assessment",
	findings: "findings_shared_on",
	hours: "schedule",
	school: "school_agreed_on",
	permit: "permit_from",
	pay: "pay_basis",
	agreement: "signatures",
	induction: "induction_planned_on",
	emergency_contact: "emergency_contact_checked",
};
// Shown in this order.
const ORDER = Object.keys(SHOWN);

unlocking_opportunities.show_start_gate = (frm) => {
	const wrapper = frm.fields_dict.gate_html.$wrapper;
	if (frm.is_new()) {
		wrapper.html(paragraph(__("Save the placement first. Then this page shows what is still needed before the first day.")));
		return;
	}
	wrapper.html(paragraph(__("Checking…")));
	frm.call("gate").then(({ message: checks }) => {
		const [open, settled] = split(checks, (check) => check.outstanding);
		wrapper.empty().append(summary(checks), who_to_ask(open), list(frm, open));
		say_if_not_ready(frm, checks);
		if (settled.length) {
			const title = $("<summary>").text(__("{0} checks are settled", [settled.length]));
			wrapper.append($("<details>").prop("open", !open.length).append(title, list(frm, settled)));
		}
	});
};

// A placement that is Ready goes back to Agreed once the server has acted on a check that fails now.
function say_if_not_ready(frm, checks) {
	if (frm.doc.status !== "Ready") return;
	const waits = checks.some((check) => check.outcome === "Fail");
	frm.set_intro();
	frm.set_intro(
		waits
			? __("The start gate is being worked out again. It can't start like this: see the Start Gate tab.")
			: __("Every check has passed. Start it on the first day."),
		waits ? "orange" : "blue"
	);
}

function summary(checks) {
	const stopping = checks.filter((check) => check.outcome === "Fail");
	const first = checks.filter((check) => check.valid_until).sort((a, b) => (a.valid_until < b.valid_until ? -1 : 1))[0];
	let text = __("All the checks pass. This placement can go ahead.");
	if (!checks.length) {
		text = __("This kind of opportunity needs no checks.");
	} else if (stopping.length === 1) {
		text = __("One check is outstanding: {0}.", [stopping[0].title]);
	} else if (stopping.length) {
		text = __("{0} checks are outstanding.", [stopping.length]);
	} else if (first) {
		text = __("All the checks pass. The first one runs out on {0}.", [first.until_in_words]);
	}
	const shade = stopping.length ? "red" : first ? "orange" : "green";
	return $(`<p class="indicator ${shade}" role="status"></p>`).css("font-weight", 600).text(text);
}

function split(checks, chosen) {
	return [checks.filter(chosen), checks.filter((check) => !chosen(check))];
}

// For the officer on the phone: who to call next, and about what.
function who_to_ask(open) {
	const by_person = {};
	open.forEach((check) => (by_person[check.who.split(";")[0]] ||= []).push(check.title));
	const lines = Object.entries(by_person).map(([who, titles]) =>
		$("<li>").append($("<strong>").text(`${who}: `), document.createTextNode(titles.join(", ")))
	);
	if (lines.length < 2) return "";
	return $("<div>").append($("<p class='text-muted mb-1'>").text(__("Who to ask, and about what:")), $("<ul>").append(lines));
}

function list(frm, checks) {
	const rows = [...checks].sort((a, b) => ORDER.indexOf(a.outcome) - ORDER.indexOf(b.outcome));
	return $('<ul class="list-unstyled">').append(rows.map((check) => row(frm, check)));
}

function row(frm, check) {
	const { word, shade, icon } = SHOWN[check.outcome];
	const said = check.valid_until ? __(word, [check.until_in_words]) : word;
	const pill = $(`<span class="indicator-pill ${shade} no-indicator-dot">`).text(`${icon} ${said}`);
	const head = $("<div>").append($("<strong class='mr-2'>").text(check.title), pill);
	const item = $('<li class="border-bottom py-3">').append(head, $("<div>").text(check.reason));
	if (check.next_step) {
		item.append($("<div class='mt-1'>").append($("<strong>").text(__("Next: ")), document.createTextNode(check.next_step)));
	}
	if (check.outstanding) {
		item.append($("<div class='text-muted'>").text(__("Who can do this: {0}", [check.who])));
	}
	return item.append(buttons(frm, check));
}

function buttons(frm, check) {
	const actions = $('<div class="mt-2">');
	if (!check.outstanding) {
		return actions;
	}
	if (check.key === "suitability") {
		frappe.require("suitability.bundle.js", () => {
			const answers = frm.doc.__onload?.suitability_answers || [];
			const calls = unlocking_opportunities.suitability_calls(frm);
			actions.prepend(unlocking_opportunities.suitability_buttons(answers, frm.doc.name, calls, () => frm.reload_doc()));
		});
	}
	const missing = { addendum: "Young Person Risk Addendum", sharing: "Share Release" }[check.key];
	if (check.link && frappe.model.can_read(check.link[0])) {
		actions.append(
			button(__("Open {0}", [__(check.link[0])]), () => frappe.set_route("Form", check.link[0], check.link[1]))
		);
	} else if (missing && frappe.model.can_create(missing)) {
		actions.append(button(__("New {0}", [__(missing)]), () => frappe.new_doc(missing, { placement: frm.doc.name })));
	}
	// The assessment was chosen for other work: an officer looks again and says that it still fits.
	const is_team = frappe.user.has_role(frappe.boot.unlocking_opportunities.team);
	if (check.codes.includes("assessment-of-other-work") && is_team && frm.perm[0]?.write) {
		actions.append(button(__("Still Fits"), () => frm.call("confirm_assessment").then(() => frm.reload_doc())));
	}
	if (SETTLED_HERE[check.key] && frm.perm[0]?.write) {
		actions.append(button(__("Fill This In"), () => frm.scroll_to_field(SETTLED_HERE[check.key])));
	}
	if (is_team) {
		actions.append(button(__("Ask…"), () => ask(frm, check)));
	}
	if (check.outcome === "Fail" && !check.legal) {
		if (frappe.user.has_role("Unlocking Manager")) {
			actions.append(button(__("Override…"), () => override(frm, check)));
		} else if (frappe.user.has_role("Unlocking Officer")) {
			actions.append(button(__("Ask a Manager to Override…"), () => request_override(frm, check)));
		}
	}
	return actions;
}

const button = (label, action) =>
	$('<button type="button" class="btn btn-default btn-sm mr-2">').text(label).on("click", action);
const paragraph = (text) => $('<p class="text-muted">').text(text);

// A ready message to the person who can settle the check: send it from here, copy it, or read it out on the phone.
function ask(frm, check) {
	frm.call("ready_ask", { check_key: check.key }).then(({ message: ready }) => {
		const send = (how) => () =>
			frm
				.call("send_ask", { check_key: check.key, how, message: dialog.get_value("message") })
				.then(() => {
					dialog.hide();
					frappe.show_alert({ message: __("Sent to {0}", [ready.to]), indicator: "green" });
					frm.reload_doc();
				});
		const dialog = new frappe.ui.Dialog({
			title: __("Ask {0}", [ready.to]),
			fields: [
				{
					fieldname: "message",
					fieldtype: "Small Text",
					label: __("Message"),
					reqd: 1,
					default: ready.message,
					description: __("Other people may see it, so do not include names or anything about care. You can also read it out on the phone."),
				},
			],
			secondary_action_label: __("Copy"),
			secondary_action: () => frappe.utils.copy_to_clipboard(dialog.get_value("message")),
		});
		for (const [way, label] of [["email", __("Send by Email")], ["text", __("Send by Text")]]) {
			if (ready.ways.includes(way)) {
				dialog.add_custom_action(label, send(way), "btn-primary");
			}
		}
		dialog.show();
	});
}

function request_override(frm, check) {
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Why"), reqd: 1, description: __("A manager will read this and decide") },
		({ reason }) =>
			frm
				.call("request_override", { check_key: check.key, reason })
				.then(() => frappe.show_alert({ message: __("A manager has been asked."), indicator: "green" })),
		__("Ask for an Override: {0}", [check.title]),
		__("Ask")
	);
}

function override(frm, check) {
	frappe.prompt(
		{ fieldname: "reason", fieldtype: "Small Text", label: __("Why"), reqd: 1, description: __("Kept with the placement, with your name") },
		({ reason }) => frm.call("override", { check_key: check.key, reason }).then(() => frm.reload_doc()),
		__("Override: {0}", [check.title]),
		__("Override")
	);
}
