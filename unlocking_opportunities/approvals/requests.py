"""Requests for a manager's decision: made when a record needs one, and closed when it has one.

One Decision Request stands for one decision: who asked which manager, by when, and then who decided, when and why.
Controllers call `follow`, so the decision can be made on the decision page, on the form or by an import.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_url, getdate, now_datetime, today
from pypika import functions as fn

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.risk_assessments import editors
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.workflow.service import SERVICE_USER

DOCTYPE = "Decision Request"
WAITING, APPROVED, RETURNED, OVERTAKEN = "Waiting", "Approved", "Returned", "Overtaken"
OVERRIDE = "Override"
# The status the record gets when a manager approves it and, where there is one, when they return it.
YES = {"Risk Assessment": "Approved", "Placement": "Agreed", "Mentoring Pairing": "Approved"}
NO = {"Risk Assessment": "Returned"}


def follow(doc: Document, waits: bool) -> None:
	"""Ask for the decision that `doc` now `waits` for, or close the request it was waiting for. Safe to repeat."""
	waiting = _waiting(doc, doc.doctype)
	if waits and not waiting:
		ask(doc, doc.doctype)
	elif waiting and not waits:
		outcome = {YES[doc.doctype]: APPROVED, NO.get(doc.doctype): RETURNED}.get(doc.status, OVERTAKEN)
		settle(waiting, outcome, doc.get("return_reason") if outcome == RETURNED else "")


def ask(doc: Document, kind: str, **values: str) -> Document:
	"""Ask one manager for a decision of `kind` on `doc` and notify them. Returns the Decision Request."""
	asked_of = _pick_manager(doc)
	request = frappe.new_doc(DOCTYPE)
	request.update(
		{
			"kind": kind,
			"reference_doctype": doc.doctype,
			"reference_name": doc.name,
			"young_person": doc.get("young_person"),
			"asked_by": frappe.session.user,
			"asked_on": now_datetime(),
			"asked_of": asked_of,
			"due_on": add_working_days(getdate(today()), get_settings().decision_days),
			**values,
		}
	)
	request.insert(ignore_permissions=True)  # created by the server only; no role may write them
	notify_managers(request, {asked_of} - {None})
	return request


def settle(request: Document, outcome: str, reason: str | None = "") -> None:
	"""Record who decided `request`, when and why, on it and on its record's timeline, and notify who asked."""
	request.update(
		{
			"status": outcome,
			"decided_by": frappe.session.user,
			"decided_on": now_datetime(),
			"reason": (reason or "").strip(),
		}
	)
	request.save(ignore_permissions=True)  # as above
	if outcome != OVERTAKEN:
		_write_history(request)
		_notify_requester(request)


def settle_overrides(placement: Document, check_key: str | None = None, outcome: str = OVERTAKEN) -> None:
	"""Close the requests to override `check_key` (or any check) of `placement`."""
	only = {"check_key": check_key} if check_key else {}
	while request := _waiting(placement, OVERRIDE, **only):
		settle(request, outcome)


def is_waiting(doc: Document, kind: str, **filters: str) -> bool:
	return bool(_waiting(doc, kind, **filters))


def notify_managers(request: Document, managers: set[str], late: bool = False) -> None:
	"""Email `managers` the reference of `request` and a button to its page. A `late` request is urgent."""
	needs = _("{0} {1} needs a manager's decision.")
	if request.kind == OVERRIDE:
		needs = _("{0} {1}: an officer asks to override a check.")
	lines = [
		needs.format(_(request.reference_doctype), request.reference_name),
		_("Please decide by {0}.").format(dates.day(request.due_on)),
	]
	if late:
		lines[1] = _("This was due by {0}. Any manager can decide.").format(dates.day(request.due_on))
	staff.notify(
		managers,
		subject=_("Please decide: {0}").format(request.name),
		lines=lines,
		document=request,
		roles=(MANAGER,),
		urgent=late,
		url=page_of(request.name),
		button=_("Make a decision"),
	)


def page_of(name: str) -> str:
	"""Return the address of the decision page. Opening it changes nothing."""
	return get_url(f"/decide/{name}")


def _waiting(doc: Document, kind: str, **filters: str) -> Document | None:
	name = frappe.db.get_value(
		DOCTYPE,
		{
			"reference_doctype": doc.doctype,
			"reference_name": doc.name,
			"kind": kind,
			"status": WAITING,
			**filters,
		},
	)
	return frappe.get_doc(DOCTYPE, name, for_update=True) if name else None


def _pick_manager(doc: Document) -> str | None:
	"""Return the manager with the fewest open requests who may decide on `doc` and isn't away; None if there is none.

	Managers who get emails are preferred.
	"""
	managers = recipients.holders_of(MANAGER) - {frappe.session.user}
	if doc.doctype == "Risk Assessment":
		managers -= editors.get_editors(doc)
	here = {manager for manager, by in recipients.stand_ins(managers).items() if by == manager}
	waiting = _number_waiting()
	return min(
		staff.by_mail(here) or here, key=lambda manager: (waiting.get(manager, 0), manager), default=None
	)


def _number_waiting() -> dict[str, int]:
	table = frappe.qb.DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.asked_of, fn.Count("*")).where(table.status == WAITING)
	return dict(query.groupby(table.asked_of).run())


def _write_history(request: Document) -> None:
	said = {APPROVED: _("Approved"), RETURNED: _("Returned")}[request.status]
	text = f"{said} ({request.name})" + (f": {request.reason}" if request.reason else "")
	record = frappe.get_doc(request.reference_doctype, request.reference_name)
	record.add_comment("Info", frappe.utils.escape_html(text))


# The subject and the first line for whoever asked.
DECIDED = {
	APPROVED: (_lt("Approved: {0}"), _lt("A manager has approved {0}.")),
	RETURNED: (_lt("Returned: {0}"), _lt("A manager has returned {0}.")),
}
OVERRIDE_DECIDED = {
	APPROVED: (_lt("Override approved: {0}"), _lt("A manager has approved the override on {0}.")),
	RETURNED: (_lt("Override returned: {0}"), _lt("A manager has returned the override on {0}.")),
}


def _notify_requester(request: Document) -> None:
	officer = frappe.db.get_value(request.reference_doctype, request.reference_name, "officer")
	record = frappe.get_doc(request.reference_doctype, request.reference_name)
	subject, line = (OVERRIDE_DECIDED if request.kind == OVERRIDE else DECIDED)[request.status]
	staff.notify(
		{user for user in (request.asked_by, officer) if user} - {frappe.session.user, SERVICE_USER},
		subject=str(subject).format(record.name),
		lines=[
			str(line).format(record.name),
			_("Open it to read the decision and carry on."),
		],
		document=record,
	)
