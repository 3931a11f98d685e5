"""Whether an address that signs in is still its person's: asked once a year, and kept in line with the records.

A contact leaves and the mailbox passes on; the new holder must not see what the old one saw. Whether the address is still on
the record of the contact or the mentor is read with each request (portal/identity.py).
"""

from collections.abc import Iterable

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Date
from frappe.utils import add_days, today
from pypika.terms import Criterion

from unlocking_opportunities.portal import identity
from unlocking_opportunities.utils.server_fields import changed

# People change jobs, and hosts come back for one placement a year: asking more often would only be in their way.
ASK_AFTER_DAYS = 365
# Long enough for a holiday or an absence.
ANSWER_DAYS = 30
SOMEONE_ELSE, NO_ANSWER, CHANGED = "Someone Else", "No Answer", "Address Changed"


def is_due(email: str) -> bool:
	"""Return whether the holder of this address has to say that it is still theirs before they sign in."""
	access = DocType("Portal Access")
	confirmed_on = Coalesce(access.confirmed_on, Date(access.creation))
	due = _open(access, email) & (confirmed_on <= add_days(today(), -ASK_AFTER_DAYS))
	return bool(frappe.qb.from_(access).select(access.name).where(due).limit(1).run())


def note_asked(email: str) -> None:
	"""Remember the day on which the question was first shown. If nobody answers, access ends ANSWER_DAYS later."""
	access = DocType("Portal Access")
	query = frappe.qb.update(access).set(access.asked_on, today())
	query.where(_open(access, email) & access.asked_on.isnull()).run()
	frappe.local.flags.commit = True  # Frappe rolls back writes in a GET request without this


def confirm(email: str) -> None:
	access = DocType("Portal Access")
	query = frappe.qb.update(access).set(access.confirmed_on, today()).set(access.asked_on, None)
	query.where(_open(access, email)).run()


def close(email: str, because: str) -> None:
	"""End every access of this address, whose mailbox is someone else's. It is then on the officers' list."""
	access = DocType("Portal Access")
	_close(_open(access, email), because)


def close_unanswered() -> None:
	"""End access where the question was shown ANSWER_DAYS ago and nobody has answered. Run each night."""
	access = DocType("Portal Access")
	_close((access.revoked == 0) & (access.asked_on <= add_days(today(), -ANSWER_DAYS)), NO_ANSWER)
	frappe.db.commit()


def close_changed(employers: Iterable[str] | None = None) -> None:
	"""End access to an employer whose address was on the record of one of its contacts and isn't any more.

	`employers`: those to look at; all by default, which catches what was changed past the contact's form. Run each night.
	"""
	access = DocType("Portal Access")
	query = frappe.qb.from_(access).select(access.name).for_update()
	query = query.where((access.kind == "Employer") & (access.revoked == 0) & (access.address_on_record == 1))
	query = query.where(
		access.employer.notnull() & access.employer.notin(identity.with_contact(access.email))
	)
	if employers is not None:
		query = query.where(access.employer.isin([*employers, ""]))
	if names := query.run(pluck=True):
		_close(access.name.isin(names), CHANGED)


def close_changed_at_night() -> None:
	close_changed()
	frappe.db.commit()


def follow_contact(contact: Document, method: str | None = None) -> None:
	"""Note on which accesses the address is now a contact's (Contact: on_update). From then on they depend on it.

	Accesses whose address has left the contact end, and come on the officers' list (Contact: after_delete too).
	"""
	before = contact.get_doc_before_save()
	employers = _get_employers(contact)
	if method != "after_delete":
		_note_on_record(contact, employers)
	close_changed({*employers, *(_get_employers(before) if before else ())})


def _get_employers(contact: Document) -> list[str]:
	return [row.link_name for row in contact.links if row.link_doctype == "Employer"]


def _note_on_record(contact: Document, employers: list[str]) -> None:
	emails = [row.email_id.strip().lower() for row in contact.email_ids if row.email_id]
	if employers and emails:
		access = DocType("Portal Access")
		query = frappe.qb.update(access).set(access.address_on_record, 1)
		query.where(access.employer.isin(employers) & access.email.isin(emails)).run()


def follow_mentor(mentor: Document, method: str | None = None) -> None:
	"""Move a mentor's access to their new address (Mentor: on_update). The old one ends with the save."""
	before = mentor.get_doc_before_save()
	if not before or not before.email or not changed(mentor, "email"):
		return
	email = (mentor.email or "").strip().lower()
	of_mentor = {"mentor": mentor.name, "kind": "Mentor", "revoked": 0}
	for name in frappe.get_all("Portal Access", {**of_mentor, "email": before.email.strip()}, pluck="name"):
		access = frappe.get_doc("Portal Access", name)
		moves = email and not frappe.db.exists("Portal Access", {**of_mentor, "email": email})
		access.update({"email": email} if moves else {"revoked": 1})
		access.save(ignore_permissions=True)  # whoever may change the mentor's address


def _open(access: DocType, email: str) -> Criterion:
	return (access.email == email.lower()) & (access.revoked == 0)


def _close(which: Criterion, because: str) -> None:
	access = DocType("Portal Access")
	query = frappe.qb.update(access).set(access.revoked, 1).set(access.closed_because, because)
	query.set(access.followed_up, 0).where(which).run()
