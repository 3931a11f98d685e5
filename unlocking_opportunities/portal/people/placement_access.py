"""The link by which a young person, or whoever signs for them, comes to one placement: sending it, asking again, ending it.

It is bound to a row of Portal Access: this placement, as this party. Where it is sent is read from the identity record
at the moment of sending and stored nowhere else; when those contacts change, what was sent to the old ones ends.
"""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import CustomFunction, DocType
from pypika.terms import Criterion

from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import email as mail
from unlocking_opportunities.messages import staff, text
from unlocking_opportunities.portal import links, tokens
from unlocking_opportunities.rules import signing
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.server_fields import changed

PURPOSE = "Placement"
PATH = "/placement-link/open"
HOURS = 72
YOUNG_PERSON, SIGNATORY = "Young Person", "Signatory"
PARTY = {YOUNG_PERSON: signing.YOUNG_PERSON, SIGNATORY: signing.RESPONSIBLE}
# Mobile and email of each on the identity record.
CONTACTS = {YOUNG_PERSON: ("mobile", "email"), SIGNATORY: ("signatory_phone", "signatory_email")}
# Once cancelled there is nothing to look at; what has ended is still asked about.
CLOSED = ("Cancelled",)
REPLACE = CustomFunction("REPLACE", ["text", "old", "new"])


@frappe.whitelist(methods=["POST"])
def send_link(placement: str, to: str) -> str:
	"""Send the young person of `placement`, or whoever signs for them, a link to it; return how: "text" or "email".

	Raises a PermissionError for whoever may not write the placement, and a ValidationError when nobody could receive it.
	"""
	return _send_link(permitted("Placement", placement, "write"), to)


def _send_link(placement: Document, to: str) -> str:
	if to not in CONTACTS:
		frappe.throw(_("A link can only go to the young person or to the person who signs for them."))
	if placement.status in CLOSED:
		frappe.throw(_("{0} is cancelled, so there's nothing to show.").format(placement.name))
	if to == SIGNATORY and not placement.under_18:
		frappe.throw(_("They'll be 18 or over when the placement starts, so no one signs for them."))
	mobile, email = _get_contacts(placement.young_person, to)
	if not (email or (mobile and text.are_sent())):
		frappe.throw(
			_("There's nowhere to send it. Add an email address or a mobile number to their identity record.")
			if text.are_sent()
			else _("There's nowhere to send it. Add an email address to their identity record.")
		)
	_send_soon(_get_or_create_access(placement.name, to))
	return "text" if mobile and text.are_sent() else "email"


def request_new_links(contact: str) -> None:
	"""Have fresh links sent to `contact`, an email address or a mobile, for what it may see. Answers nothing either way."""
	key = jobs.put_away(contact)
	jobs.enqueue_once(
		f"{__name__}.send_again", job_id=f"send_again:{key}", enqueue_after_commit=False, key=key
	)


def send_again(key: str) -> None:
	"""The job behind `request_new_links`: looking up and sending take place here, so that asking tells nothing by its time.

	`key` is where the contact was put away.
	"""
	contact = jobs.put_back(key)
	for access in _find_accesses(contact) if contact else []:
		deliver(access)


def resend(token: str) -> bool:
	"""Have a fresh link sent in place of the one of `token`, spent or late; whether it was ever one of ours."""
	access = frappe.db.get_value(
		"Portal Link", {"token_hash": tokens.hashed(token), "purpose": PURPOSE}, "portal_access"
	)
	if not access or not frappe.db.exists("Portal Access", {"name": access, "revoked": 0}):
		return False
	_send_soon(access)
	return True


def deliver(access: str) -> None:
	"""Make a link for this row of Portal Access and send it, by text where the council sends text, else by email."""
	row = frappe.db.get_value("Portal Access", access, ["kind", "placement", "revoked"], as_dict=True)
	placement = frappe.db.get_value(
		"Placement", row.placement, ["young_person", "status", "officer"], as_dict=True
	)
	if row.revoked or placement.status in CLOSED:
		return
	mobile, email = _get_contacts(placement.young_person, row.kind)
	if not (mobile and text.are_sent() and _send_text(access, mobile)):
		if email:
			_send_mail(access, email)
		else:
			_notify_not_sent(row.placement, placement.officer)
	frappe.db.commit()


