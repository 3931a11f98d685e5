"""The next version of an approved risk assessment. An approved one never changes; a newer one takes its place."""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.rules.placement_states import ENDED
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow import service

IN_HAND = ("Draft", "With Employer", "Submitted", "Returned")


def start_next(assessment: Document) -> Document:
	"""Return a draft with the content of an approved or expired `assessment`, ready to be changed.

	It is the one that was started already, if there is one: two next versions would each take the place.
	"""
	if assessment.status not in ("Approved", "Expired"):
		frappe.throw(_("{0} is {1}; change it as it is.").format(assessment.name, _(assessment.status)))
	started = frappe.db.get_value(
		"Risk Assessment", {"supersedes": assessment.name, "status": ["in", IN_HAND]}, "name"
	)
	if started:
		return frappe.get_doc("Risk Assessment", started)
	newer = frappe.copy_doc(assessment, ignore_no_copy=False)
	newer.update(
		{"supersedes": assessment.name, "version_number": assessment.version_number + 1, "review_by": None}
	)
	with acting(newer, Act.VERSIONING):
		return newer.insert()


def stays_with_its_place(assessment: Document) -> None:
	"""Refuse a next version of another place: the placements at the old one would follow it there."""
	if not assessment.supersedes:
		return
	older = frappe.get_cached_value(
		"Risk Assessment", assessment.supersedes, ["employer", "site"], as_dict=True
	)
	if (assessment.employer, assessment.site) != (older.employer, older.site):
		frappe.throw(
			_("A next version is of the same employer and site. Start a new assessment for another.")
		)


def take_the_place(assessment: Document) -> None:
	"""Let a version that was just approved supersede the one it was made from, and the placements follow it."""
	older = frappe.get_doc("Risk Assessment", assessment.supersedes)
	if older.superseded_by:
		return
	older.db_set("superseded_by", assessment.name)
	if older.status == "Approved":
		service.move(older, "Supersede Assessment", frappe.session.user)
	move_placements(older.name, assessment.name)


def move_placements(older: str, newer: str) -> None:
	"""Point the placements that are not over from `older` to `newer`; the gate judges each again afterwards.

	The newer one was approved knowing the tasks, place and supervisor as they are now.
	"""
	for name in frappe.get_all(
		"Placement", filters={"risk_assessment": older, "status": ["not in", ENDED]}, pluck="name"
	):
		placement = frappe.get_doc("Placement", name)
		placement.db_set(
			{"risk_assessment": newer, "assessment_hash": fingerprints.of_assessed_work(placement)},
			update_modified=False,
		)
