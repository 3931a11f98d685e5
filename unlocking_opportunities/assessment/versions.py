"""The next version of an approved risk assessment. An approved one never changes; a newer one takes its place."""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.workflow import service


def start_next(assessment: Document) -> Document:
	"""Return a new draft with the content of an approved or expired `assessment`, ready to be changed."""
	if assessment.status not in ("Approved", "Expired"):
		frappe.throw(_("{0} is {1}; change it as it is.").format(assessment.name, _(assessment.status)))
	newer = frappe.copy_doc(assessment, ignore_no_copy=False)
	newer.update(
		{"supersedes": assessment.name, "version_number": assessment.version_number + 1, "review_by": None}
	)
	newer.flags.versioning = True
	return newer.insert()


def take_the_place(assessment: Document) -> None:
	"""Let a version that was just approved supersede the one it was made from, and the placements follow it."""
	older = frappe.get_doc("Risk Assessment", assessment.supersedes)
	if older.status != "Approved":
		return
	older.db_set("superseded_by", assessment.name)
	service.move(older, "Supersede Assessment", frappe.session.user)
	move_placements(older.name, assessment.name)


def move_placements(older: str, newer: str) -> None:
	"""Point the placements that are not over from `older` to `newer`; the gate judges each again afterwards."""
	placements = frappe.get_all(
		"Placement",
		filters={"risk_assessment": older, "status": ["not in", ["Completed", "Ended Early", "Cancelled"]]},
		pluck="name",
	)
	if placements:
		table = frappe.qb.DocType("Placement")
		frappe.qb.update(table).set(table.risk_assessment, newer).where(table.name.isin(placements)).run()
