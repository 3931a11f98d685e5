"""Emails to people outside the council: plain words, one thing to do, no person's name and nothing about care."""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import get_url

from unlocking_opportunities.council import brand
from unlocking_opportunities.messages import outbox, unsent
from unlocking_opportunities.messages.outbox import URGENT, USUAL


def send(
	to: str,
	subject: str,
	lines: Iterable[str],
	button: str | None = None,
	path: str | None = None,
	about: Document | None = None,
	urgent: bool = False,
) -> bool:
	"""Queue an email with a button to `path`, a page of the portal, and return whether that worked.

	It is filed under the record `about`. `urgent`: send it at once, before all that is not. What can't be queued is kept and
	tried again (unsent.py).
	"""
	content = {
		"to": to,
		"subject": subject,
		"lines": list(lines),
		"button": button,
		"address": get_url(path) if path else None,
		"doctype": about.doctype if about else None,
		"name": about.name if about else None,
		"priority": URGENT if urgent else USUAL,
	}
	return unsent.attempt(unsent.EMAIL, content, about, urgent)


def send_secret(
	link: Document, to: str, subject: str, lines: Iterable[str], address: str, button: str
) -> None:
	"""Queue an email whose button lets its reader in, and send it at once. Raises an error if it can't be queued.

	It is filed under its Portal Link, so that the sent email can be found and deleted (messages/purge.py).
	"""
	queue(to, subject, list(lines), button, address, link.doctype, link.name, URGENT)


def queue(
	to: str,
	subject: str,
	lines: list[str],
	button: str | None,
	address: str | None,
	doctype: str | None,
	name: str | None,
	priority: int,
) -> None:
	"""Queue one email, and send it at once if it is urgent. Raises unsent.BadAddress, or what Frappe raises without an email account."""
	unsent.require_address(to)
	frappe.sendmail(
		recipients=[to],
		subject=subject,
		template="unlocking_portal",
		args={"lines": lines, "url": address, "button": button, "brand": brand.of_page(public=False)},
		reference_doctype=doctype,
		reference_name=name,
		add_unsubscribe_link=0,
		send_priority=priority,
	)
	if priority == URGENT:
		outbox.send_soon()
