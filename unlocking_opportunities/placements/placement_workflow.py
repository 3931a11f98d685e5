"""The workflow of a placement. A manager agrees to those of under 18s; the start gate must be open for Ready and the start."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import ALLOCATED_WORKER, MANAGER, OFFICER, SERVICE, TEAM
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules.placement_states import RUNNING, TO_START
from unlocking_opportunities.workflow.definition import Definition, State, moves
from unlocking_opportunities.workflow.guard import get_left_state


class GateClosed(frappe.ValidationError):
	"""A check of the start gate fails. The message names each."""


class HostNotActive(frappe.ValidationError):
	"""The host is paused or has left, so nothing is proposed, agreed or released there."""


class BeforeFirstDay(frappe.ValidationError):
	"""The placement can't start before its first day."""


class AfterLastDay(frappe.ValidationError):
	"""The placement can't go on: its last day has passed."""


class BeforeLastDay(frappe.ValidationError):
	"""The placement can't be completed before its last day."""


def require_manager_for_under_18(placement: Document) -> None:
	"""A manager must agree to a placement of someone under 18 (a child as in the Children Act)."""
	# Going back from Ready undoes a check, not the manager's decision.
	if get_left_state(placement) == "Proposed" and placement.under_18 and MANAGER not in frappe.get_roles():
		frappe.throw(
			_(
				"A manager must agree to a placement for someone under 18. Ask a manager to open {0} and agree to it."
			).format(placement.name),
			frappe.PermissionError,
		)


def require_active_host(placement: Document) -> None:
	"""Refuse a new placement, an agreement or a release of information at a host that is Paused, Former or Merged."""
	host = frappe.db.get_value("Employer", placement.employer, ["employer_name", "status"], as_dict=True)
	if host and host.status != "Active":
		frappe.throw(
			_("{0} is {1}. Choose another place, or make the employer Active first.").format(
				host.employer_name, _(host.status)
			),
			HostNotActive,
		)


def require_active_host_to_agree(placement: Document) -> None:
	# Going back from Ready undoes a check.
	if get_left_state(placement) == "Proposed":
		require_active_host(placement)


def require_open_gate(placement: Document) -> None:
	"""A placement cannot become Ready, start or resume while a check of the start gate fails."""
	failing = [check for check in judge.refresh(placement) if check.stops]
	if failing:
		frappe.throw(
			_("The start gate is closed. These checks are outstanding:")
			+ "<ul>"
			+ "".join(f"<li>{frappe.utils.escape_html(check.in_words)}</li>" for check in failing)
			+ "</ul>",
			GateClosed,
			title=_("Not Yet"),
		)


def require_first_day(placement: Document) -> None:
	if getdate(placement.start_date) > getdate(today()):
		frappe.throw(
			_("This placement starts on {0}. If the first day has changed, change Starts.").format(
				dates.day(placement.start_date)
			),
			BeforeFirstDay,
		)


def require_pause_reason(placement: Document) -> None:
	if not (placement.pause_reason or "").strip():
		frappe.throw(_("The reason is missing. Fill in Why Paused first."), frappe.MandatoryError)


def require_end_reason(placement: Document) -> None:
	if not (placement.end_reason or "").strip():
		frappe.throw(
			_("The reason is missing. Fill in Why It Ended or Was Cancelled first."), frappe.MandatoryError
		)


def require_days_left(placement: Document) -> None:
	if get_left_state(placement) == "Paused" and getdate(placement.end_date) < getdate(today()):
		frappe.throw(
			_("Its last day was {0}. Choose Complete or End Early.").format(dates.day(placement.end_date)),
			AfterLastDay,
		)


def require_last_day(placement: Document) -> None:
	if getdate(placement.end_date) > getdate(today()):
		frappe.throw(
			_("The last day of this placement is {0}. To end it sooner, choose End Early.").format(
				dates.day(placement.end_date)
			),
			BeforeLastDay,
		)


def require_started(placement: Document) -> None:
	if not placement.actual_start:
		frappe.throw(_("This placement never started, so it cannot be completed. Cancel it instead."))


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
		*moves("Complete Placement", RUNNING, "Completed", *TEAM),
		*moves("End Early", RUNNING, "Ended Early", *TEAM, ALLOCATED_WORKER),
		*moves("Cancel Placement", TO_START, "Cancelled", *TEAM, ALLOCATED_WORKER),
	),
	guards={
		"Agreed": (require_manager_for_under_18, require_active_host_to_agree),
		"Ready": (require_open_gate,),
		"In Progress": (require_days_left, require_open_gate, require_first_day),
		"Paused": (require_pause_reason,),
		"Completed": (require_started, require_last_day),
		"Ended Early": (require_end_reason,),
		"Cancelled": (require_end_reason,),
	},
)
