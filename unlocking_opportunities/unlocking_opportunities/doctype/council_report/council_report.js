// A count is out of nothing and no share of anything: nought and 0% would be figures that are not so.
// Set before any report is read: each row takes its fields as they are at that moment.
for (const fieldname of ["denominator", "value"]) {
	frappe.meta.get_docfield("Council Report Figure", fieldname).formatter = (value, df, options, figure) =>
		figure && figure.is_share ? frappe.form.get_formatter(df.fieldtype)(value, df, options, figure) : "";
}
