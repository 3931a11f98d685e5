"""The Follow Up actions on a placement: plan a visit, remind the host, end it early, record the outcome.

Each acts on the stored record, checks the user's permissions, and goes through the same guards as the form.
"""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.query_builder import DocType
from frappe.utils import getdate, today

from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER, TEAM, require
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import addresses, email, recipients, staff
from unlocking_opportunities.placements.start_gate.judge import OUTSTANDING
from unlocking_opportunities.placements.start_gate.table import CHECKS
from unlocking_opportunities.rules.placement_states import ENDED, HOLDS_A_PLACE, LIVE, RUNNING
from unlocking_opportunities.utils.exceptions import FutureDate
from unlocking_opportunities.utils.retry import retry_on_conflict


class PastDate(frappe.ValidationError):
	"""A visit, or the last day of a placement that goes on, is to be on a day that has passed."""


class NotRunning(frappe.ValidationError):
	"""The placement is not running."""


class NotOverYet(frappe.ValidationError):
	"""The placement has not reached its last day."""


class NothingOutstanding(frappe.ValidationError):
	"""We need nothing from the host."""


class NoAddress(frappe.ValidationError):
	"""The employer has no contact with an email address."""


class AlreadyReminded(frappe.ValidationError):
	"""The employer has already been reminded today."""


@frappe.whitelist(methods=["POST"])
def plan_visit(placement: str, due_on: str, kind: str = "Extra") -> str:
	"""Plan a visit for the signed-in user and return its name. Raises ValidationError once the placement is over."""
	doc = permitted("Placement", placement, "write")
	if doc.status not in HOLDS_A_PLACE:
		frappe.throw(
			_(
				"{0} is {1}. You can plan visits only for a placement that has been agreed and is not over."
			).format(doc.name, _(doc.status))
		)
	if getdate(due_on) < getdate(today()):
		frappe.throw(_("This date has passed. Choose today or a later date."), PastDate)
	visit = frappe.new_doc("Visit")
	visit.update({"placement": doc.name, "kind": kind, "due_on": due_on, "visitor": frappe.session.user})
	return visit.insert().name


@frappe.whitelist(methods=["POST"])
def end_early(
	placement: str,
	reason: str,
	last_day: str,
	contact_made_on: str | None = None,
	next_step: str | None = None,
) -> None:
	"""End a running placement early, with the reason, the last day and, if known, the contact date and next step.

	Raises NotRunning, and what the workflow raises for someone who may not end it.
	"""

	def end() -> None:
		doc = permitted("Placement", placement, "write")
		if doc.status not in RUNNING:
			frappe.throw(
				_("{0} is {1}. You can end only a running placement early.").format(doc.name, _(doc.status)),
				NotRunning,
			)
		doc.update(
			{
				"end_reason": reason,
				"actual_end": _validate_past_day(last_day),
				"contact_made_on": contact_made_on or None,
				"next_step": next_step or doc.next_step,
			}
		)
		doc.save()
		apply_workflow(doc.as_dict(), "End Early")

	retry_on_conflict(end)


@frappe.whitelist(methods=["POST"])
def record_outcome(placement: str, outcome: str, next_step: str, contact_made_on: str | None = None) -> None:
	"""Record the outcome and the next step of a placement. One that has reached its last day is also completed."""

	def record() -> None:
		doc = permitted("Placement", placement, "write")
		over = doc.status in RUNNING and getdate(doc.end_date) <= getdate(today())
		if not over and doc.status not in ENDED:
			frappe.throw(
				_(
					"{0} is {1} until {2}. Record the outcome when it is over. If it is over already, end it early."
				).format(doc.name, _(doc.status), dates.day(doc.end_date)),
				NotOverYet,
			)
		doc.update({"outcome": outcome, "next_step": next_step})
		if contact_made_on:
			doc.contact_made_on = contact_made_on
		doc.save()
		if over:
			apply_workflow(doc.as_dict(), "Complete Placement")

	retry_on_conflict(record)


