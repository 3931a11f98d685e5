"""The records of placements, with their schedule, pay, signatures and endings."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.demo_data import read
from unlocking_opportunities.setup.demo_data.placements import attendance, sharing, visits
from unlocking_opportunities.setup.demo_data.placements.fits import CLEARED, NO_CONTACT, STARTED, Fit
from unlocking_opportunities.setup.demo_data.world import World, noon

DAYS_A_WEEK = {"Taster": 2, "Talk or Visit": 1, "Internship": 4}
PATHWAY = {
	"Taster": "Taster",
	"Work Experience": "Experience",
	"Internship": "Internship",
	"Apprenticeship": "Job or Course",
	"Paid Job": "Job or Course",
}
OUTCOMES = (
	"Paid Job",
	"Apprenticeship",
	"Education or Training",
	"Another Placement",
	"Still Looking",
	"Still Looking",
)
PAUSES = (
	"Exams until the end of the month",
	"The kitchen is being refitted",
	"Unwell. Will come back when the doctor agrees",
)
ENDINGS = (
	"Found that it was not for them",
	"Moved home, so it's too far to travel",
	"The host closed the branch",
	"Started a course",
)
CANCELLATIONS = (
	"The young person chose another offer",
	"The host could not find a supervisor",
	"The dates clashed with school",
)


def write(world: World, dice: Random, fit: Fit) -> None:
	"""Write the placement of `fit` and what belongs to it."""
	proposed = min(fit.start, world.today) - timedelta(days=dice.randint(8, 30))
	proposed = max(proposed, getdate(fit.place.creation))
	placement = world.add("Placement", _placement(world, dice, fit, proposed), on=proposed)
	attendance.write(world, dice, placement, fit)
	visits.write(world, dice, placement, fit)
	sharing.write(world, placement, fit, proposed)
	if fit.status in STARTED:
		fit.person.record.pathway = PATHWAY.get(fit.kind, fit.person.record.pathway)
	if fit.status == "In Progress" and fit.place.pay_basis == "Paid":
		fit.person.record.eet_status = "In EET"


def sign(placement: Document) -> None:
	"""What was signed and confirmed is what is written: the hashes can be made once the links are followed."""
	for signature in placement.signatures:
		signature.terms_hash = fingerprints.of_agreement(placement)
	if placement.suitability_confirmed_on:
		placement.suitability_hash = fingerprints.of_suitability(placement)


def _placement(world: World, dice: Random, fit: Fit, proposed: date) -> dict[str, Any]:
	cleared = fit.status in CLEARED
	suited = cleared or (fit.status == "Agreed" and dice.random() < 0.5)
	ended = _ended_on(world, dice, fit)
	return {
		"young_person": fit.person.record.name,
		"opportunity": fit.place.name,
		"status": fit.status,
		"start_date": fit.start,
		"end_date": fit.end,
		"officer": fit.host.record.officer,
		"schedule": _schedule(fit),
		"first_day_accompanied": int(fit.person.accompanied),
		"risk_assessment": fit.host.assessment.name if fit.status != "Proposed" else None,
		"induction_planned_on": fit.start if cleared else None,
		"emergency_contact_checked": int(cleared),
		"sharing_choice": _sharing_choice(dice, fit),
		"signatures": list(_signatures(world, fit, proposed)),
		"suitability_confirmed_by": fit.person.worker if suited else None,
		"suitability_confirmed_on": noon(proposed, 14, 5) if suited else None,
		"actual_start": fit.start if fit.status in STARTED else None,
		"actual_end": ended,
		"gate_status": "Open" if ended else "Not Checked",
		"gate_checked_on": noon(fit.start, 1) if ended else None,
		**_pay(fit),
		**_of_a_pupil(fit, proposed),
		**_reasons(dice, fit),
		**_outcome(world, dice, fit, ended),
	}


def _of_a_pupil(fit: Fit, proposed: date) -> dict[str, Any]:
	"""What the school agreed, and who has been told of the findings."""
	told = {
		"school_agreed_on": proposed,
		"findings_shared_on": proposed,
		"findings_shared_with": "Carer and Holder of Parental Responsibility",
		"findings_shared_how": "By Phone",
		"findings_shared_by": fit.host.record.officer,
	}
	if not (fit.pupil and fit.status in CLEARED):
		told = dict.fromkeys(told)
	return {"school_arranged": int(fit.pupil), **told}


def _reasons(dice: Random, fit: Fit) -> dict[str, str]:
	"""Why it was paused, or came to nothing."""
	if fit.status == "Paused":
		return {"pause_reason": dice.choice(PAUSES)}
	if fit.status in ("Ended Early", "Cancelled"):
		return {"end_reason": dice.choice(ENDINGS if fit.status == "Ended Early" else CANCELLATIONS)}
	return {}


def _outcome(world: World, dice: Random, fit: Fit, ended: date | None) -> dict[str, Any]:
	if not ended or fit.story == NO_CONTACT:
		return {}
	return {
		"outcome": dice.choice(OUTCOMES) if fit.status == "Completed" else "Still Looking",
		"contact_made_on": min(add_working_days(ended, 1), world.today),
		"next_step": dice.choice(read("people")["next_steps"]),
	}


def _ended_on(world: World, dice: Random, fit: Fit) -> date | None:
	if fit.story == NO_CONTACT:
		return add_working_days(world.today, -3)
	if fit.status == "Completed":
		return fit.end
	if fit.status == "Ended Early":
		return fit.start + timedelta(days=min(dice.randint(1, 12), (fit.end - fit.start).days))
	return None


def _schedule(fit: Fit) -> list[dict]:
	days = DAYS_A_WEEK.get(fit.kind, 5)
	first = fit.start.weekday() if days < 4 else 0
	return [
		{
			"weekday": WEEKDAYS[(first + number) % 5],
			"start_time": fit.place.start_time,
			"end_time": fit.place.end_time,
			"break_minutes": attendance.BREAKS[fit.kind],
		}
		for number in range(days)
	]


def _pay(fit: Fit) -> dict:
	if fit.place.pay_basis == "Paid":
		since = fit.start if fit.kind == "Apprenticeship" else None
		return {"pay_basis": "Paid", "hourly_rate": fit.place.hourly_rate, "apprentice_since": since}
	unpaid = {"pay_basis": "Unpaid", "hourly_rate": 0}
	if fit.pupil:
		return unpaid | {"pay_exemption": "Compulsory School Age"}
	if fit.kind in ("Taster", "Talk or Visit"):
		return unpaid | {"pay_exemption": "Shadowing Only"}
	if fit.person.student:
		return unpaid | {"pay_exemption": "Required by Course", "exemption_basis": "College study programme"}
	return unpaid | {"pay_exemption": "Voluntary Worker", "expenses_only": 1}


def _sharing_choice(dice: Random, fit: Fit) -> str:
	if fit.status in ("Proposed", "Cancelled") or (fit.status == "Agreed" and dice.random() < 0.5):
		return "Not Asked"
	safety = any(need["safety_item"] for need in fit.person.needs)
	return "Tell the Host What Is Listed" if safety or dice.random() < 0.6 else "Tell the Host Nothing More"


def _signatures(world: World, fit: Fit, proposed: date) -> Iterator[dict]:
	if fit.status in ("Proposed", "Cancelled"):
		return
	authorities = {
		signing.YOUNG_PERSON: "Own",
		signing.RESPONSIBLE: fit.person.authority,
		signing.HOST: "Host",
		signing.COUNCIL: "Council",
	}
	for number, party in enumerate(signing.parties_needed(fit.under_18)):
		if fit.status == "Agreed" and number:
			return  # the others have not signed yet
		yield {
			"party": party,
			"authority": authorities[party],
			"how": "On Paper, Seen by an Officer" if number % 2 else "By Phone, Heard by an Officer",
			"signed_on": noon(min(proposed + timedelta(days=3), world.day(-1)), 13, number),
			"signed_until": fit.end,
			"recorded_by": fit.host.record.officer,
		}
