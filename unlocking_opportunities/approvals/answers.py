"""A manager's answer on the decision page: the same moves and guards as on the form, and nothing that is not theirs."""

from collections.abc import Callable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

from unlocking_opportunities.approvals import overrides, requests
from unlocking_opportunities.council.roles import MANAGER, require
from unlocking_opportunities.utils.retry import again_on_conflict

APPROVE, RETURN = "approve", "return"


class NotDecided(frappe.ValidationError):
	"""The answer came too late, or on something that has changed since it was looked at. Nothing was changed."""


def give(name: str, answer: str, reason: str, seen: str) -> None:
	"""Give the signed-in manager's `answer` (APPROVE or RETURN) to the Decision Request `name`.

	`seen` is the mark (`mark_of`) of what the manager was shown. Raises PermissionError for anybody but a manager who
	may write the record, NotDecided when it has been decided or changed since, and whatever a guard of the move raises.
	"""
	require(MANAGER)
	if answer not in (APPROVE, RETURN):
		frappe.throw(_("Choose Approve or Return."))
	if answer == RETURN and not reason.strip():
		frappe.throw(
			_("Say what needs to change, so that whoever asked can put it right."), frappe.MandatoryError
		)
	again_on_conflict(lambda: _give(name, answer, reason.strip(), seen))


def mark_of(request: Document, record: Document) -> str:
	"""Return what changes whenever `request` or its `record` does: what was looked at is what is decided on."""
	return f"{request.modified} {record.modified}"


def _give(name: str, answer: str, reason: str, seen: str) -> None:
	# Held until it is written, so that of two answers at once the second finds the first.
	request = frappe.get_doc(requests.DOCTYPE, name, for_update=True)
	record = frappe.get_doc(request.reference_doctype, request.reference_name)
	record.check_permission("write")
	if request.status != requests.WAITING:
		raise NotDecided(_("This has been settled already. Nothing was changed."))
	if seen != mark_of(request, record):
		raise NotDecided(
			_("Something has changed since you opened this page, so nothing was decided. Please look again.")
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
	"""Left in its state, with the reason: whoever asked changes it and asks again."""
	requests.settle(request, requests.RETURNED, reason)


def _set_aside(request: Document, record: Document, reason: str) -> None:
	overrides.make(record, request.check_key, request.why, request.covers)


APPROVING = {
	"Risk Assessment": _by_move("Approve Assessment"),
	"Placement": _by_move("Agree Placement"),
	"Mentoring Pairing": _by_move("Approve Pairing"),
	requests.OVERRIDE: _set_aside,
}
RETURNING = {
	"Risk Assessment": _return_assessment,
	"Placement": _send_back,
	"Mentoring Pairing": _send_back,
	requests.OVERRIDE: _send_back,
}
