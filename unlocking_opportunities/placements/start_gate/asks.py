"""A ready text to whoever can settle a check of the start gate: to send by email or text, to read out, or to copy.

An officer sends it. It carries the placement's reference and first day, never a name, and says nothing of care: mails are
read over shoulders and texts on locked screens. Where it goes is read when it is sent and shown to nobody.
"""

from dataclasses import asdict, dataclass
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.agreements import wording
from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import addresses, email, staff, text
from unlocking_opportunities.rules.findings import _ as N_

HOST, WORKER, YOUNG_PERSON, SIGNATORY, SCHOOL = (
	N_("Host"),
	N_("Allocated worker"),
	N_("Young person"),
	N_("Whoever signs for them"),
	N_("School"),
)
EMAIL, TEXT = "email", "text"
# Mobile and email of each on the identity record.
ON_IDENTITY = {YOUNG_PERSON: ("mobile", "email"), SIGNATORY: ("signatory_phone", "signatory_email")}

# Check: who can settle it, and what to say to them about {reference}, which is to begin on {day}.
ASKS = {
	"suitability": (
		WORKER,
		N_(
			"Please look at placement {reference}, planned for {day}, and say whether the place, the people and the journey are suitable: open it and press Confirm Suitable."
		),
	),
	"risk_assessment": (
		HOST,
		N_(
			"Before {day} (reference {reference}) we would like to go through the work and its risks with you. It takes about ten minutes. When may we ring?"
		),
	),
	"addendum": (
		WORKER,
		N_(
			"Before {day} we need a few minutes together on what helps at this place, for placement {reference}. When suits you?"
		),
	),
	"findings": (
		SIGNATORY,
		N_(
			"We would like to go through the main points of the arrangement that begins on {day} with you (reference {reference}). Please ring us."
		),
	),
	"host_agreement": (
		HOST,
		N_(
			"Before {day} (reference {reference}) we still need your answers on the host agreement. If nothing has changed since last time, tell us just that."
		),
	),
	"insurance": (
		HOST,
		N_(
			"Before {day} (reference {reference}) we need to know that your employers' liability insurance is in date: the insurer, the policy number and until when. A photograph of the certificate will do."
		),
	),
	"supervision": (
		HOST,
		N_(
			"Who will supervise on the days of {reference}, which begins on {day}? Please tell us the name, and whether they would be working alone with the person."
		),
	),
	"hours": (
		HOST,
		N_(
			"The days or hours of {reference}, which begins on {day}, need to change a little to be within the rules. When may we ring to agree them?"
		),
	),
	"school": (
		SCHOOL,
		N_(
			"Some days of placement {reference}, which begins on {day}, fall on school days. May we ring you to ask for the school's agreement?"
		),
	),
	"permit": (
		HOST,
		N_(
			"The work of {reference}, which begins on {day}, needs a permit that you apply for as the employer. May we help you with the form?"
		),
	),
	"pay": (
		HOST,
		N_("Before {day} we need to settle the pay for {reference} with you. When may we ring?"),
	),
	"right_to_work": (
		WORKER,
		N_(
			"Placement {reference}, planned for {day}, needs you: please open its start gate and see what only you can check."
		),
	),
	"agreement": (
		YOUNG_PERSON,
		N_(
			"What has been agreed for {day} is ready for you to read (reference {reference}). When may we go through it with you?"
		),
	),
	"sharing": (
		YOUNG_PERSON,
		N_(
			"Before {day} we want to ask you a few things (reference {reference}). You choose. When may we ring you?"
		),
	),
	"induction": (
		HOST,
		N_(
			"When will you show them round (reference {reference}, first day {day}): who to ask, where to go in a fire, where to eat? A day and a time will do."
		),
	),
	"emergency_contact": (
		YOUNG_PERSON,
		N_(
			"Who should we ring on {day} if something comes up (reference {reference})? Please tell us a name and number."
		),
	),
}


@dataclass(frozen=True)
class Ask:
	"""What to say about one check, to whom, and by which `ways` it can be sent from here."""

	check_key: str
	to: str
	subject: str
	message: str
	ways: tuple[str, ...]


def ready(placement: Document, check_key: str) -> dict[str, Any]:
	"""Return the Ask for `check_key` of `placement` as a dict. Raises ValidationError for a check without one."""
	to, template = _ask(check_key)
	message = _(template).format(reference=placement.name, day=wording.in_full(placement.start_date))
	mobile, address = _contacts(placement, to)
	ways = ((EMAIL,) if address else ()) + ((TEXT,) if mobile and text.are_sent() else ())
	return asdict(Ask(check_key, _(to), _subject(placement), f"{message} {_signature()}".strip(), ways))


def send(placement: Document, check_key: str, how: str, message: str) -> None:
	"""Send `message`, the ready text as the officer left it, by EMAIL or TEXT to whoever settles `check_key`.

	Written on the placement without its words. Raises ValidationError when there is no such way to reach them.
	"""
	require(*TEAM)
	to, _template = _ask(check_key)
	mobile, address = _contacts(placement, to)
	message = message.strip()
	if not message:
		frappe.throw(_("Write what you want to say first."))
	if how == TEXT and mobile and text.are_sent():
		if not text.send(mobile, message, placement.name):
			frappe.throw(_("The text did not go. Try again, or ring them."))
	elif how == EMAIL and address:
		_mail(placement, to, address, message)
	else:
		frappe.throw(_("There is no way to send it to them from here. Copy it, or ring them."))
	said = {EMAIL: _("Asked by email: {0}"), TEXT: _("Asked by text: {0}")}[how]
	placement.add_comment("Info", said.format(f"{_(to)}, {check_key}"))


def _ask(check_key: str) -> tuple[str, str]:
	if check_key not in ASKS:
		frappe.throw(_("There is no ready text for this check."))
	return ASKS[check_key]


def _mail(placement: Document, to: str, address: str, message: str) -> None:
	if to == WORKER:
		staff.people([address], _subject(placement), message.splitlines(), placement)
	else:
		email.send(address, _subject(placement), message.splitlines())


def _subject(placement: Document) -> str:
	return _("A question about {0}").format(placement.name)


def _signature() -> str:
	settings = get_settings()
	ways = ", ".join(filter(None, (settings.programme_phone, settings.programme_email)))
	return _("Tell us: {0}.").format(ways) if ways else ""


def _contacts(placement: Document, to: str) -> tuple[str | None, str | None]:
	"""The mobile and the email address of whoever is asked; a worker's address is their user."""
	if to in ON_IDENTITY:
		# For the server to send to, not for anybody to see.
		return frappe.db.get_value("Young Person Identity", placement.young_person, ON_IDENTITY[to])
	if to == WORKER:
		return None, frappe.db.get_value("Young Person", placement.young_person, "allocated_worker")
	return addresses.of_employer(placement.employer) if to == HOST else (None, None)
