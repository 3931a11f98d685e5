"""Emails to people outside the council: plain words, one thing to do, no person's name and nothing about care."""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.utils import get_url

from unlocking_opportunities.council import brand
from unlocking_opportunities.messages import purge
from unlocking_opportunities.utils import jobs


def send(
	to: str,
	subject: str,
	lines: Iterable[str],
	button: str | None = None,
	path: str | None = None,
	about: Document | None = None,
) -> None:
	"""Queue an email with a button to `path`, a page of the portal. It is filed under the record `about`."""
	_queue(to, subject, lines, button, get_url(path) if path else None, about)


def send_secret(
	link: Document, to: str, subject: str, lines: Iterable[str], address: str, button: str
) -> None:
	"""Queue an email whose button lets its reader in, and send it at once.

	It is filed under its Portal Link, so that the sent email can be found and deleted (messages/purge.py).
	"""
	_queue(to, subject, lines, button, address, link)
	jobs.enqueue_once(f"{__name__}.flush_and_forget")


def flush_and_forget() -> None:
	"""Send the queued emails, then delete the sent ones that hold a token."""
	from frappe.email.queue import flush

	flush()
	purge.purge()


def _queue(
	to: str,
	subject: str,
	lines: Iterable[str],
	button: str | None,
	address: str | None,
	about: Document | None,
) -> None:
	frappe.sendmail(
		recipients=[to],
		subject=subject,
		template="unlocking_portal",
		args={"lines": list(lines), "url": address, "button": button, "brand": brand.of_page(public=False)},
		reference_doctype=about.doctype if about else None,
		reference_name=about.name if about else None,
		add_unsubscribe_link=0,
	)
