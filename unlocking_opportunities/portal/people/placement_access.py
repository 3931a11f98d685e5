"""Links that let a young person, or the person who signs for them, into one placement: send, resend, revoke.

A link belongs to a row of Portal Access (this placement, this party). Contacts are read from the identity record when
sending and stored nowhere else. When they change, access sent to the old contacts is revoked. The access of the person who
signs ends with the young person's 18th birthday: by rule each time (see also portal/identity.py), and marked at night.
"""

from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import getdate, today
from pypika.terms import Criterion

from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import email as mail
from unlocking_opportunities.messages import staff, text, unsent
from unlocking_opportunities.placements import overview
from unlocking_opportunities.placements.overview import for_feedback
from unlocking_opportunities.portal import links, tokens
from unlocking_opportunities.portal.identity import CONTACTS, SIGNATORY, YOUNG_PERSON
from unlocking_opportunities.portal.people.shared_contacts import matches, whose
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.age import adults_born_by, is_under_18
from unlocking_opportunities.rules.placement_states import BEGUN, HAS_RUN
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.server_fields import changed

PURPOSE = "Placement"
PATH = "/placement-link/open"
HOURS = 72
PARTY = {YOUNG_PERSON: signing.YOUNG_PERSON, SIGNATORY: signing.RESPONSIBLE}
# An ended placement stays open for feedback; a cancelled one doesn't.
CLOSED = ("Cancelled",)


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
	if to == SIGNATORY and _is_adult(placement.young_person):
		frappe.throw(
			_("They're 18 or over now, so no one signs for them. Send the link to the young person."),
			NoSignatory,
		)
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
	"""Send a new link in place of a spent or expired `token`; return False if we never issued it or access has ended."""
	access = _access_of(token)
	if not access or _has_ended(access):
		return False
	_send_soon(access)
	return True


def has_link_ended(token: str) -> bool:
	"""Return whether `token` is a link of ours whose access has ended, so that no new link replaces it."""
	access = _access_of(token)
	return bool(access) and _has_ended(access)


def has_session_ended(cookie: str | None) -> bool:
	"""Return whether the session of this cookie is of someone who signed until the 18th birthday."""
	session = {"token_hash": tokens.hashed(cookie or ""), "portal_access": ["is", "set"]}
	access = frappe.db.get_value("Portal Session", session, "portal_access")
	return bool(access) and _has_come_of_age(access)


def end_at_18() -> None:
	"""Revoke the access of those who sign for people who are 18 or over. Runs daily."""
	access, placement, identity = (
		DocType("Portal Access"),
		DocType("Placement"),
		DocType("Young Person Identity"),
	)
	of_adults = (
		frappe.qb.from_(placement)
		.join(identity)
		.on(identity.name == placement.young_person)
		.select(placement.name)
		.where(identity.date_of_birth <= adults_born_by(getdate(today())))
	)
	ended = (access.kind == SIGNATORY) & (access.revoked == 0) & access.placement.isin(of_adults)
	frappe.qb.update(access).set(access.revoked, 1).where(ended).run()
	frappe.db.commit()


def deliver(access: str) -> None:
	"""Send a new link for this row of Portal Access, and keep trying if that fails: each attempt makes a new link."""
	placement = frappe.db.get_value("Portal Access", access, "placement")
	about = frappe.get_doc("Placement", placement) if placement else None
	if not unsent.attempt(unsent.LINK, {"access": access}, about):
		_notify_not_sent(about)
	frappe.db.commit()


def deliver_now(access: str) -> None:
	"""Send a new link, by text if the council sends texts, otherwise by email. Raises what `unsent` counts as a failure."""
	row = frappe.db.get_value("Portal Access", access, ["kind", "placement"], as_dict=True)
	placement = frappe.db.get_value(
		"Placement", row.placement, ["name", "young_person", "status", "kind", "start_date"], as_dict=True
	)
	if placement.status in CLOSED or _has_ended(access):
		raise unsent.NoLongerNeeded
	mobile, email = _get_contacts(placement.young_person, row.kind)
	gave_feedback, is_done = for_feedback(row.placement).given, _has_replied(row.placement, row.kind)
	subject, line = words_for(row.kind, placement.status, gave_feedback, is_done)
	of_mobile, of_email = (whose(placement, row.kind, to) if to else "" for to in (mobile, email))
	if mobile and text.is_set_up() and _send_text(access, mobile, line, of_mobile):
		return
	if not email:
		raise unsent.NotAccepted
	_send_mail(access, email, subject, filter(None, (line, of_email)))


