"""A mentor and a young person, from proposed to ended. A manager approves; the mentor's checks must be in date."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.roles import ALLOCATED_WORKER, MANAGER, OFFICER, SERVICE, TEAM
from unlocking_opportunities.workflow.definition import Definition, State, moves

# A pairing in one of these counts against the mentor's capacity.
COUNTED = ("Approved", "Active", "Paused")


def young_person_said_yes(pairing: Document) -> None:
	if not pairing.young_person_agreed_on:
		frappe.throw(_("Ask the young person first, then fill in Young Person Said Yes On."))


def mentor_is_cleared(pairing: Document) -> None:
	mentor = frappe.get_cached_doc("Mentor", pairing.mentor)
	if mentor.status != "Active":
		frappe.throw(
			_("{0} is not an active mentor yet. Finish their checks and set them Active.").format(mentor.name)
		)
	if not mentor.checks_valid_until or getdate(mentor.checks_valid_until) < getdate(today()):
		frappe.throw(
			_("{0}'s checks are not in date. Renew them and fill in Checks In Date Until.").format(
				mentor.name
			)
		)


def reason_is_given(pairing: Document) -> None:
	if not (pairing.end_reason or "").strip():
		frappe.throw(_("Say why in Why It Ended or Paused first."), frappe.MandatoryError)


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
		"Approved": (young_person_said_yes, mentor_is_cleared),
		"Active": (mentor_is_cleared,),
		"Paused": (reason_is_given,),
		"Ended": (reason_is_given,),
	},
)
