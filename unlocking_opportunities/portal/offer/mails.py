"""Emails to an employer about its offer: received, returned, accepted, declined (hooks: doc_events)."""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import addresses, email
from unlocking_opportunities.portal import identity
from unlocking_opportunities.workflow.guard import get_left_state, is_entering


def notify_employer(pledge: Document, _event: str | None = None) -> None:
	"""Email the employer when its offer is received, returned, accepted or declined, once the transaction commits."""
	if not is_entering(pledge, *MAILS):
		return
	if pledge.status == "Accepted" and get_left_state(pledge) not in ("Submitted", "Under Review"):
		return
	subject, lines, button, path = MAILS[pledge.status](pledge)
	signed_up = _get_recipients(pledge)
	for address in signed_up:
		email.send(address, subject, lines, button, path, about=pledge)
	if not signed_up:
		_notify_contact(pledge, subject, lines)


def _notify_contact(pledge: Document, subject: str, lines: list[str]) -> None:
	"""Email the employer's contact, who has made no offer on the website and can't sign in; or ask for a call."""
	_mobile, address = addresses.of_employer(pledge.employer)
	if address:
		settings = get_settings()
		ways = ", ".join(filter(None, (settings.programme_email, settings.programme_phone)))
		reply = _("To reply, contact us: {0}.").format(ways) if ways else _("To reply, contact us.")
		email.send(address, subject, [*lines, reply], about=pledge)
	else:
		told = _("The employer has no email address, so nobody has told them yet. Call them.")
		pledge.add_comment("Info", told)
		frappe.msgprint(told, indicator="orange", alert=True)


def _get_recipients(pledge: Document) -> list[str]:
	"""The person who made the offer if they may sign in for the employer, otherwise everyone who may."""
	acting = identity.get_addresses([pledge.employer]).get(pledge.employer, [])
	maker = frappe.db.get_value("Contact", pledge.contact, "email_id") if pledge.contact else None
	return [maker] if maker in acting else acting


def _received(pledge: Document) -> tuple[str, list[str], str, str]:
	return (
		_("We have your offer {0}").format(pledge.name),
		[
			_("Thank you for your offer. Your reference is {0}.").format(pledge.name),
			_("We'll reply by {0}.").format(dates.day(pledge.answer_by)),
		],
		_("See my offer"),
		"/employer",
	)


def _returned(pledge: Document) -> tuple[str, list[str], str, str]:
	return (
		_("A question about your offer {0}").format(pledge.name),
		[_("Thank you for your offer. We need something from you before we can go ahead:"), pledge.reason],
		_("Reply"),
		"/employer/offers",
	)


def _accepted(pledge: Document) -> tuple[str, list[str], str, str]:
	return (
		_("We've accepted your offer {0}").format(pledge.name),
		[
			_("Good news: we've accepted your offer {0}.").format(pledge.name),
			_("Next come a few questions about hosting."),
		],
		_("See what to do next"),
		"/employer",
	)


def _declined(pledge: Document) -> tuple[str, list[str], str, str]:
	return (
		_("Your offer {0}").format(pledge.name),
		[_("Thank you for your offer. We can't accept it this time:"), pledge.reason],
		_("Offer something else"),
		"/opportunities/offer",
	)


MAILS = {"Submitted": _received, "Returned": _returned, "Accepted": _accepted, "Declined": _declined}
