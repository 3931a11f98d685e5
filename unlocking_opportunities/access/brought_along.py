"""Check what comes along with any saved document: texts, rows, roles and files.

Frappe moves a row of another record to the one that names it, finds the owner of a role by the name of a record only, and
attaches a file to any record that has its address in a field.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.access import markup, sharing
from unlocking_opportunities.access.guarded import FRAMEWORK
from unlocking_opportunities.council.roles import is_administrator

ROLES = "Has Role"
# Frappe fills in the roles of a new report itself.
SETS_ROLES = {"Report", "User"}


def guard(doc: Document, event: str) -> None:
	"""Check every document when it is saved (hooks: doc_events of *). For System Managers only its texts are checked."""
	markup.clean(doc)
	if is_administrator():
		return
	for field in doc.meta.get_table_fields():
		if _is_frappes(field.options):
			_refuse_others_rows(doc, field)
		if field.options == ROLES and doc.doctype not in SETS_ROLES:
			_refuse_roles(doc, field)
	for field in doc.meta.get("fields", {"fieldtype": ["in", ["Attach", "Attach Image"]]}):
		address = doc.get(field.fieldname)
		if isinstance(address, str) and address and doc.has_value_changed(field.fieldname):
			sharing.refuse_private_address(address)


def _is_frappes(table: str) -> bool:
	module = frappe.get_meta(table).module
	return frappe.local.module_app.get(frappe.scrub(module)) == FRAMEWORK


def _rows(doc: Document | None, field: Document) -> list[Document]:
	return doc.get(field.fieldname) or [] if doc else []


def _refuse_others_rows(doc: Document, field: Document) -> None:
	own = {row.name for row in _rows(doc.get_doc_before_save(), field)}
	named = {row.name for row in _rows(doc, field) if row.name} - own
	if named and frappe.get_all(field.options, {"name": ["in", sorted(named)]}, limit=1):
		frappe.throw(
			_("A row of {0} belongs to another record. Reload the page and try again.").format(
				_(field.label)
			),
			sharing.RowOfAnother,
		)


def _refuse_roles(doc: Document, field: Document) -> None:
	before, now = (sorted(row.role for row in _rows(one, field)) for one in (doc.get_doc_before_save(), doc))
	if before != now:
		frappe.throw(
			_("Only a System Manager can change the roles. Leave the roles as they are."),
			frappe.PermissionError,
		)
