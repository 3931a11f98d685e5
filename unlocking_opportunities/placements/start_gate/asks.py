"""Ready messages to the people who can settle a check of the start gate: to email, text, read out or copy.

An officer sends them. They hold the placement's reference and a day, never a name or anything about care, because other
people may see them. The address is looked up when the message is sent and is not shown to anyone.
"""

from dataclasses import asdict, dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import addresses, email, staff, text
from unlocking_opportunities.placements.start_gate.table import CHECKS
from unlocking_opportunities.rules.findings import _ as N_
from unlocking_opportunities.rules.working_days import add_working_days

HOST, WORKER, YOUNG_PERSON, SIGNATORY, SCHOOL = (
	N_("the host"),
	N_("the allocated worker"),
	N_("the young person"),
	N_("the person who signs for them"),
	N_("the school"),
)
EMAIL, TEXT = "email", "text"
# Mobile and email of each on the identity record.
ON_IDENTITY = {YOUNG_PERSON: ("mobile", "email"), SIGNATORY: ("signatory_phone", "signatory_email")}

# Check: who is asked about it, and the message to them about placement {reference}. {start} is its first day, and {day} is
# when we need the answer: before the first day or, once that has passed, before the check runs out.
ASKS = {
	"host": (
		HOST,
		N_(
			"Before {day}, we need to know whether {reference} (first day: {start}) can go ahead with you. Please call us or reply."
		),
	),
	"suitability": (
		WORKER,
		N_(
			"Please look at placement {reference} (first day: {start}). If the place, the people and the journey are suitable, open it and select Confirm Suitable. If they aren't, tell us."
		),
	),
	"risk_assessment": (
		HOST,
		N_(
			"Before {day}, we'd like to go through the work and its risks with you (reference {reference}). It takes about 10 minutes. When can we call you?"
		),
	),
	"addendum": (
		WORKER,
		N_(
			"Before {day}, we need a few minutes with you to talk about what would help at this workplace, for placement {reference}. When would suit you?"
		),
	),
	"findings": (
		SIGNATORY,
		N_(
			"We'd like to tell you the main risks at the workplace and what is done about them (reference {reference}, first day: {start}). Please call us."
		),
	),
	"host_agreement": (
		HOST,
		N_(
			"Before {day}, we still need your answers to the questions about hosting (reference {reference}). If nothing has changed since last time, just tell us that."
		),
	),
	"insurance": (
		HOST,
		N_(
			"Before {day}, we need to know that your employers' liability insurance is in date (reference {reference}). Please tell us the insurer, the policy number and the date it runs to. A photo of the certificate is fine."
		),
	),
	"supervision": (
		HOST,
		N_(
			"Who will supervise {reference} (first day: {start})? Please tell us their name, and whether they would be working alone with the person."
		),
	),
	"hours": (
		HOST,
		N_(
			"The days or hours of {reference} (first day: {start}) need to change a little to meet the rules. When can we call you to agree them?"
		),
	),
	"school": (
		SCHOOL,
		N_(
			"Some days of placement {reference} (first day: {start}) are school days. Can we call you to ask for the school's agreement?"
		),
	),
	"permit": (
		HOST,
		N_(
			"The work for {reference} (first day: {start}) needs a permit. You apply for it as the employer. Can we help you with the form?"
		),
	),
	"pay": (
		HOST,
		N_("Before {day}, we need to agree the pay for {reference} with you. When can we call you?"),
	),
	"right_to_work": (
		WORKER,
		N_(
			"Placement {reference} (first day: {start}) needs your help. Please open its start gate and look at the check that only you can do."
		),
	),
	"agreement": (
		YOUNG_PERSON,
		N_(
			"The plan is ready for you to read (reference {reference}, first day: {start}). When can we go through it with you?"
		),
	),
	"sharing": (
		YOUNG_PERSON,
		N_(
			"Before {day}, we'd like to ask what the host may know about you (reference {reference}). It's your choice. When can we call you?"
		),
	),
	"induction": (
		HOST,
		N_(
			"When will you show them around (reference {reference}, first day: {start})? They need to know who to ask, where to go in a fire and where to eat. Just tell us a day and a time."
		),
	),
	"emergency_contact": (
		YOUNG_PERSON,
		N_(
			"Who should we call if something comes up (reference {reference})? Please tell us a name and a phone number."
		),
	),
}


