"""Telling people inside the council: by mail and in the Desk's bell, with references and never a person's name."""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import escape_html, get_url_to_form
from frappe.utils.user import get_users_with_role


def people(
	users: Iterable[str], subject: str, lines: Iterable[str], document: Document, at_once: bool = False
) -> None:
	"""Tell each enabled user of `users` about `document`: a bell entry, and a mail with a button that opens it.

	`subject` and `lines` are plain text, translated, and hold references only. The mail waits in Frappe's queue
	and is sent after this transaction commits: with `at_once` right then, otherwise with the next of the queue.
	"""
	enabled = frappe.get_all("User", filters={"name": ["in", sorted(set(users))], "enabled": 1}, pluck="name")
	for user in enabled:
		_ring(user, subject, document)
	if enabled:
		frappe.sendmail(
			recipients=enabled,
			subject=subject,
			template="unlocking_notice",
			args={
				"lines": list(lines),
				"url": get_url_to_form(document.doctype, document.name),
				"button": _("Open it"),
			},
			reference_doctype=document.doctype,
			reference_name=document.name,
		)
	if at_once:
		frappe.enqueue("frappe.email.queue.flush", queue="short", enqueue_after_commit=True)


def outsider(email: str, subject: str, lines: Iterable[str]) -> None:
	"""Send a mail to somebody without an account: plain lines, no link, and no record that ties it to a person."""
	frappe.sendmail(
		recipients=[email], subject=subject, template="unlocking_notice", args={"lines": list(lines)}
	)


def holders_of(role: str) -> set[str]:
	"""Return the enabled users who hold `role`."""
	return set(get_users_with_role(role)) - {"Administrator"}


def _ring(user: str, subject: str, document: Document) -> None:
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
	entry.insert(ignore_permissions=True)  # a bell entry belongs to whoever is told
