"""Notify colleagues in the council by email and in the Desk's notifications, with references and never a person's name.

Everyone gets the notification at once. An email respects the user's Email Preference unless it is urgent. While a user is
away (Absence Cover), it goes to the colleague who covers for them; an urgent one goes to both.
"""

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import escape_html, get_url_to_form, today

from unlocking_opportunities.council.roles import MANAGER, OFFICER
from unlocking_opportunities.utils import jobs

# Frappe sends emails with a higher number first.
USUAL, URGENT = 1, 5
WEEKLY, NOT_BY_EMAIL = "Once a Week", "Not by Email"


def people(
	users: Iterable[str],
	subject: str,
	lines: Iterable[str],
	document: Document,
	at_once: bool = False,
	url: str | None = None,
	button: str | None = None,
	in_person: bool = False,
) -> None:
	"""Notify each enabled user in `users` about `document`: a notification, and an email with a button that opens it.

	`subject` and `lines` are translated plain text and hold references only. `url` and `button` change where the button
	leads; the default is the document's form. The email is queued and sent after this transaction commits.
	`at_once` is for urgent messages: sent straight away, whatever the user chose, to people who are away and their cover.
	`in_person` leaves the cover out: for messages that only `users` may know about.
	"""
	users = set(users) - {"Administrator"}
	told = sorted(_enabled(users if in_person else users | in_place_of(users)))
	for user in told:
		_add_notification(user, subject, document)
	mailed = told if at_once else sorted(set(told) & by_mail(in_place_of(users)))
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
			send_priority=URGENT if at_once else USUAL,
		)
	if at_once:
		send_soon()


def send_soon() -> None:
	"""Send the queued emails as soon as this transaction has been committed, instead of with the next run."""
	jobs.enqueue_once("frappe.email.queue.flush")


def holders_of(role: str) -> set[str]:
	"""Return the enabled users who hold `role`."""
	held, user = DocType("Has Role"), DocType("User")
	holders = (
		frappe.qb.from_(held)
		.join(user)
		.on(user.name == held.parent)
		.where((held.parenttype == "User") & (held.role == role) & (user.enabled == 1))
		.select(user.name)
		.distinct()
	)
	return set(holders.run(pluck=True)) - {"Administrator"}


def officer_or_all(officer: str | None) -> set[str]:
	"""Return `officer` or, if there is none or they have left, every officer.

	If the council has no officers, returns the managers.
	"""
	own = set(_enabled([officer])) if officer else set()
	return own or holders_of(OFFICER) or holders_of(MANAGER)


def in_place_of(users: Iterable[str]) -> set[str]:
	"""Return who gets the messages for `users` today: the cover for anyone away, and its cover if that is away too."""
	return set(stand_ins(users).values())


def stand_ins(users: Iterable[str]) -> dict[str, str]:
	"""Return, for each of `users`, who gets their messages today: themselves, unless they are away."""
	cover = _covers_today()
	return {user: _present(user, cover) for user in users}


def by_mail(users: Iterable[str]) -> set[str]:
	"""Return those of `users` who get emails that are not urgent."""
	chosen = choices()
	return {user for user in users if chosen.get(user) != NOT_BY_EMAIL}


def choices() -> dict[str, str]:
	"""Return the Email Preference of each user who has one."""
	return dict(frappe.get_all("Email Preference", fields=["user", "digest"], as_list=True))


def _covers_today() -> dict[str, str]:
	rows = frappe.get_all(
		"Absence Cover",
		filters={"from_date": ["<=", today()], "to_date": [">=", today()]},
		fields=["user", "cover_by"],
		order_by="creation",
	)
	return {row.user: row.cover_by for row in rows}


def _present(user: str, cover: dict[str, str]) -> str:
	seen, standing_in = {user}, user
	while standing_in in cover:
		standing_in = cover[standing_in]
		# Two people who cover for each other are both away, so the message goes to the user themselves.
		if standing_in in seen:
			return user
		seen.add(standing_in)
	return standing_in


def _enabled(users: Iterable[str]) -> list[str]:
	return frappe.get_all("User", filters={"name": ["in", sorted(users)], "enabled": 1}, pluck="name")


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
