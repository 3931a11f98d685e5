// Bulk actions from a list: run in the background, then show what failed and why.
frappe.provide("unlocking_opportunities");

// Milliseconds. The progress bar is a dialog, and can't be closed while it opens. A short job ends sooner.
const PROGRESS_OPENS = 600;

unlocking_opportunities.add_bulk_action = (list, label, action, fields, explanation) => {
	list.page.add_actions_menu_item(label, () => {
		const names = list.get_checked_items(true);
		if (!names.length) {
			frappe.msgprint(__("No records are selected. Tick the records first."));
			return;
		}
		const begin = (options) => start(list, action, names, options);
		if (fields) {
			frappe.prompt(fields, begin, label, __("Apply to {0}", [names.length]));
		} else {
			frappe.confirm(__("{0} {1} records are selected. Carry on?", [explanation, names.length]), () => begin({}));
		}
	});
};

function start(list, action, names, options) {
	frappe.realtime.off("unlocking_opportunities_bulk_done");
	frappe.realtime.on("unlocking_opportunities_bulk_done", (account) => {
		list.refresh();
		setTimeout(() => tell(account), PROGRESS_OPENS);
	});
	frappe
		.xcall("unlocking_opportunities.daily_work.bulk_actions.start", { action, names, options })
		.then(() => frappe.show_alert(__("Started. You can carry on working. We'll notify you when it's finished.")));
}

function tell({ title, failed, doctype }) {
	frappe.hide_progress();
	const names = Object.keys(failed);
	const list = $("<ul>").append(
		names.map((name) =>
			$("<li>").append(
				$("<a>").attr("href", frappe.utils.get_form_link(doctype, name)).text(name),
				document.createTextNode(`: ${failed[name]}`)
			)
		)
	);
	frappe.msgprint({
		title,
		message: names.length ? $("<div>").append(list).html() : __("All done."),
		indicator: names.length ? "orange" : "green",
	});
}
