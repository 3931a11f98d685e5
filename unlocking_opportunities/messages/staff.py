"""Notify colleagues in the council by email and in the Desk's notifications, with references and never a person's name.

Everyone gets the notification at once. An email respects the user's Email Preference unless it is urgent. While a user is
away (Absence Cover), it goes to the colleague who covers for them, if they may open the record; an urgent one goes to both.
What can't be queued is kept and tried again (unsent.py); the caller's own work stands.
"""

from collections.abc import Iterable
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import create_batch, escape_html, get_url_to_form, validate_email_address

from unlocking_opportunities.council.roles import OFFICER
from unlocking_opportunities.messages import outbox, recipients, unsent
from unlocking_opportunities.messages.outbox import URGENT, USUAL

# Frappe hands an email to more than 20 people to a job, which may run before this transaction is committed.
MOST_RECIPIENTS = 20
WEEKLY, NOT_BY_EMAIL = "Once a Week", "Not by Email"


def notify(
	users: Iterable[str],
	subject: str,
	lines: Iterable[str],
	document: Document,
	urgent: bool = False,
	url: str | None = None,
	button: str | None = None,
	in_person: bool = False,
	roles: Iterable[str] = (OFFICER,),
	once: bool = False,
) -> set[str]:
	"""Notify `users`, or those who are told in their place, about `document`, and return whom a notification or email reached.

	They get a notification, and an email with a button that opens it. Who is told if they are away or have left, and what
	`roles` and `in_person` mean, is in recipients.py.
	`subject` and `lines` are translated plain text and hold references only. `url` and `button` change where the button
	leads; the default is the document's form. The email is queued and sent after this transaction commits.
	`urgent` is for urgent messages: sent straight away, whatever the user chose, to people who are away and their cover.
	`once`: what fails isn't tried again, because it may no longer be true by then and stands on their home page too.
	"""
	users = set(filter(None, users)) - {"Administrator"}
	acting = recipients.told(
		users, roles, in_person, partial(recipients.may_open, document.doctype, document)
	)
	told = acting | recipients.enabled(users)
	at = {"doctype": document.doctype, "name": document.name}
	mail = {
		"subject": subject,
		"lines": list(lines),
		"url": url or get_url_to_form(document.doctype, document.name),
		"button": button or _("Open it"),
		"priority": URGENT if urgent else USUAL,
		**at,
	}
	kept = {"about": document, "urgent": urgent, "once": once}
	bells = _ring(told, {"subject": subject, "from_user": frappe.session.user, **at}, kept)
	return bells | _mail(told if urgent else by_mail(acting), mail, kept)


def _ring(users: Iterable[str], bell: dict[str, Any], kept: dict[str, Any]) -> set[str]:
	"""Add the notification `bell` for each of `users`, and return those users. `kept`: how what fails is kept (unsent.attempt)."""
	return {
		user for user in sorted(users) if unsent.attempt(unsent.NOTIFICATION, {"user": user, **bell}, **kept)
	}


def _mail(users: Iterable[str], mail: dict[str, Any], kept: dict[str, Any]) -> set[str]:
	"""Queue `mail` to `users`, and return those it is for. One bad address doesn't keep it from the others. `kept`: as above."""
	bad = {user for user in users if not validate_email_address(user)}
	reached = set()
	for group in (sorted(set(users) - bad), *[[user] for user in sorted(bad)]):
		if group and unsent.attempt(unsent.TO_STAFF, {"users": group, **mail}, **kept):
			reached.update(group)
	return reached


def queue(
	users: list[str],
	subject: str,
	lines: list[str],
	url: str,
	button: str,
	priority: int,
	doctype: str,
	name: str,
) -> None:
	"""Queue one email to `users` about a record. Raises unsent.BadAddress, or what Frappe raises without an email account."""
	for user in users:
		unsent.require_address(user)
	for some in create_batch(users, MOST_RECIPIENTS):
		frappe.sendmail(
			recipients=some,
			subject=subject,
			template="unlocking_notice",
			args={"lines": lines, "url": url, "button": button},
			reference_doctype=doctype,
			reference_name=name,
			send_priority=priority,
		)
	if priority == URGENT:
		outbox.send_soon()


def by_mail(users: Iterable[str]) -> set[str]:
	"""Return those of `users` who get emails that are not urgent."""
	chosen = choices()
	return {user for user in users if chosen.get(user) != NOT_BY_EMAIL}


def choices() -> dict[str, str]:
	"""Return the Email Preference of each user who has one."""
	return dict(frappe.get_all("Email Preference", fields=["user", "digest"], as_list=True))


def add_notification(user: str, subject: str, from_user: str, doctype: str, name: str) -> None:
	"""Add a notification for `user` about a record."""
	entry = frappe.new_doc("Notification Log")
	entry.update(
		{
			"for_user": user,
			"type": "Alert",
			"subject": escape_html(subject),
			"document_type": doctype,
			"document_name": name,
			"from_user": from_user,
		}
	)
	entry.insert(ignore_permissions=True)  # a notification belongs to the user it is for
