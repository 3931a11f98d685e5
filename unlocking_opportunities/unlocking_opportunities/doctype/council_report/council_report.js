// A count has no denominator and no share, so show neither: 0 and 0% would be wrong.
// Set before any report is loaded, because each row copies its fields at that moment.
for (const fieldname of ["denominator", "value"]) {
	frappe.meta.get_docfield("Council Report Figure", fieldname).formatter = (value, df, options, figure) =>
		figure && figure.is_share ? frappe.form.get_formatter(df.fieldtype)(value, df, options, figure) : "";
}
