// The 5 × 5 matrix on a risk assessment: shows each hazard now and afterwards. Select a cell to score a hazard.
// Each cell says its rating in words. The colour only repeats it.
frappe.provide("unlocking_opportunities");

const KINDS = { initial: __("Now"), residual: __("Afterwards") };

unlocking_opportunities.show_risk_matrix = (frm) => {
	const wrapper = frm.fields_dict.matrix_html.$wrapper.addClass("risk-matrix");
	const focused = wrapper.find(":focus").attr("data-control");
	wrapper.empty();
	const hazards = frm.doc.hazards || [];
	if (!hazards.length) {
		wrapper.append($('<p class="text-muted">').text(__("No hazards yet. Use Add From Library for the usual ones in this sector, or add one in the table.")));
		return;
	}
	if (!frm.matrix) return; // The form draws again when the server has said which bands are in force.
	const scoring = frm.scoring || { row: hazards[0].name, kind: "initial" };
	frm.scoring = hazards.some((row) => row.name === scoring.row) ? scoring : { row: hazards[0].name, kind: "initial" };
	wrapper.append(chooser(frm, hazards), table(frm, hazards), summary(hazards));
	// What was drawn anew keeps the place of those who use the keyboard.
	if (focused) wrapper.find(`[data-control="${focused}"]`).trigger("focus");
};

function can_score(frm) {
	return frm.doc.docstatus === 0 && Boolean(frm.perm[0]?.write) && !frm.is_read_only?.();
}

function chooser(frm, hazards) {
	const { row, kind } = frm.scoring;
	const select = $('<select class="form-control input-sm">').attr({ "aria-label": __("Hazard to score"), "data-control": "hazard" });
	hazards.forEach((hazard) =>
		$("<option>").val(hazard.name).text(`${hazard.idx}. ${hazard.hazard || ""}`).appendTo(select)
	);
	select.val(row).on("change", () => {
		frm.scoring = { row: select.val(), kind };
		unlocking_opportunities.show_risk_matrix(frm);
	});
	const kinds = $('<div class="btn-group" role="group">').attr("aria-label", __("When"));
	for (const [key, label] of Object.entries(KINDS)) {
		$('<button type="button" class="btn btn-default btn-sm">')
			.text(label)
			.toggleClass("active", key === kind)
			.attr({ "aria-pressed": String(key === kind), "data-control": key })
			.on("click", () => {
				frm.scoring = { row, kind: key };
				unlocking_opportunities.show_risk_matrix(frm);
			})
			.appendTo(kinds);
	}
	const hint = can_score(frm) ? __("Choose a hazard, then select the cell for how likely and how severe it is.") : __("The score of each hazard.");
	return $('<div class="matrix-head">').append($("<p class='text-muted'>").text(hint), $("<div>").append(select, kinds));
}

function table(frm, hazards) {
	const head = $("<tr>").append($('<th scope="col">').text(__("Likelihood \\ Severity")));
	const { likelihoods, severities } = frm.matrix;
	severities.forEach((word, n) => head.append($('<th scope="col">').text(`${n + 1} ${word}`)));
	const body = $("<tbody>");
	for (let likelihood = likelihoods.length; likelihood > 0; likelihood--) {
		const line = $("<tr>").append($('<th scope="row">').text(`${likelihood} ${likelihoods[likelihood - 1]}`));
		severities.forEach((_word, n) => line.append(cell(frm, hazards, likelihood, n + 1)));
		body.append(line);
	}
	const caption = $("<caption>").text(__("{0}. The numbers in brackets are the hazards in the table.", [KINDS[frm.scoring.kind]]));
	return $('<div class="table-responsive">').append($("<table>").append(caption, $("<thead>").append(head), body));
}

function cell(frm, hazards, likelihood, severity) {
	const { row, kind } = frm.scoring;
	const { bands, likelihoods, severities } = frm.matrix;
	const score = likelihood * severity;
	const band = bands.find((band) => band.from_score <= score && score <= band.to_score);
	const rating = band ? band.rating : "";
	const here = hazards.filter(
		(hazard) => cint(hazard[`${kind}_likelihood`]) === likelihood && cint(hazard[`${kind}_severity`]) === severity
	);
	const text = `${__(rating)} ${score}${here.length ? ` (${here.map((hazard) => hazard.idx).join(", ")})` : ""}`;
	const chosen = here.some((hazard) => hazard.name === row);
	const shown = $(can_score(frm) ? '<button type="button">' : "<span>")
		.text(text)
		.attr("aria-label", `${likelihoods[likelihood - 1]} × ${severities[severity - 1]}: ${text}`)
		.attr("data-control", `${likelihood}-${severity}`);
	if (can_score(frm)) {
		shown.attr("aria-pressed", String(chosen)).on("click", () => score_row(frm, likelihood, severity));
	}
	return $("<td>").addClass(`rating-${frappe.boot.unlocking_opportunities.rating_colours[rating]}`).toggleClass("chosen", chosen).append(shown);
}

function score_row(frm, likelihood, severity) {
	const { row, kind } = frm.scoring;
	frappe.model
		.set_value("Risk Assessment Hazard", row, {
			[`${kind}_likelihood`]: String(likelihood),
			[`${kind}_severity`]: String(severity),
		})
		.then(() => {
			frm.refresh_field("hazards");
			unlocking_opportunities.show_risk_matrix(frm);
		});
}

function summary(hazards) {
	const unscored = hazards.filter((row) => !row.initial_score || !row.residual_score);
	const higher = hazards.filter((row) => row.residual_score && row.residual_score > row.initial_score);
	const text = unscored.length
		? __("Score these hazards, now and afterwards: {0}.", [unscored.map((row) => row.idx).join(", ")])
		: higher.length
			? __("The score afterwards is higher than now for: {0}. Check these again.", [higher.map((row) => row.idx).join(", ")])
			: __("Every hazard has been scored, now and afterwards. The overall rating is the highest score afterwards.");
	return $('<p role="status">').text(text);
}
