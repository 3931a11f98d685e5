// “Find a Place” on a young person and “Find a Person” on an opportunity: compare, choose, propose.
frappe.provide("unlocking_opportunities");

const METHOD = "unlocking_opportunities.matching.desk.";
const AT_ONCE = 3; // as many columns as fit on a laptop

const SIDES = {
	place: {
		title: __("Find a Place"),
		method: "find_places",
		doctype: "Placement Opportunity",
		other: __("Check another place"),
		pair: (asked, name) => ({ young_person: asked, opportunity: name }),
		argument: (asked) => ({ young_person: asked }),
		heading: (one) => one.title,
		none: __("No open place fits. See the reasons below, or ask an employer for the kind of place they want."),
		facts: (one) => [
			[__("Kind"), __(one.kind)],
			[__("Sector"), one.sector],
			[__("Ward"), one.ward],
			[__("Hours a week"), one.hours_per_week],
			[__("Open"), period(one.available_from, one.available_until)],
			[__("Pay"), __(one.pay_basis)],
			[__("Places left"), one.left],
		],
	},
	person: {
		title: __("Find a Person"),
		method: "find_people",
		doctype: "Young Person",
		other: __("Check another young person"),
		pair: (asked, name) => ({ young_person: name, opportunity: asked }),
		argument: (asked) => ({ opportunity: asked }),
		heading: (one) => one.name,
		none: __("None of the young people you can see fit. See the reasons below."),
		facts: (one) => [
			[__("Age band"), __(one.age_band)],
			[__("Ward"), one.ward],
			[__("Can travel"), __(one.travel_band)],
			[__("Hours a week"), one.hours_per_week],
			[__("Available from"), day(one.available_from)],
			[__("Pathway"), __(one.pathway)],
			[__("Interests"), one.interests.join(", ")],
		],
	},
};

unlocking_opportunities.find_match = (side, asked) => new MatchDialog(SIDES[side], side, asked);

class MatchDialog {
	constructor(side, key, asked) {
		Object.assign(this, { side, key, asked, compared: [] });
		this.dialog = new frappe.ui.Dialog({ title: side.title, size: "extra-large" });
		this.body = $(this.dialog.body).addClass("p-3");
		this.dialog.show();
		this.load();
	}

	load() {
		this.body.html(muted(__("Looking…")));
		frappe.call(METHOD + this.side.method, this.side.argument(this.asked)).then(({ message }) => {
			this.found = message;
			this.compared = [];
			this.show();
		});
	}

	show() {
		const { suggestions, fitting, ruled_out } = this.found;
		const count = __("{0} fit, {1} do not.", [fitting, ruled_out]);
		const more = fitting > suggestions.length ? " " + __("This page shows the best {0}.", [suggestions.length]) : "";
		this.comparison = $('<div aria-live="polite">');
		this.body
			.empty()
			.append($('<p role="status">').text(count + more))
			.append(suggestions.length ? this.comparison : muted(this.side.none))
			.append(suggestions.map((one) => this.card(one)))
			.append(this.not_suggested(), this.another());
	}

	card(one) {
		const card = $('<section class="border rounded p-3 mb-3">');
		const name = this.side.heading(one);
		const head = $('<div class="d-flex flex-wrap align-items-center mb-2">').append(
			$('<h4 class="m-0 mr-3">').text(name),
			fit_pill(one.fit)
		);
		const facts = this.side.facts(one).filter(([, value]) => value || value === 0);
		card.append(head, $('<p class="text-muted mb-2">').text(facts.map(([label, value]) => `${label}: ${value}`).join(" · ")));
		card.append($('<ul class="list-unstyled mb-2">').append(one.parts.map(reason)));
		return card.append(this.actions(one, name));
	}

	actions(one, name) {
		const compare = $('<input type="checkbox" class="mr-1">').on("change", (event) => this.compare(one, event.target));
		return $('<div class="d-flex flex-wrap align-items-center">').append(
			button(__("Propose…"), () => this.propose(one), "btn-primary").attr("aria-label", __("Propose {0}", [name])),
			button(__("They Said No…"), () => this.said_no(one)).attr("aria-label", __("They said no: {0}", [name])),
			button(__("Open"), () => window.open(frappe.utils.get_form_link(this.side.doctype, one.name))).attr("aria-label", __("Open {0}", [name])),
			$('<label class="m-0 ml-2">').append(compare, document.createTextNode(__("Compare")))
		);
	}

	compare(one, box) {
		if (box.checked && this.compared.length === AT_ONCE) {
			box.checked = false;
			frappe.show_alert({ message: __("You can compare {0} at a time. Untick one first.", [AT_ONCE]), indicator: "orange" });
			return;
		}
		this.compared = box.checked ? [...this.compared, one] : this.compared.filter((other) => other !== one);
		this.comparison.empty();
		if (this.compared.length > 1) {
			this.comparison.append($('<h4 class="mt-2">').text(__("Side by Side")), comparison_table(this.side, this.compared));
		} else if (this.compared.length) {
			this.comparison.append(muted(__("Tick another one to compare them side by side.")));
		}
	}

