"""Emails that were queued and could not be delivered: shown on their record and on its owner's list.

Frappe tries three times, then keeps the email with the status Error. Here it becomes an Unsent Message, until it is sent
again or dismissed. The address is only on the record's timeline, for those who may read the record.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_to_date, now_datetime
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from unlocking_opportunities.messages import unsent
from unlocking_opportunities.messages.outbox import URGENT
from unlocking_opportunities.messages.purge import PORTAL_LINK
from unlocking_opportunities.utils.batches import one_by_one

MODULE = "Unlocking Opportunities"
QUEUE = "Email Queue"
FAILED = "Error"
# Hours after which an email that is still in the queue counts as not delivered.
STUCK_HOURS = 24


def collect() -> None:
	"""Show what could not be delivered since the last run, and take off the list what has been sent. Safe to repeat."""
	one_by_one(QUEUE, _undelivered(), _show)
	one_by_one(unsent.DOCTYPE, _shown(), _follow)


def _undelivered() -> list[str]:
	"""Return the failed emails about our records that aren't shown yet."""
	queue, doctype, message = DocType(QUEUE), DocType("DocType"), DocType(unsent.DOCTYPE)
	shown = frappe.qb.from_(message).select(message.email_queue).where(message.email_queue.isnotnull())
	query = _failed(frappe.qb.from_(queue)).join(doctype).on(doctype.name == queue.reference_doctype)
	query = query.where((doctype.module == MODULE) & queue.name.notin(shown))
	return [str(name) for name in query.select(queue.name).orderby(queue.creation).run(pluck=True)]


def _failed(query: QueryBuilder) -> QueryBuilder:
	queue, now = DocType(QUEUE), now_datetime()
	stuck = queue.status.isin(["Not Sent", "Partially Sent", "Sending"])
	stuck &= queue.creation < add_to_date(now, hours=-STUCK_HOURS)
	query = query.where((queue.status == FAILED) | stuck)
	return query.where(queue.creation > add_to_date(now, days=-unsent.KEPT_DAYS))


def _show(name: str) -> None:
	# Locked, so that two runs at once show it once.
	mail = frappe.get_doc(QUEUE, name, for_update=True)
	if name not in _undelivered():
		return
	about = _record(mail)
	said = _("An email didn't arrive. Check the address, or call them.")
	urgent, missed = mail.priority >= URGENT, _missed(name)
	if urgent and about:
		_take_place_of_older(about, missed)
	unsent.keep_bounced(name, about, said, urgent)
	unsent.say_on_timeline(about, _on_timeline(missed))


def _missed(queued: str) -> set[str]:
	"""Return the addresses that an email in the queue has not reached."""
	unsent_to = {"parent": queued, "status": ["!=", "Sent"]}
	return set(frappe.get_all("Email Queue Recipient", filters=unsent_to, pluck="recipient"))


def _take_place_of_older(about: Document, missed: set[str]) -> None:
	"""Take off the list the urgent emails about the same record that came back before, if they missed nobody else."""
	older = {"reference_doctype": about.doctype, "reference_name": about.name, "urgent": 1}
	older |= {"status": unsent.GIVEN_UP, "email_queue": ["is", "set"]}
	for name in frappe.get_all(unsent.DOCTYPE, filters=older, pluck="name"):
		message = frappe.get_doc(unsent.DOCTYPE, name, for_update=True)
		if _missed(message.email_queue) <= missed:
			unsent.settle(message, unsent.DISMISSED)


def _on_timeline(missed: set[str]) -> str:
	"""Return what the record's timeline says. An address of a young person, carer or parent stays on the identity record."""
	identity = DocType("Young Person Identity")
	query = frappe.qb.from_(identity).select(identity.name)
	private = [identity[field].isin(missed) for field in ("email", "carer_email", "signatory_email")]
	if query.where(Criterion.any(private)).limit(1).run():
		return _("An email didn't arrive. Check the address on the identity record, or call them.")
	text = _("The email to {0} didn't arrive. Check the address, or call them.")
	return text.format(", ".join(sorted(missed)))


def _record(mail: Document) -> Document | None:
	"""Return the record that the email was about; of a sign-in link, the placement that it was for."""
	doctype, name = mail.reference_doctype, mail.reference_name
	if doctype == PORTAL_LINK:
		access = frappe.db.get_value(PORTAL_LINK, name, "portal_access")
		doctype, name = "Placement", access and frappe.db.get_value("Portal Access", access, "placement")
	return frappe.get_doc(doctype, name) if name and frappe.db.exists(doctype, name) else None


def _shown() -> list[str]:
	return frappe.get_all(
		unsent.DOCTYPE,
		filters={"email_queue": ["is", "set"], "status": ["in", [unsent.WAITING, unsent.GIVEN_UP]]},
		pluck="name",
	)


def _follow(name: str) -> None:
	message = frappe.get_doc(unsent.DOCTYPE, name, for_update=True)
	status = frappe.db.get_value(QUEUE, message.email_queue, "status")
	if status == "Sent":
		unsent.settle(message, unsent.SENT)
	elif status == FAILED and message.status == unsent.WAITING:
		unsent.give_up(message)
