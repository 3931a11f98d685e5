"""A risk assessment, from draft to approved and on to the next version. Managers approve, never what they edited."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.roles import HS_ADVISER, MANAGER, OFFICER, SERVICE, TEAM
from unlocking_opportunities.risk_assessments import completeness, editors, rating
from unlocking_opportunities.workflow.definition import Definition, State, moves


def is_complete(assessment: Document) -> None:
	"""What the environment band asks for is there: a conversation, or hazards scored with their actions owned."""
	missing = completeness.missing(assessment)
	if missing:
		frappe.throw(_("Before this can go on:") + " " + " ".join(missing), frappe.MandatoryError)


def law_does_not_forbid_it(assessment: Document) -> None:
	reason = rating.blocked_because(assessment)
	if reason:
		frappe.throw(reason)


def approver_did_not_edit_it(assessment: Document) -> None:
	if frappe.session.user in editors.of(assessment):
		frappe.throw(
			_("You worked on this version, so somebody else has to approve it. Ask another manager."),
			frappe.PermissionError,
		)


def adviser_has_agreed(assessment: Document) -> None:
	if rating.needs_adviser(assessment) and not assessment.hs_agreed_on:
		frappe.throw(
			_(
				"The rating is High: the health and safety adviser looks at it first. Ask them to open it and press Agree."
			)
		)


def review_day_is_ahead(assessment: Document) -> None:
	if not assessment.review_by or getdate(assessment.review_by) <= getdate(today()):
		frappe.throw(_("Set Review By to a day in the future."))


def return_reason_is_given(assessment: Document) -> None:
	if not (assessment.return_reason or "").strip():
		frappe.throw(_("Write what needs to change in Reason for Returning first."), frappe.MandatoryError)


def a_newer_version_is_approved(assessment: Document) -> None:
	newer = assessment.superseded_by
	if not newer or frappe.db.get_value("Risk Assessment", newer, "status") != "Approved":
		frappe.throw(_("An assessment is superseded when a newer version of it is approved, not by hand."))


def review_day_has_passed(assessment: Document) -> None:
	if getdate(assessment.review_by) >= getdate(today()):
		frappe.throw(_("An assessment expires on its own, the day after its Review By."))


DEFINITION = Definition(
	name="Unlocking Risk Assessment",
	doctype="Risk Assessment",
	states=(
		State("Draft", OFFICER),
		State("With Employer", OFFICER, "Primary"),
		State("Submitted", MANAGER, "Primary"),
		State("Approved", MANAGER, "Success", submitted=True),
		State("Returned", OFFICER, "Warning"),
		State("Superseded", MANAGER, "Inverse", submitted=True),
		State("Expired", MANAGER, "Danger", submitted=True),
	),
	moves=(
		*moves("Send to Employer", ("Draft", "Returned"), "With Employer", *TEAM),
		*moves("Take Back", "With Employer", "Draft", *TEAM),
		*moves("Submit Assessment", ("Draft", "With Employer", "Returned"), "Submitted", *TEAM, SERVICE),
		*moves("Approve Assessment", "Submitted", "Approved", MANAGER),
		*moves("Return Assessment", "Submitted", "Returned", MANAGER, HS_ADVISER),
		*moves("Supersede Assessment", "Approved", "Superseded", SERVICE),
		*moves("Expire Assessment", "Approved", "Expired", SERVICE),
	),
	guards={
		"Submitted": (is_complete,),
		"Approved": (
			is_complete,
			law_does_not_forbid_it,
			approver_did_not_edit_it,
			adviser_has_agreed,
			review_day_is_ahead,
		),
		"Returned": (return_reason_is_given,),
		"Superseded": (a_newer_version_is_approved,),
		"Expired": (review_day_has_passed,),
	},
)
