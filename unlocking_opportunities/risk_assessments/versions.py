"""Versions of a risk assessment. An approved one never changes; a newer version supersedes it."""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.rules.placement_states import ENDED
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow import service

IN_HAND = ("Draft", "With Employer", "Submitted", "Returned")


def start_next(assessment: Document) -> Document:
	"""Return a draft of the next version, with the content of an approved or expired `assessment`.

	If one has already been started, returns that: two next versions would both supersede this one.
	"""
	if assessment.status not in ("Approved", "Expired"):
		frappe.throw(
			_("{0} is {1}, so you can change it directly. You do not need a new version.").format(
				assessment.name, _(assessment.status)
			)
		)
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


def validate_same_place(assessment: Document) -> None:
	"""Refuse a next version for another employer or site: the placements at the old one would move to it."""
	if not assessment.supersedes:
		return
	older = frappe.get_cached_value(
		"Risk Assessment", assessment.supersedes, ["employer", "site"], as_dict=True
	)
	if (assessment.employer, assessment.site) != (older.employer, older.site):
		frappe.throw(
			_(
				"A new version must be for the same employer and site. For another site, start a new risk assessment."
			)
		)


def supersede_previous(assessment: Document) -> None:
	"""Supersede the previous version after this one was approved, and move its placements to this one."""
	older = frappe.get_doc("Risk Assessment", assessment.supersedes)
	if older.superseded_by:
		return
	older.db_set("superseded_by", assessment.name)
	if older.status == "Approved":
		service.move(older, "Supersede Assessment", frappe.session.user)
	move_placements(older.name, assessment.name)


def move_placements(older: str, newer: str) -> None:
	"""Move the placements that are not over from `older` to `newer`. The start gate checks them again afterwards.

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