def revoke_after_contact_change(identity: Document, method: str | None = None) -> None:
	"""Revoke access when the contacts it was sent to change (Young Person Identity: on_update)."""
	if identity.get_doc_before_save() is None:
		return
	for kind, fields in CONTACTS.items():
		if changed(identity, *fields, *(("signing_authority",) if kind == SIGNATORY else ())):
			_revoke(identity.young_person, kind)


def _access_of(token: str) -> str | None:
	return frappe.db.get_value(
		"Portal Link", {"token_hash": tokens.hashed(token), "purpose": PURPOSE}, "portal_access"
	)


def _has_ended(access: str) -> bool:
	"""Return whether this row of Portal Access is gone or revoked, or was for someone who signed until the 18th birthday."""
	revoked = frappe.db.get_value("Portal Access", access, "revoked")
	return revoked is None or bool(revoked) or _has_come_of_age(access)


def _has_come_of_age(access: str) -> bool:
	"""Return whether this row of Portal Access is of someone who signed for a person who is 18 or over now."""
	placement = frappe.db.get_value("Portal Access", {"name": access, "kind": SIGNATORY}, "placement")
	return bool(placement) and _is_adult(frappe.db.get_value("Placement", placement, "young_person"))


def _is_adult(young_person: str) -> bool:
	"""Return whether they are 18 or over today. Without a date of birth no one signs for them either."""
	born = frappe.db.get_value("Young Person Identity", young_person, "date_of_birth")
	return not born or not is_under_18(getdate(born), getdate(today()))


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
	reached = [(access.kind == kind) & matches(identity, kind, contact) for kind in CONTACTS]
	return (
		frappe.qb.from_(access)
		.join(placement)
		.on(placement.name == access.placement)
		.join(identity)
		.on(identity.name == placement.young_person)
		.select(access.name)
		.where((access.revoked == 0) & placement.status.notin(CLOSED))
		.where((access.kind != SIGNATORY) | (identity.date_of_birth > adults_born_by(getdate(today()))))
		.where(Criterion.any(reached))
		.run(pluck=True)
	)


def _issue(access: str) -> str:
	return links.issue(PURPOSE, HOURS, PATH, portal_access=access)


def _has_replied(name: str, kind: str) -> bool:
	"""Return whether this party has signed what is agreed now, or has nothing to sign and has replied."""
	seen = overview.placement(name, PARTY[kind])
	return bool(seen.signed or seen.answer == "No" or (seen.answer and not seen.signs))


def words_for(kind: str, status: str, gave_feedback: bool = False, is_done: bool = False) -> tuple[str, str]:
	"""Return the subject and the line that say what the link is for: to answer, to sign, to say how it was, or to look."""
	if status in HAS_RUN and kind == YOUNG_PERSON and not gave_feedback:
		return _("Tell us how it was"), _("Your placement has ended. Please tell us how it was.")
	if status in BEGUN or is_done:
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


def _send_mail(access: str, email: str, subject: str, lines: Iterable[str]) -> None:
	address = _issue(access)
	link = links.get_usable(address.rpartition("/")[2], PURPOSE)
	mail.send_secret(
		link,
		email,
		subject,
		[
			*lines,
			_(
				"This link is just for you. It works once and lasts for 3 days. You can ask for a new one at any time."
			),
		],
		address,
		_("See the placement"),
	)


def _send_text(access: str, mobile: str, line: str, of_whom: str) -> bool:
	words = " ".join(filter(None, (line, of_whom)))
	message = f"{get_settings().council_name}: {words} {_issue(access)}"
	return text.send(mobile, message, access)


def _notify_not_sent(placement: Document) -> None:
	staff.notify(
		{placement.officer},
		subject=_("Link not sent: {0}").format(placement.name),
		lines=[
			_("We couldn't send the link. Check the contact details on the identity record, or call them.")
		],
		document=placement,
		once=True,
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
