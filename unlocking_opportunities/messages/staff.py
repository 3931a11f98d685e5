"""Notify colleagues in the council by email and in the Desk's notifications, with references and never a person's name.

Everyone gets the notification at once. An email respects the user's Email Preference unless it is urgent. While a user is
away (Absence Cover), it goes to the colleague who covers for them; an urgent one goes to both.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_url_to_form

from unlocking_opportunities.council.roles import OFFICER
from unlocking_opportunities.messages import recipients
from unlocking_opportunities.utils import jobs

# Frappe sends emails with a higher number first.
USUAL, URGENT = 1, 5
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
) -> set[str]:
	"""Notify `users`, or whoever is told in their place, about `document`, and return who was notified.

	They get a notification, and an email with a button that opens it. Who is told if they are away or have left, and what
	`roles` and `in_person` mean, is in recipients.py.
	`subject` and `lines` are translated plain text and hold references only. `url` and `button` change where the button
	leads; the default is the document's form. The email is queued and sent after this transaction commits.
	`urgent` is for urgent messages: sent straight away, whatever the user chose, to people who are away and their cover.
	"""
	users = set(filter(None, users)) - {"Administrator"}
	acting = recipients.told(users, roles, in_person)
	told = acting | recipients.enabled(users)
	for user in sorted(told):
		_add_notification(user, subject, document)
	mailed = sorted(told if urgent else by_mail(acting))
	if mailed:
		frappe.sendmail(
			recipients=mailed,
			subject=subject,
			template="unlocking_notice",
			args={
				"lines": list(lines),
				"url": url or get_url_to_form(document.doctype, document.name),
				"button": button or _("Open it"),
			},
			reference_doctype=document.doctype,
			reference_name=document.name,
			send_priority=URGENT if urgent else USUAL,
		)
	if urgent:
		send_soon()
	return told


def send_soon() -> None:
	"""Send the queued emails as soon as this transaction has been committed, instead of with the next run."""
	jobs.enqueue_once("frappe.email.queue.flush")


def by_mail(users: Iterable[str]) -> set[str]:
	"""Return those of `users` who get emails that are not urgent."""
	chosen = choices()
	return {user for user in users if chosen.get(user) != NOT_BY_EMAIL}


def choices() -> dict[str, str]:
	"""Return the Email Preference of each user who has one."""
	return dict(frappe.get_all("Email Preference", fields=["user", "digest"], as_list=True))


def _add_notification(user: str, subject: str, document: Document) -> None:
	entry = frappe.new_doc("Notification Log")
	entry.update(
		{
			"for_user": user,
			"type": "Alert",
			"subject": escape_html(subject),
			"document_type": document.doctype,
			"document_name": document.name,
			"from_user": frappe.session.user,
		}
	)
	entry.insert(ignore_permissions=True)  # a notification belongs to the user it is for
