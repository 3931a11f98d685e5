"""A placement, from proposed to completed. Managers agree to a child's; the start gate decides Ready and the start."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.roles import ALLOCATED_WORKER, MANAGER, OFFICER, SERVICE, TEAM
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules.placement_states import RUNNING, TO_START
from unlocking_opportunities.workflow.definition import Definition, State, moves
from unlocking_opportunities.workflow.guard import left


def manager_agrees_to_a_childs(placement: Document) -> None:
	"""A placement of somebody under 18 (the Children Act's meaning of child) is agreed by a manager."""
	# Going back from Ready undoes a check, not the manager's decision.
	if left(placement) == "Proposed" and placement.under_18 and MANAGER not in frappe.get_roles():
		frappe.throw(
			_(
				"A placement of somebody under 18 is agreed by a manager. Ask a manager to open {0} and agree it."
			).format(placement.name),
			frappe.PermissionError,
		)


def gate_is_open(placement: Document) -> None:
	"""Nobody becomes Ready, starts or resumes while a check of the start gate fails today."""
	failing = [check for check in judge.refresh(placement) if check.stops]
	if failing:
		frappe.throw(
			_("The start gate is closed:")
			+ "<ul>"
			+ "".join(f"<li>{frappe.utils.escape_html(check.in_words)}</li>" for check in failing)
			+ "</ul>",
			title=_("Not Yet"),
		)


def first_day_has_come(placement: Document) -> None:
	if getdate(placement.start_date) > getdate(today()):
		frappe.throw(
			_("It starts on {0}. Change Starts if the first day has moved.").format(
				frappe.format(placement.start_date, "Date")
			)
		)


def pause_reason_is_given(placement: Document) -> None:
	if not (placement.pause_reason or "").strip():
		frappe.throw(_("Say why in Why Paused first."), frappe.MandatoryError)


def end_reason_is_given(placement: Document) -> None:
	if not (placement.end_reason or "").strip():
		frappe.throw(_("Say why in Why It Ended or Was Cancelled first."), frappe.MandatoryError)


def it_did_run(placement: Document) -> None:
	if not placement.actual_start:
		frappe.throw(_("It never started. Cancel it instead."))


DEFINITION = Definition(
	name="Unlocking Placement",
	doctype="Placement",
	states=(
		State("Proposed", OFFICER, "Primary"),
		State("Agreed", OFFICER, "Primary"),
		State("Ready", OFFICER, "Success"),
		State("In Progress", OFFICER, "Success"),
		State("Paused", OFFICER, "Warning"),
		State("Completed", OFFICER, "Success"),
		State("Ended Early", OFFICER, "Danger"),
		State("Cancelled", MANAGER, "Inverse"),
	),
	moves=(
		*moves("Agree Placement", "Proposed", "Agreed", OFFICER, condition="not doc.under_18"),
		*moves("Agree Placement", "Proposed", "Agreed", MANAGER),
		*moves("Mark Ready", "Agreed", "Ready", *TEAM),
		*moves("Reopen Checks", "Ready", "Agreed", *TEAM, SERVICE),
		*moves("Start Placement", "Ready", "In Progress", *TEAM, SERVICE),
		*moves("Pause Placement", "In Progress", "Paused", *TEAM, ALLOCATED_WORKER, SERVICE),
		*moves("Resume Placement", "Paused", "In Progress", *TEAM),
		*moves("Complete Placement", "In Progress", "Completed", *TEAM),
		*moves("End Early", RUNNING, "Ended Early", *TEAM, ALLOCATED_WORKER),
		*moves("Cancel Placement", TO_START, "Cancelled", *TEAM, ALLOCATED_WORKER),
	),
	guards={
		"Agreed": (manager_agrees_to_a_childs,),
		"Ready": (gate_is_open,),
		"In Progress": (gate_is_open, first_day_has_come),
		"Paused": (pause_reason_is_given,),
		"Completed": (it_did_run,),
		"Ended Early": (end_reason_is_given,),
		"Cancelled": (end_reason_is_given,),
	},
)
