// Import check and templates for Data Import: see import_check.py.
frappe.ui.form.on("Data Import", {
	refresh(frm) {
		const { reference_doctype, import_file, status } = frm.doc;
		if (!reference_doctype) return;
		frappe.model.with_doctype(reference_doctype, () => {
			if (frappe.get_meta(reference_doctype).module !== "Unlocking Opportunities") return;
			frm.add_custom_button(__("Download Programme Template"), () =>
				open_url_post("/api/method/unlocking_opportunities.daily_work.import_check.template", { doctype: reference_doctype })
			);
			if (!frm.is_new() && import_file && status !== "Success") {
				frm.add_custom_button(__("Check the File"), () => try_without_saving(frm));
			}
		});
	},
});

function try_without_saving(frm) {
	frappe
		.call({
			method: "unlocking_opportunities.daily_work.import_check.dry_run",
			args: { data_import: frm.doc.name },
			freeze: true,
			freeze_message: __("Checking each row…"),
		})
		.then(({ message: account }) => show_account(account));
}

function show_account({ good, failed, warnings, first_only }) {
	const lines = [
		...warnings,
		...failed.map(({ row, reason }) => __("Row {0}: {1}", [row, reason])),
		...(first_only ? [__("Only the first {0} records were checked.", [first_only])] : []),
	];
	const list = $("<ul>").append(lines.map((line) => $("<li>").text(line)));
	const heading = __("{0} records can be imported, {1} cannot. Nothing has been saved.", [good, failed.length]);
	frappe.msgprint({
		title: __("Import Check"),
		message: $("<div>").append($("<p>").text(heading), list).html(),
		indicator: failed.length || warnings.length ? "orange" : "green",
	});
}
