// The work list on the home pages, drawn into the workspace's custom block.
frappe.provide("unlocking_opportunities");

const WHOSE = "unlocking_opportunities:whose_queue";
// The line says the urgency in words. The colour only repeats it.
const SHADES = { late: "red", today: "orange", soon: "yellow", later: "gray" };

unlocking_opportunities.show_work_queue = (host) => {
	const everyone = !is_officer() || localStorage.getItem(WHOSE) === "everyone";
	const place = $(host).addClass("unlocking-queue").attr("aria-busy", "true");
	return frappe
		.call({ method: "unlocking_opportunities.daily_work.home_page.get", type: "GET", args: { everyone: Number(everyone) } })
		.then(({ message: sections }) => {
			place.empty().attr("aria-busy", "false").append(head(host, sections, everyone));
			const shown = sections.filter((section) => section.total || !section.only_when_due);
			if (!shown.length) {
				place.append($('<p class="text-muted">').text(sections.map((section) => section.empty).join(" ")));
			}
			const redraw = () => unlocking_opportunities.show_work_queue(host);
			place.append($('<div class="queue-sections">').append(shown.map((section) => draw(section, everyone, redraw))));
		});
};

// Only officers have records of their own. Others see everything they may read.
const is_officer = () => frappe.user.has_role("Unlocking Officer");

function head(host, sections, everyone) {
	const due = sections.filter((section) => !section.is_stock);
	const waiting = due.reduce((sum, section) => sum + section.total, 0);
	const late = due.flatMap((section) => section.lines).filter((line) => line.urgency === "late").length;
	const date = moment(frappe.datetime.get_today()).format("dddd D MMMM YYYY");
	let text = __("{0}. You have nothing to do.", [date]);
	if (late) {
		text = __("{0}. To do: {1}. Overdue on this page: {2}.", [date, waiting, late]);
	} else if (waiting) {
		text = __("{0}. To do: {1}. None on this page are overdue.", [date, waiting]);
	}
	if (!is_officer()) return $("<p role='status'>").text(text);
	const choice = $('<div class="btn-group" role="group">').attr("aria-label", __("Whose work to show"));
	for (const [label, all] of [
		[__("Mine"), false],
		[__("Everyone's"), true],
	]) {
		$('<button type="button" class="btn btn-default btn-sm">')
			.text(label)
			.toggleClass("active", all === everyone)
			.attr("aria-pressed", String(all === everyone))
			.on("click", () => {
				localStorage.setItem(WHOSE, all ? "everyone" : "mine");
				unlocking_opportunities.show_work_queue(host);
			})
			.appendTo(choice);
	}
	return $('<div class="queue-head">').append($("<p role='status'>").text(text), choice);
}

function draw(section, everyone, redraw) {
	const title = $('<h3 class="queue-title">').text(section.title);
	const count = $('<span class="indicator-pill no-indicator-dot gray ml-2">').text(section.total);
	const box = $("<section class='queue-section'>").attr("aria-label", section.title);
	box.append(title.append(section.total ? count : ""));
	if (!section.total) {
		const others = section.has_owner && !everyone ? __("This shows your own and unassigned work. Select Everyone's to see the whole team's.") : "";
		return box.append($('<p class="text-muted">').text(`${section.empty} ${others}`));
	}
	box.append($('<ul class="list-unstyled">').append(section.lines.map((row) => line(row, redraw))));
	if (section.total > section.lines.length) {
		box.append(see_all(section));
	}
	return box;
}

function line({ doctype, name, title, why, when, urgency, actions }, redraw) {
	const link = $('<a class="queue-link">').attr("href", frappe.utils.get_form_link(doctype, name)).text(title);
	const top = $('<div class="queue-line">').append(link);
	if (when) {
		top.append($(`<span class="indicator-pill no-indicator-dot ${SHADES[urgency]}">`).text(when));
	}
	const reference = !name || title === name ? "" : `${name}. `;
	return $("<li>").append(top, $('<div class="text-muted small">').text(reference + why), buttons(name, actions, redraw));
}

function buttons(name, actions, redraw) {
	if (!actions.length) return "";
	const place = $('<div class="mt-1">');
	frappe.require("suitability.bundle.js", () => {
		const calls = {
			confirm_suitability: () =>
				frappe.xcall("unlocking_opportunities.placements.start_gate.suitability.confirm_for", { placement: name }),
			refuse_suitability: (reason) =>
				frappe.xcall("unlocking_opportunities.placements.start_gate.suitability.refuse_for", { placement: name, reason }),
		};
		place.append(unlocking_opportunities.suitability_buttons(actions, name, calls, redraw));
	});
	return place;
}

function see_all({ doctype, filters, total, title }) {
	return $('<button type="button" class="btn btn-xs btn-default">')
		.text(__("See all {0}", [total]))
		.attr("aria-label", __("See all {0}: {1}", [total, title]))
		.on("click", () => frappe.set_route("List", doctype, "List", filters));
}
