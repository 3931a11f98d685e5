"""Give the saved filters that come with the app their new names, on sites that have the old ones."""

import frappe
from frappe.query_builder import DocType

from unlocking_opportunities.setup.desk_views import filter_key

RENAMED = (
	("Employer Pledge", "Nobody's yet", "Unassigned"),
	("Placement", "Ended early, nobody spoken to", "Ended early, not contacted"),
	("Risk Assessment", "High, for the adviser", "High-rated, for the adviser"),
)


def execute() -> None:
	"""Rename each filter. One that the council has renamed keeps the council's name."""
	table = DocType("List Filter")
	for doctype, old, new in RENAMED:
		old_key, new_key = filter_key(doctype, old), filter_key(doctype, new)
		is_old = table.name == old_key
		frappe.qb.update(table).set(table.filter_name, new).where(is_old & (table.filter_name == old)).run()
		if not frappe.db.exists("List Filter", new_key):
			frappe.qb.update(table).set(table.name, new_key).where(is_old).run()