def revoke_after_contact_change(identity: Document, method: str | None = None) -> None:
	"""What was sent to contacts that this save takes away lets nobody in any more (Young Person Identity: on_update)."""
	if identity.get_doc_before_save() is None:
		return
	for kind, fields in CONTACTS.items():
		if changed(identity, *fields, *(("signing_authority",) if kind == SIGNATORY else ())):
			_revoke(identity.young_person, kind)


def _get_contacts(young_person: str, kind: str) -> tuple[str | None, str | None]:
	return frappe.db.get_value("Young Person Identity", young_person, CONTACTS[kind])


def _get_or_create_access(placement: str, kind: str) -> str:
	"""The row of Portal Access for this party of this placement: the one that stands, or a new one."""
	row = {"placement": placement, "kind": kind, "revoked": 0}
	if name := frappe.db.get_value("Portal Access", row):
		return name
	access = frappe.new_doc("Portal Access")
	access.update(row)
	# A worker who may write the placement may invite to it; officers keep the table itself.
	return access.insert(ignore_permissions=True).name


def _send_soon(access: str) -> None:
	jobs.enqueue_once(f"{__name__}.deliver", job_id=f"deliver:{access}", access=access)


def _find_accesses(contact: str) -> list[str]:
	access, placement, identity = (
		DocType("Portal Access"),
		DocType("Placement"),
		DocType("Young Person Identity"),
	)
	# A number is written with spaces or without.
	reached = [
		(access.kind == kind) & (REPLACE(identity[field], " ", "") == contact.replace(" ", ""))
		for kind, fields in CONTACTS.items()
		for field in fields
	]
	return (
		frappe.qb.from_(access)
		.join(placement)
		.on(placement.name == access.placement)
		.join(identity)
		.on(identity.name == placement.young_person)
		.select(access.name)
		.where((access.revoked == 0) & placement.status.notin(CLOSED))
		.where(Criterion.any(reached))
		.run(pluck=True)
	)


def _issue(access: str) -> str:
	return links.issue(PURPOSE, HOURS, PATH, portal_access=access)


def _send_mail(access: str, email: str) -> None:
	address = _issue(access)
	link = links.get_usable(address.rpartition("/")[2], PURPOSE)
	mail.send_secret(
		link,
		email,
		_("A link for you"),
		[
			_("There's something for you to look at and answer."),
			_(
				"This link is just for you. It works once and lasts for 3 days. You can ask for a new one at any time."
			),
		],
		address,
		_("Open the page"),
	)


def _send_text(access: str, mobile: str) -> bool:
	council = get_settings().council_name
	message = _("{0}: there's something for you to look at. {1}").format(council, _issue(access))
	return text.send(mobile, message, access)


def _notify_not_sent(placement: str, officer: str | None) -> None:
	staff.people(
		staff.officer_or_all(officer),
		subject=_("A link wasn't sent: {0}").format(placement),
		lines=[
			_("We couldn't send the link. Check the contact details on the identity record, or call them.")
		],
		document=frappe.get_doc("Placement", placement),
	)


def _revoke(young_person: str, kind: str) -> None:
	access, placement = DocType("Portal Access"), DocType("Placement")
	of_person = (
		frappe.qb.from_(placement).select(placement.name).where(placement.young_person == young_person)
	)
	(
		frappe.qb.update(access)
		.set(access.revoked, 1)
		.where((access.kind == kind) & (access.revoked == 0) & access.placement.isin(of_person))
		.run()
	)


def get_party(access: Any) -> str:
	"""Return which party of the agreement a row of Portal Access speaks for."""
	return PARTY[access.kind]
