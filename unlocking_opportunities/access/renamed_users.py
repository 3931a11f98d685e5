"""Users that are kept as text follow a rename.

Frappe renames links and the owner of a record itself. These fields are text because they may also name someone outside, or
several people. Without this, someone who was renamed could approve what they had edited.
"""

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType

# Fields that hold one user ID, or the name or reference of someone outside.
ONE = (
	("Accident", "reported_by"),
	("Concern Referral", "acknowledged_by"),
	("Concern Referral", "reported_by"),
	("Employer", "introduced_by"),
	("Employer Pledge", "forwarded_by"),
	("Mentoring Session", "logged_by"),
	("Not Here Alert", "reported_by"),
	("Placement Attendance", "recorded_by"),
	("Placement Feedback", "given_by"),
	("Placement Request", "asked_by"),
	("Record Access Log", "user"),
)
# Fields that hold user IDs, one on each line.
SEVERAL = (("Council Report", "editors"), ("Risk Assessment", "editors"))


def rename(user: Document, event: str, old: str, new: str, merge: bool = False) -> None:
	"""Write `new` wherever these fields name `old` (document event of User, after_rename)."""
	for doctype, fieldname in ONE:
		table = DocType(doctype)
		frappe.qb.update(table).set(table[fieldname], new).where(table[fieldname] == old).run()
	for doctype, fieldname in SEVERAL:
		_rename_line(doctype, fieldname, old, new)


def _rename_line(doctype: str, fieldname: str, old: str, new: str) -> None:
	table = DocType(doctype)
	rows = (
		frappe.qb.from_(table).select(table.name, table[fieldname]).where(table[fieldname].like(f"%{old}%"))
	)
	for name, text in rows.run():
		lines = {new if line == old else line for line in text.split("\n")}
		frappe.db.set_value(
			doctype, name, fieldname, "\n".join(sorted(filter(None, lines))), update_modified=False
		)
