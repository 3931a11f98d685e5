"""Apply a manager's answer from the decision page, with the same moves and guards as on the form."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

from unlocking_opportunities.approvals import overrides, requests
from unlocking_opportunities.council.roles import MANAGER, require
from unlocking_opportunities.utils.retry import retry_on_conflict

APPROVE, RETURN = "approve", "return"


class NotDecided(frappe.ValidationError):
	"""The decision has already been made, or the record has changed since it was shown. Nothing was changed."""


def apply_answer(name: str, answer: str, reason: str, seen: str) -> None:
	"""Apply the signed-in manager's `answer` (APPROVE or RETURN) to the Decision Request `name`.

	`seen` is the mark (`make_mark`) of what the manager was shown. Raises PermissionError for anyone but a manager who may
	write the record, NotDecided if it has been decided or changed since, and whatever a guard of the move raises.
	"""
	require(MANAGER)
	if answer not in (APPROVE, RETURN):
		frappe.throw(_("Choose Approve or Return."))
	if answer == RETURN and not reason.strip():
		frappe.throw(
			_("Explain what needs to change, so that the person who asked can put it right."),
			frappe.MandatoryError,
		)
	retry_on_conflict(lambda: _apply_answer(name, answer, reason.strip(), seen))


def make_mark(request: Document, record: Document) -> str:
	"""Return a mark that changes whenever `request` or its `record` does.

	So no one decides on something they haven't seen.
	"""
	return f"{request.modified} {record.modified}"


def _apply_answer(name: str, answer: str, reason: str, seen: str) -> None:
	# Locked until it is written, so that if two managers answer at once the second sees the first answer.
	request = frappe.get_doc(requests.DOCTYPE, name, for_update=True)
	record = frappe.get_doc(request.reference_doctype, request.reference_name)
	record.check_permission("write")
	if request.status != requests.WAITING:
		raise NotDecided(_("This has already been decided. Nothing was changed."))
	if seen != make_mark(request, record):
		raise NotDecided(
			_(
				"Something has changed since you opened this page, so your decision was not saved. Check it and try again."
			)
		)
	(APPROVING if answer == APPROVE else RETURNING)[request.kind](request, record, reason)
	if answer == APPROVE and reason:
		request.db_set("reason", reason)


def _by_move(action: str) -> Callable[[Document, Document, str], None]:
	def answer(request: Document, record: Document, reason: str) -> None:
		# The controller settles the request as the move is saved.
		apply_workflow(record, action)

	return answer


def _return_assessment(request: Document, record: Document, reason: str) -> None:
	record.return_reason = reason
	record.save()
	apply_workflow(record, "Return Assessment")


def _send_back(request: Document, record: Document, reason: str) -> None:
	"""Return the request with a reason. The record keeps its status: the user changes it and asks again."""
	requests.settle(request, requests.RETURNED, reason)


def _override(request: Document, record: Document, reason: str) -> None:
	overrides.make(record, request.check_key, request.why, request.covers)


APPROVING = {
	"Risk Assessment": _by_move("Approve Assessment"),
	"Placement": _by_move("Agree Placement"),
	"Mentoring Pairing": _by_move("Approve Pairing"),
	requests.OVERRIDE: _override,
}
RETURNING = {
	"Risk Assessment": _return_assessment,
	"Placement": _send_back,
	"Mentoring Pairing": _send_back,
	requests.OVERRIDE: _send_back,
}
