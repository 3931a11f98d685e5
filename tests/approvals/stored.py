"""Delete what a module's tests had to store for other processes."""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe

MADE = (
	"Contact",
	"Decision Request",
	"Email Queue",
	"Employer",
	"Employer Pledge",
	"Employer Site",
	"Notification Log",
	"Placement",
	"Placement Opportunity",
	"Risk Assessment",
	"Young Person",
	"Young Person Identity",
)


@contextmanager
def taken_out_again() -> Iterator[None]:
	"""Delete at the end what was made and stored inside the block."""
	frappe.db.rollback()
	before = {doctype: _names(doctype) for doctype in MADE}
	yield
	frappe.db.rollback()
	for doctype in MADE:
		gone = sorted(_names(doctype) - before[doctype])
		for table in frappe.get_meta(doctype).get_table_fields():
			frappe.db.delete(table.options, {"parenttype": doctype, "parent": ["in", gone]})
		frappe.db.delete("Comment", {"reference_doctype": doctype, "reference_name": ["in", gone]})
		frappe.db.delete(doctype, {"name": ["in", gone]})
	frappe.db.commit()


def _names(doctype: str) -> set[str]:
	return set(frappe.get_all(doctype, pluck="name"))
