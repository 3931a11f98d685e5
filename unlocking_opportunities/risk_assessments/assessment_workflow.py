"""The workflow of a risk assessment. A manager approves it, but never one they have worked on."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.roles import (
	HS_ADVISER,
	MANAGER,
	OFFICER,
	SERVICE,
	TEAM,
	SecondManagerNeeded,
)
from unlocking_opportunities.risk_assessments import completeness, editors, rating
from unlocking_opportunities.workflow.definition import Definition, State, moves


def require_complete(assessment: Document) -> None:
	"""Refuse an assessment that lacks what its environment band needs: a conversation, or scored hazards with actions."""
	missing = completeness.missing(assessment)
	if missing:
		frappe.throw(_("This is not complete yet.") + " " + " ".join(missing), frappe.MandatoryError)


def require_lawful_work(assessment: Document) -> None:
	reason = rating.get_block_reason(assessment)
	if reason:
		frappe.throw(reason)


def require_independent_approver(assessment: Document) -> None:
	if frappe.session.user in editors.get_editors(assessment):
		frappe.throw(
			_("You worked on this version, so someone else has to approve it. Ask another manager."),
			SecondManagerNeeded,
		)


def require_adviser(assessment: Document) -> None:
	if rating.needs_adviser(assessment) and not assessment.hs_agreed_on:
		frappe.throw(
			_(
				"The rating is High, so the health and safety adviser must agree first. Ask them to open it and select Agree as Adviser."
			)
		)


def require_future_review(assessment: Document) -> None:
	if not assessment.review_by or getdate(assessment.review_by) <= getdate(today()):
		frappe.throw(_("Review By is missing or has passed. Choose a day in the future."))


def require_return_reason(assessment: Document) -> None:
	if not (assessment.return_reason or "").strip():
		frappe.throw(
			_("The reason is missing. Enter what needs to change in Reason for Returning first."),
			frappe.MandatoryError,
		)


def require_newer_version(assessment: Document) -> None:
	newer = assessment.superseded_by
	if not newer or frappe.db.get_value("Risk Assessment", newer, "status") != "Approved":
		frappe.throw(
			_("You cannot supersede an assessment by hand. It happens when a newer version is approved.")
		)


def require_passed_review(assessment: Document) -> None:
	if getdate(assessment.review_by) >= getdate(today()):
		frappe.throw(_("This assessment has not expired yet. It expires by itself the day after Review By."))


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
		"Submitted": (require_complete,),
		"Approved": (
			require_complete,
			require_lawful_work,
			require_independent_approver,
			require_adviser,
			require_future_review,
		),
		"Returned": (require_return_reason,),
		"Superseded": (require_newer_version,),
		"Expired": (require_passed_review,),
	},
)
