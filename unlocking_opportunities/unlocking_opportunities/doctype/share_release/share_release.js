frappe.ui.form.on("Share Release", {
	refresh(frm) {
		frm.trigger("show_preview");
		if (frm.is_new() || !frm.perm[0].write) return;
		if (frm.doc.status === "Draft") {
			frm.set_intro(__("List only what the host needs, in the words the host will see. Ask the young person about each item."), "blue");
			frm.add_custom_button(__("Release"), () => frm.call("release").then(() => frm.reload_doc()));
		}
		if (frm.doc.status === "Released") {
			frm.add_custom_button(__("Withdraw an Item"), () => withdraw(frm));
		}
		if (undecided(frm).length && frappe.user.has_role(frappe.boot.unlocking_opportunities.team)) {
			frm.add_custom_button(__("Record a Decision"), () => decide(frm)).addClass("btn-primary");
		}
	},

	show_preview(frm) {
		const rows = (frm.doc.items || [])
			.filter((item) => !item.withdrawn_on)
			.map(
				(item) =>
					`<tr><td>${frappe.utils.escape_html(item.wording || __(item.item))}</td><td>${__(item.stage)}</td></tr>`
			);
		frm.get_field("preview").html(
			rows.length
				? `<table class="table table-bordered"><thead><tr><th>${__("What the Host Sees")}</th><th>${__("From")}</th></tr></thead><tbody>${rows.join("")}</tbody></table>`
				: `<p class="text-muted">${__("Nothing. The host knows only that someone is coming, and when.")}</p>`
		);
	},
});

frappe.ui.form.on("Share Release Item", {
	wording: (frm) => frm.trigger("show_preview"),
	item: (frm) => frm.trigger("show_preview"),
	stage: (frm) => frm.trigger("show_preview"),
	items_remove: (frm) => frm.trigger("show_preview"),
});

// Items needed for safety that were withdrawn, and about which no officer has decided yet.
const undecided = (frm) =>
	(frm.doc.items || []).filter((item) => item.safety_item && item.withdrawn_on && !item.withdrawal_decision);

function decide(frm) {
	const fields = [
		{
			fieldname: "row",
			fieldtype: "Select",
			label: __("Item"),
			reqd: 1,
			options: undecided(frm).map((item) => ({ label: item.wording || __(item.item), value: item.name })),
		},
		{
			fieldname: "decision",
			fieldtype: "Small Text",
			label: __("Decision"),
			reqd: 1,
			description: __("How the young person stays safe without it"),
		},
	];
	frappe.prompt(
		fields,
		(values) => frm.call("decide", values).then(() => frm.reload_doc()),
		__("Record a Decision"),
		__("Record")
	);
}

function withdraw(frm) {
	const shared = frm.doc.items.filter((item) => !item.withdrawn_on);
	const dialog = new frappe.ui.Dialog({
		title: __("Withdraw an Item"),
		fields: [
			{
				fieldname: "row",
				fieldtype: "Select",
				label: __("Item"),
				reqd: 1,
				options: shared.map((item) => ({ label: item.wording || __(item.item), value: item.name })),
			},
			{
				fieldname: "decision",
				fieldtype: "Small Text",
				label: __("Decision"),
				description: __("Needed today for an item needed for safety. Without a decision, a running placement is paused tonight."),
			},
		],
		primary_action_label: __("Withdraw"),
		primary_action: (values) =>
			frm.call("withdraw", values).then(() => {
				dialog.hide();
				frm.reload_doc();
			}),
	});
	dialog.show();
}
