// The allocated worker's two answers about a place: on the placement, its start gate and the home page.
frappe.provide("unlocking_opportunities");

const ANSWERS = {
	confirm_suitability: { label: __("Confirm Suitable"), ask: confirm },
	refuse_suitability: { label: __("Not Suitable…"), ask: refuse },
};

// `call` runs a method of the placement with its arguments; `done` is called once it has been stored.
unlocking_opportunities.answer_suitability = (answer, call, done) => ANSWERS[answer].ask(call, done);
unlocking_opportunities.suitability_label = (answer) => ANSWERS[answer].label;

unlocking_opportunities.suitability_buttons = (answers, about, call, done) =>
	answers.map((answer) =>
		$('<button type="button" class="btn btn-default btn-xs mr-2">')
			.text(ANSWERS[answer].label)
			.attr("aria-label", `${ANSWERS[answer].label} ${about}`)
			.on("click", () => unlocking_opportunities.answer_suitability(answer, call, done))
	);

function confirm(call, done) {
	frappe.confirm(
		__("Do you confirm that this host, address, supervisor and journey are safe for this young person?"),
		() => call("confirm_suitability").then(done)
	);
}

function refuse(call, done) {
	frappe.prompt(
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Why isn't it suitable?"),
			reqd: 1,
			description: __("Only you, your cover, managers and safeguarding leads can read this. The officer is told that it isn't suitable, not why."),
		},
		({ reason }) => call("refuse_suitability", { reason }).then(done),
		__("Not Suitable"),
		__("Save")
	);
}
