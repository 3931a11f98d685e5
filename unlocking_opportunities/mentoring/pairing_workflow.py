"""The workflow of a mentoring pairing. A manager approves it, and the mentor's checks must be in date."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.roles import ALLOCATED_WORKER, MANAGER, OFFICER, SERVICE, TEAM
from unlocking_opportunities.workflow.definition import Definition, State, moves

# Statuses in which a pairing counts towards the mentor's capacity.
COUNTED = ("Approved", "Active", "Paused")


def require_young_persons_agreement(pairing: Document) -> None:
	if not pairing.young_person_agreed_on:
		frappe.throw(
			_("The young person's answer is missing. Ask them first, then fill in Young Person Said Yes On.")
		)


def require_cleared_mentor(pairing: Document) -> None:
	mentor = frappe.get_cached_doc("Mentor", pairing.mentor)
	if mentor.status != "Active":
		frappe.throw(
			_("{0} is not an active mentor. Finish their checks, then set their status to Active.").format(
				mentor.name
			)
		)
	if not mentor.checks_valid_until or getdate(mentor.checks_valid_until) < getdate(today()):
		frappe.throw(
			_("The checks of {0} are out of date. Renew them, then fill in Checks In Date Until.").format(
				mentor.name
			)
		)


def require_reason(pairing: Document) -> None:
	if not (pairing.end_reason or "").strip():
		frappe.throw(_("The reason is missing. Fill in Why It Ended or Paused first."), frappe.MandatoryError)


DEFINITION = Definition(
	name="Unlocking Mentoring Pairing",
	doctype="Mentoring Pairing",
	states=(
		State("Proposed", OFFICER, "Primary"),
		State("Approved", OFFICER, "Success"),
		State("Active", OFFICER, "Success"),
		State("Paused", OFFICER, "Warning"),
		State("Ended", MANAGER, "Inverse"),
	),
	moves=(
		*moves("Approve Pairing", "Proposed", "Approved", MANAGER),
		*moves("Start Pairing", "Approved", "Active", *TEAM),
		*moves("Pause Pairing", "Active", "Paused", *TEAM, ALLOCATED_WORKER, SERVICE),
		*moves("Resume Pairing", "Paused", "Active", *TEAM),
		*moves("End Pairing", ("Proposed", *COUNTED), "Ended", *TEAM, SERVICE),
	),
	guards={
		"Approved": (require_young_persons_agreement, require_cleared_mentor),
		"Active": (require_cleared_mentor,),
		"Paused": (require_reason,),
		"Ended": (require_reason,),
	},
)
