import frappe
from frappe.query_builder import DocType

from unlocking_opportunities.access.guarded import ours
from unlocking_opportunities.access.markup import HTML, LEFT_OUT, TAG, harmless


def execute() -> None:
	"""Break the tags in texts that were stored before every save did so."""
	for doctype in ours():
		meta = frappe.get_meta(doctype)
		for field in meta.get("fields", {"fieldtype": ["not in", (*HTML, *LEFT_OUT)]}):
			if not meta.issingle and field.fieldtype in frappe.model.data_fieldtypes:
				_clean(doctype, field.fieldname)


def _clean(doctype: str, fieldname: str) -> None:
	table = DocType(doctype)
	column = table[fieldname]
	for name, text in frappe.qb.from_(table).select(table.name, column).where(column.like("%<%")).run():
		if TAG.search(str(text)):
			frappe.db.set_value(doctype, name, fieldname, harmless(str(text)), update_modified=False)
