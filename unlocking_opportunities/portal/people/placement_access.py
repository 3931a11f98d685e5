"""Links that let a young person, or the person who signs for them, into one placement: send, resend, revoke.

A link belongs to a row of Portal Access (this placement, this party). Contacts are read from the identity record when
sending and stored nowhere else. When they change, access sent to the old contacts is revoked.
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
from unlocking_opportunities.rules.placement_states import BEGUN, HAS_RUN
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.server_fields import changed

PURPOSE = "Placement"
PATH = "/placement-link/open"
HOURS = 72
YOUNG_PERSON, SIGNATORY = "Young Person", "Signatory"
PARTY = {YOUNG_PERSON: signing.YOUNG_PERSON, SIGNATORY: signing.RESPONSIBLE}
# Fields of the identity record: mobile, email.
CONTACTS = {YOUNG_PERSON: ("mobile", "email"), SIGNATORY: ("signatory_phone", "signatory_email")}
# An ended placement stays open for feedback; a cancelled one doesn't.
CLOSED = ("Cancelled",)
REPLACE = CustomFunction("REPLACE", ["text", "old", "new"])


class UnknownRecipient(frappe.ValidationError):
	"""A link goes to the young person or to the one who signs for them, and to nobody else."""


class NothingToShow(frappe.ValidationError):
	"""The placement was cancelled."""


class NoSignatory(frappe.ValidationError):
	"""Nobody signs for someone of 18 or over."""


class NoContact(frappe.ValidationError):
	"""Their identity record has no address or number to send the link to."""


@frappe.whitelist(methods=["POST"])
def send_link(placement: str, to: str) -> str:
	"""Send a link to the young person of `placement` or the person who signs for them; return "text" or "email".

	Raises PermissionError without write permission on the placement, and UnknownRecipient, NothingToShow, NoSignatory or
	NoContact if it can't be sent.
	"""
	return _send_link(permitted("Placement", placement, "write"), to)


def _send_link(placement: Document, to: str) -> str:
	if to not in CONTACTS:
		frappe.throw(
			_("A link can only go to the young person or to the person who signs for them."), UnknownRecipient
		)
	if placement.status in CLOSED:
		frappe.throw(_("{0} is cancelled, so there's nothing to show.").format(placement.name), NothingToShow)
	if to == SIGNATORY and not placement.under_18:
		frappe.throw(
			_("They'll be 18 or over when the placement starts, so no one signs for them."), NoSignatory
		)
	mobile, email = _get_contacts(placement.young_person, to)
	if not (email or (mobile and text.is_set_up())):
		frappe.throw(
			_("There's nowhere to send it. Add an email address or a mobile number to their identity record.")
			if text.is_set_up()
			else _("There's nowhere to send it. Add an email address to their identity record."),
			NoContact,
		)
	_send_soon(_get_or_create_access(placement.name, to))
	return "text" if mobile and text.is_set_up() else "email"


def request_new_links(contact: str) -> None:
	"""Request new links for every placement that `contact` (email address or mobile) may see. Returns nothing."""
	key = jobs.store_argument(contact)
	jobs.enqueue_once(
		f"{__name__}.send_again", job_id=f"send_again:{key}", enqueue_after_commit=False, key=key
	)


def send_again(key: str) -> None:
	"""Job of `request_new_links`. Looking up happens here, so that the response time reveals nothing.

	`key`: where the contact is kept until then.
	"""
	contact = jobs.get_argument(key)
	for access in _find_accesses(contact) if contact else []:
		deliver(access)


def resend(token: str) -> bool:
	"""Send a new link in place of a spent or expired `token`; return False if we never issued it."""
	access = frappe.db.get_value(
		"Portal Link", {"token_hash": tokens.hashed(token), "purpose": PURPOSE}, "portal_access"
	)
	if not access or not frappe.db.exists("Portal Access", {"name": access, "revoked": 0}):
		return False
	_send_soon(access)
	return True


def deliver(access: str) -> None:
	"""Send a new link for this row of Portal Access, by text if the council sends texts, otherwise by email."""
	row = frappe.db.get_value("Portal Access", access, ["kind", "placement", "revoked"], as_dict=True)
	placement = frappe.db.get_value(
		"Placement", row.placement, ["young_person", "status", "officer"], as_dict=True
	)
	if row.revoked or placement.status in CLOSED:
		return
	mobile, email = _get_contacts(placement.young_person, row.kind)
	if not (mobile and text.is_set_up() and _send_text(access, mobile)):
		if email:
			_send_mail(access, email, *words_for(row.kind, placement.status))
		else:
			_notify_not_sent(row.placement, placement.officer)
	frappe.db.commit()


def revoke_after_contact_change(identity: Document, method: str | None = None) -> None:
	"""Revoke access when the contacts it was sent to change (Young Person Identity: on_update)."""
	if identity.get_doc_before_save() is None:
		return
	for kind, fields in CONTACTS.items():
		if changed(identity, *fields, *(("signing_authority",) if kind == SIGNATORY else ())):
			_revoke(identity.young_person, kind)


def _get_contacts(young_person: str, kind: str) -> tuple[str | None, str | None]:
	return frappe.db.get_value("Young Person Identity", young_person, CONTACTS[kind])


def _get_or_create_access(placement: str, kind: str) -> str:
	"""The valid row of Portal Access for this placement and party, or a new one."""
	row = {"placement": placement, "kind": kind, "revoked": 0}
	if name := frappe.db.get_value("Portal Access", row):
		return name
	access = frappe.new_doc("Portal Access")
	access.update(row)
	# Write permission on the placement is enough; only officers may edit Portal Access itself.
	return access.insert(ignore_permissions=True).name


def _send_soon(access: str) -> None:
	jobs.enqueue_once(f"{__name__}.deliver", job_id=f"deliver:{access}", access=access)


def _find_accesses(contact: str) -> list[str]:
	access, placement, identity = (
		DocType("Portal Access"),
		DocType("Placement"),
		DocType("Young Person Identity"),
	)
	# Numbers may be stored with or without spaces.
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


def words_for(kind: str, status: str) -> tuple[str, str]:
	"""Return the subject and the line that say what the link is for: to answer, to sign, to say how it was, or to look."""
	if status in HAS_RUN and kind == YOUNG_PERSON:
		return _("Tell us how it was"), _("Your placement has ended. Please tell us how it was.")
	if status in BEGUN:
		return _("Your new link"), _("Here's a new link to the placement.")
	if kind == SIGNATORY:
		return (
			_("Please read and sign"),
			_("Please read about the work placement, tell us what you think of it, and sign."),
		)
	return (
		_("Please have a look and reply"),
		_("Please have a look at the work placement and tell us what you think."),
	)


def _send_mail(access: str, email: str, subject: str, line: str) -> None:
	address = _issue(access)
	link = links.get_usable(address.rpartition("/")[2], PURPOSE)
	mail.send_secret(
		link,
		email,
		subject,
		[
			line,
			_(
				"This link is just for you. It works once and lasts for 3 days. You can ask for a new one at any time."
			),
		],
		address,
		_("See the placement"),
	)


def _send_text(access: str, mobile: str) -> bool:
	council = get_settings().council_name
	message = _("{0}: please have a look and tell us what you think. {1}").format(council, _issue(access))
	return text.send(mobile, message, access)


def _notify_not_sent(placement: str, officer: str | None) -> None:
	staff.notify(
		{officer},
		subject=_("Link not sent: {0}").format(placement),
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
	"""Return the signing party of a row of Portal Access."""
	return PARTY[access.kind]