class NoWayToSend(frappe.ValidationError):
	"""They have no address or number that we could use."""


@dataclass(frozen=True)
class Ask:
	"""A ready message about one check: who it is for, and the `ways` (EMAIL, TEXT) in which it can be sent."""

	check_key: str
	to: str
	subject: str
	message: str
	ways: tuple[str, ...]


def ready(placement: Document, check_key: str) -> dict[str, Any]:
	"""Return the Ask for `check_key` of `placement` as a dict. Raises ValidationError if the check has none."""
	to, template = _ask(check_key)
	message = _(template).format(
		reference=placement.name,
		start=dates.in_full(placement.start_date),
		day=dates.in_full(_needed_by(placement, check_key)),
	)
	mobile, address = _contacts(placement, to)
	ways = ((EMAIL,) if address else ()) + ((TEXT,) if mobile and text.is_set_up() else ())
	return asdict(Ask(check_key, _(to), _subject(placement), f"{message} {_signature()}".strip(), ways))


def send(placement: Document, check_key: str, how: str, message: str) -> None:
	"""Send `message`, as the officer edited it, by EMAIL or TEXT (`how`) to the person who can settle `check_key`.

	The placement's timeline records that it was sent, not what it said. Raises NoWayToSend if they can't be reached.
	"""
	require(*TEAM)
	to, _template = _ask(check_key)
	mobile, address = _contacts(placement, to)
	message = message.strip()
	if not message:
		frappe.throw(_("The message is empty. Write what you want to say."), frappe.MandatoryError)
	if how == TEXT and mobile and text.is_set_up():
		if not text.send(mobile, message, placement.name):
			frappe.throw(_("The text was not sent. Try again, or call them."))
	elif how == EMAIL and address:
		if not _mail(placement, to, address, message):
			frappe.msgprint(_("It could not be sent yet. We'll keep trying, or you can call them."))
			return
	else:
		frappe.throw(_("You cannot send it to them from here. Copy the message, or call them."), NoWayToSend)
	said = {EMAIL: _("Asked {0} by email: {1}"), TEXT: _("Asked {0} by text: {1}")}[how]
	placement.add_comment("Info", said.format(_(to), _(CHECKS[check_key].title)))


def _needed_by(placement: Document, check_key: str) -> date:
	"""Return the first day or, once it has come, the day the check runs out or, if it fails already, the next working day."""
	on = getdate(today())
	if getdate(placement.start_date) > on:
		return getdate(placement.start_date)
	runs_out = (row.valid_until for row in placement.gate_results if row.check_key == check_key)
	return next(filter(None, runs_out), None) or add_working_days(on, 1)


def _ask(check_key: str) -> tuple[str, str]:
	if check_key not in ASKS:
		frappe.throw(_("There is no ready message for this check. Write to them or call them."))
	return ASKS[check_key]


def _mail(placement: Document, to: str, address: str, message: str) -> bool:
	if to == WORKER:
		return bool(staff.notify([address], _subject(placement), message.splitlines(), placement))
	return email.send(address, _subject(placement), message.splitlines(), about=placement)


def _subject(placement: Document) -> str:
	return _("Please look at {0}").format(placement.name)


def _signature() -> str:
	settings = get_settings()
	ways = ", ".join(filter(None, (settings.programme_phone, settings.programme_email)))
	return _("You can reach us here: {0}.").format(ways) if ways else ""


def _contacts(placement: Document, to: str) -> tuple[str | None, str | None]:
	"""Return the mobile number and email address of the person who is asked. A worker's address is their user ID."""
	if to in ON_IDENTITY:
		# For the server to send to. Never shown to anyone.
		return frappe.db.get_value("Young Person Identity", placement.young_person, ON_IDENTITY[to])
	if to == WORKER:
		return None, frappe.db.get_value("Young Person", placement.young_person, "allocated_worker")
	return addresses.of_employer(placement.employer) if to == HOST else (None, None)
