// The allocated worker's two answers about a place: on the placement, its start gate and the home page.
frappe.provide("unlocking_opportunities");

const ANSWERS = {
	confirm_suitability: { label: __("Confirm Suitable"), ask: confirm },
	refuse_suitability: { label: __("Not Suitable…"), ask: refuse },
};

// `calls` has a function for each answer, which stores it; `done` is called after that.
unlocking_opportunities.answer_suitability = (answer, calls, done) => ANSWERS[answer].ask(calls, done);
unlocking_opportunities.suitability_label = (answer) => ANSWERS[answer].label;

unlocking_opportunities.suitability_calls = (frm) => ({
	confirm_suitability: () => frm.call("confirm_suitability"),
	refuse_suitability: (reason) => frm.call("refuse_suitability", { reason }),
});

unlocking_opportunities.suitability_buttons = (answers, about, calls, done) =>
	answers.map((answer) =>
		$('<button type="button" class="btn btn-default btn-xs mr-2">')
			.text(ANSWERS[answer].label)
			.attr("aria-label", `${ANSWERS[answer].label} ${about}`)
			.on("click", () => unlocking_opportunities.answer_suitability(answer, calls, done))
	);

function confirm(calls, done) {
	frappe.confirm(
		__("Do you confirm that this host, address, supervisor and journey are safe for this young person?"),
		() => calls.confirm_suitability().then(done)
	);
}

function refuse(calls, done) {
	frappe.prompt(
		{
			fieldname: "reason",
			fieldtype: "Small Text",
			label: __("Why isn't it suitable?"),
			reqd: 1,
			description: __("Only you, your cover, managers and safeguarding leads can read this. The officer is told that it isn't suitable, not why."),
		},
		({ reason }) => calls.refuse_suitability(reason).then(done),
		__("Not Suitable"),
		__("Save")
	);
}