@frappe.whitelist(methods=["POST"])
def remind_host(placement: str) -> str:
	"""Email the host what we still need from it before the first day, by reference, and return the address.

	A comment on the placement records it. Raises NothingOutstanding, NoAddress, and AlreadyReminded for a second
	reminder on the same day.
	"""
	doc = permitted("Placement", placement, "write")
	require(*TEAM)
	waiting = needed_from_host(doc)
	if not waiting:
		frappe.throw(_("Nothing is outstanding from the host."), NothingOutstanding)
	subject = _("Reminder: {0}").format(doc.name)
	return _remind(
		doc, doc.employer, subject, [*_opening(doc), *(f"• {title}" for title in waiting), *_closing()]
	)


def needed_from_host(placement: Document) -> list[str]:
	"""Return the titles of the outstanding checks for which the host has to send us something. Empty once its days are over."""
	if placement.status not in LIVE or getdate(placement.end_date) < getdate(today()):
		return []
	outstanding = {row.check_key for row in placement.gate_results if row.outcome in OUTSTANDING}
	return [_(CHECKS[key].title) for key in CHECKS if CHECKS[key].needed_from_host and key in outstanding]


@frappe.whitelist(methods=["POST"])
def remind_employer(pledge: str) -> str:
	"""Email the employer that we still need its answer on a returned pledge. Otherwise as remind_host."""
	doc = permitted("Employer Pledge", pledge, "write")
	if doc.status != "Returned":
		frappe.throw(
			_("{0} is {1}. You can remind the employer only about a returned pledge.").format(
				doc.name, _(doc.status)
			)
		)
	lines = [
		_("Thank you for your offer, reference {0}. We're still waiting for your reply to this:").format(
			doc.name
		),
		doc.reason,
	]
	return _remind(doc, doc.employer, _("Reminder: {0}").format(doc.name), [*lines, *_closing()])


def _validate_past_day(day: str) -> date:
	if getdate(day) > getdate(today()):
		frappe.throw(
			_("The last day is in the future. Choose today or an earlier day."),
			FutureDate,
		)
	return getdate(day)


def _opening(placement: Document) -> list[str]:
	first_day = dates.in_full(placement.start_date)
	return [
		_("Thank you for offering a place. The reference is {0} and the first day is {1}.").format(
			placement.name, first_day
		),
		_("Before then, we still need these from you:"),
	]


def _closing() -> list[str]:
	settings = get_settings()
	ways = ", ".join(filter(None, (settings.programme_email, settings.programme_phone)))
	return [
		_("If you have questions, or have already done this, contact us: {0}.").format(ways)
		if ways
		else _("If you have questions, or have already done this, contact us.")
	]


def _remind(doc: Document, employer: str, subject: str, lines: list[str]) -> str:
	said = _("A reminder was emailed to the employer.")
	if _was_reminded_today(doc, said):
		frappe.throw(
			_("The employer has already been reminded today. Try again tomorrow, or call them."),
			AlreadyReminded,
		)
	_mobile, address = addresses.of_employer(employer)
	if not address:
		frappe.throw(
			_(
				"The employer has no contact with an email address. Add one on the employer's Contacts tab, or call them."
			),
			NoAddress,
		)
	if email.send(address, subject, lines, about=doc):
		doc.add_comment("Info", said)
	return address


def _was_reminded_today(doc: Document, said: str) -> bool:
	comment = DocType("Comment")
	query = frappe.qb.from_(comment).select(comment.name)
	query = query.where((comment.reference_doctype == doc.doctype) & (comment.reference_name == doc.name))
	return bool(query.where((comment.content == said) & (comment.creation >= today())).limit(1).run())


def notify_under_18(placement: Document) -> None:
	"""Tell the managers of a placement agreed for an adult who, by a corrected date of birth, is under 18: none has agreed to it."""
	staff.notify(
		recipients.of_placement(placement.name) | recipients.holders_of(MANAGER),
		subject=_("Please look today: {0}").format(placement.name),
		lines=[
			_(
				"The date of birth of this young person was corrected. They are under 18 when the placement starts."
			),
			_(
				"It was agreed as an adult's, so no manager has agreed to it. A manager needs to look at it today."
			),
			_("If it should not go on, choose {0} or {1}.").format(_("Cancel Placement"), _("End Early")),
		],
		document=placement,
		urgent=True,
	)
