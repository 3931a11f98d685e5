"""What an employer is told about its offer: received, sent back with the reason, accepted, declined (hooks: doc_events)."""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.messages import email
from unlocking_opportunities.workflow.guard import is_entering, left


def tell_the_employer(pledge: Document, _event: str | None = None) -> None:
	"""Mail whoever made the offer when it enters a state that is news to them; the mail waits for this save to hold."""
	if not is_entering(pledge, *MAILS):
		return
	if pledge.status == "Accepted" and left(pledge) not in ("Submitted", "Under Review"):
		return
	for address in _readers(pledge):
		subject, lines, button, path = MAILS[pledge.status](pledge)
		email.send(address, subject, lines, button, path, about=pledge)


def _readers(pledge: Document) -> list[str]:
	"""Whoever made the offer, or else everybody who acts for the employer: only they can follow the mail's button."""
	acting = frappe.get_all(
		"Portal Access", {"kind": "Employer", "employer": pledge.employer, "revoked": 0}, pluck="email"
	)
	maker = frappe.db.get_value("Contact", pledge.contact, "email_id") if pledge.contact else None
	return [maker] if maker in acting else acting


def _received(pledge: Document) -> tuple[str, list[str], str, str]:
	return (
		_("We have your offer {0}").format(pledge.name),
		[
			_("Thank you. Your offer has reached us. Its number is {0}.").format(pledge.name),
			_("We will answer you by {0}.").format(frappe.format(pledge.answer_by, "Date")),
		],
		_("See my offer"),
		"/employer",
	)


def _returned(pledge: Document) -> tuple[str, list[str], str, str]:
	return (
		_("One question about your offer {0}").format(pledge.name),
		[_("Thank you for your offer. Before we can go on we need something from you:"), pledge.reason],
		_("Answer it"),
		"/employer/offers",
	)


def _accepted(pledge: Document) -> tuple[str, list[str], str, str]:
	return (
		_("Your offer {0} is accepted").format(pledge.name),
		[
			_("Good news: we would like to take up your offer."),
			_("The next step is short. Your page shows what is left to do, one thing at a time."),
		],
		_("See what comes next"),
		"/employer",
	)


def _declined(pledge: Document) -> tuple[str, list[str], str, str]:
	return (
		_("Your offer {0}").format(pledge.name),
		[_("Thank you for your offer. We cannot take it up this time:"), pledge.reason],
		_("Offer something else"),
		"/opportunities/offer",
	)


MAILS = {"Submitted": _received, "Returned": _returned, "Accepted": _accepted, "Declined": _declined}