	propose(one) {
		const fields = [
			{ fieldname: "start_date", fieldtype: "Date", label: __("Starts"), reqd: 1, default: one.start_date },
			{ fieldname: "end_date", fieldtype: "Date", label: __("Ends"), reqd: 1, default: one.end_date },
			{ fieldname: "supervisor_name", fieldtype: "Data", label: __("Supervisor"), default: one.supervisor_name },
		];
		frappe.prompt(
			fields,
			(values) =>
				frappe.call(METHOD + "propose", { ...this.side.pair(this.asked, one.name), ...values }).then(({ message: placement }) => {
					this.dialog.hide();
					frappe.show_alert({ message: __("Proposed: {0}", [placement]), indicator: "green" });
					frappe.set_route("Form", "Placement", placement);
				}),
			__("Propose a Placement"),
			__("Propose")
		);
	}

	said_no(one) {
		const fields = [
			{
				fieldname: "how",
				fieldtype: "Select",
				label: __("How"),
				reqd: 1,
				default: this.found.heard[0],
				options: this.found.heard,
			},
			{ fieldname: "reason", fieldtype: "Small Text", label: __("In their own words"), description: __("They do not have to give a reason") },
		];
		frappe.prompt(
			fields,
			(values) => frappe.call(METHOD + "record_decline", { ...this.side.pair(this.asked, one.name), ...values }).then(() => this.load()),
			__("Record Their Answer"),
			__("Record")
		);
	}

	not_suggested() {
		const { not_suggested, ruled_out } = this.found;
		if (!not_suggested.length) return $();
		const rows = not_suggested.map((one) => [this.side.heading(one), one.why.join(" ")]);
		const more = ruled_out > rows.length ? muted(__("And {0} more.", [ruled_out - rows.length])) : "";
		return $('<details class="mb-3">').append(
			$("<summary>").text(__("Why not the others ({0})", [ruled_out])),
			table([this.key === "place" ? __("Place") : __("Young Person"), __("Why not")], rows),
			more
		);
	}

	another() {
		const holder = $("<div>");
		const answer = $('<div aria-live="polite">');
		const control = frappe.ui.form.make_control({
			parent: holder,
			df: {
				fieldtype: "Link",
				fieldname: "another",
				label: this.side.other,
				options: this.side.doctype,
				change: () => control.get_value() && this.check_pair(control.get_value(), answer),
			},
			render_input: true,
		});
		return $("<div>").append(holder, answer);
	}

	check_pair(name, answer) {
		frappe.call(METHOD + "check_pair", { ...this.side.pair(this.asked, name), side: this.key }).then(({ message }) => {
			const [fits] = message.suggestions;
			const [closed] = message.not_suggested;
			answer.empty().append(fits ? this.card(fits) : $('<p class="indicator red">').text(closed.why.join(" ")));
		});
	}
}

// The symbol only repeats what the words say.
function reason(part) {
	const [sign, shade] = part.percent > 80 ? ["✓", "text-success"] : part.percent >= 50 ? ["–", "text-muted"] : ["✕", "text-danger"];
	return $("<li>").append($(`<span aria-hidden="true" class="d-inline-block ${shade}" style="width: 1.5em">`).text(sign), document.createTextNode(part.said));
}

function fit_pill(fit) {
	const [word, shade] = fit >= 75 ? [__("Fits well"), "green"] : fit >= 50 ? [__("Fits"), "blue"] : [__("Fits partly"), "orange"];
	return $(`<span class="indicator-pill ${shade} no-indicator-dot">`).text(`${word}: ${Math.round(fit)} ${__("of 100")}`);
}

function comparison_table(side, compared) {
	const facts = compared.map((one) => side.facts(one));
	const rows = facts[0].map(([label], number) => [label, ...facts.map((list) => list[number][1] ?? "")]);
	compared[0].parts.forEach((part, number) =>
		rows.push([`${part.factor} (${part.share}%)`, ...compared.map((one) => `${one.parts[number].percent}%: ${one.parts[number].said}`)])
	);
	rows.unshift([__("Fit"), ...compared.map((one) => `${Math.round(one.fit)} ${__("of 100")}`)]);
	return table(["", ...compared.map((one) => side.heading(one))], rows);
}

function table(head, rows) {
	const cells = (row) => row.map((value, number) => $(number ? "<td>" : '<th scope="row">').text(value));
	return $('<table class="table table-bordered table-sm mt-2">').append(
		$("<thead>").append($("<tr>").append(head.map((label) => $('<th scope="col">').text(label)))),
		$("<tbody>").append(rows.map((row) => $("<tr>").append(cells(row))))
	);
}

function period(from, until) {
	if (!until) return from ? __("from {0}", [day(from)]) : "";
	return from ? __("{0} to {1}", [day(from), day(until)]) : __("until {0}", [day(until)]);
}

const day = (date) => (date ? frappe.datetime.str_to_user(date) : "");
const muted = (text) => $('<p class="text-muted">').text(text);
const button = (label, action, kind = "btn-default") =>
	$(`<button type="button" class="btn btn-sm mr-2 ${kind}">`).text(label).on("click", action);
