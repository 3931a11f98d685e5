frappe.ui.form.on("Handover", {
	setup(frm) {
		const in_the_team = { query: "frappe.core.doctype.user.user.user_query", filters: { enabled: 1 } };
		frm.set_query("user", "colleagues", () => in_the_team);
		frm.set_query("given_to", "items", () => in_the_team);
		frm.set_df_property("items", "cannot_add_rows", true);
		frm.set_df_property("items", "cannot_delete_rows", true);
	},

	refresh(frm) {
		frm.trigger("say_what_is_next");
		if (frm.doc.status !== "Draft") {
			frm.set_df_property("colleagues", "read_only", 1);
			frm.set_df_property("items", "read_only", 1);
		} else if (!frm.is_new() && frm.perm[0].write) {
			frm.add_custom_button(__("Hand Over"), () => start(frm)).addClass("btn-primary");
		}
	},

	say_what_is_next(frm) {
		const number = (frm.doc.items || []).length;
		const problems = (frm.doc.items || []).filter((row) => row.problem).length;
		if (frm.is_new()) {
			frm.set_intro(__("Save it to list all the work that belongs to them."));
		} else if (frm.doc.status === "Draft") {
			frm.set_intro(__("{0} records belong to them. Add the colleagues who take them on, then select Hand Over.", [number]), "orange");
		} else if (frm.doc.status === "Running") {
			frm.set_intro(__("The records are being handed over. You can carry on working."), "blue");
		} else if (problems) {
			frm.set_intro(__("{0} records weren't handed over. The table says why.", [problems]), "orange");
		}
	},
});

function start(frm) {
	const number = frm.doc.items.length;
	frappe.confirm(__("Hand over {0} records? Each colleague is told once.", [number]), () => {
		const saved = frm.is_dirty() ? frm.save() : Promise.resolve();
		saved
			.then(() => frm.call("start"))
			.then(() => {
				frappe.show_alert(__("Started. You can carry on working. This page shows who got what."));
				frm.reload_doc();
			});
	});
}
