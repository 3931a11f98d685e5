"""A hundred and fifty placements over two years, with their signatures, visits, attendance and sharing.

Live ones are made to be lawful: the start gate checks them after loading and finds nothing to pause.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.placements import visit_planning
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.age import compulsory_school_age_ends, is_under_18
from unlocking_opportunities.rules.placement_states import ENDED, HOLDS_A_PLACE
from unlocking_opportunities.rules.risk import HIGHER_RISK, LOW_RISK
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.demo_data import employers, read
from unlocking_opportunities.setup.demo_data.world import Host, Person, World, noon, shares

# Live ones first: they are the hardest to fit.
STATUSES = {
	"In Progress": 26,
	"Ready": 8,
	"Agreed": 10,
	"Paused": 5,
	"Proposed": 14,
	"Completed": 62,
	"Ended Early": 13,
	"Cancelled": 12,
}
CLEARED = ("Ready", "In Progress", "Paused", "Completed", "Ended Early")
STARTED = ("In Progress", "Paused", "Completed", "Ended Early")
# The earliest and latest start in days from today; running ones may have started as long ago as they last.
STARTS = {
	"In Progress": (-400, -2),
	"Paused": (-300, -10),
	"Ready": (4, 30),
	"Agreed": (8, 50),
	"Proposed": (15, 80),
	"Cancelled": (-500, 40),
	"Completed": (-690, -30),
	"Ended Early": (-600, -25),
}
# The higher, the less often a place of that kind is chosen.
RARER = {"Talk or Visit": 5, "Taster": 2.5}
# How long each kind lasts, in days; how many days a week; and the kind's break in minutes.
LENGTHS = {
	"Work Experience": (12, 45),
	"Taster": (1, 2),
	"Internship": (60, 90),
	"Apprenticeship": (380, 480),
	"Paid Job": (180, 300),
	"Talk or Visit": (0, 0),
}
DAYS_A_WEEK = {"Taster": 2, "Talk or Visit": 1, "Internship": 4}
BREAKS = {
	"Work Experience": 45,
	"Taster": 30,
	"Internship": 45,
	"Apprenticeship": 60,
	"Paid Job": 60,
	"Talk or Visit": 0,
}
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
PATHWAY = {
	"Taster": "Taster",
	"Work Experience": "Experience",
	"Internship": "Internship",
	"Apprenticeship": "Job or Course",
	"Paid Job": "Job or Course",
}
EXTENSION = timedelta(days=14)
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
	"Unwell; back when the doctor says so",
)
ENDINGS = (
	"Found that it was not for them",
	"Moved home, too far to travel",
	"The host closed the branch",
	"Started a course",
)
CANCELLATIONS = (
	"The young person chose another offer",
	"The host could not find a supervisor",
	"The dates clashed with school",
)
# Attendance is not recorded for a job of a year.
ATTENDANCE_KINDS = ("Work Experience", "Taster", "Internship", "Talk or Visit")
# How many random dates are tried for a place before the next place.
ATTEMPTS = 5
CHARITABLE = ("Charity or Social Enterprise", "Community Group", "Public Body", "Council Department")


@dataclass
class Fit:
	"""A placement before it is written: who, where and when."""

	status: str
	place: Document
	host: Host
	person: Person
	start: date
	end: date
	story: str = ""

	@property
	def kind(self) -> str:
		return self.place.kind

	@property
	def pupil(self) -> bool:
		return self.start <= compulsory_school_age_ends(self.person.born)

	@property
	def under_18(self) -> bool:
		return is_under_18(self.person.born, self.start)


def make(world: World) -> None:
	dice = world.dice("placements")
	hosts = {host.record.name: host for host in world.hosts}
	restricted = _people_with_restrictions(world)
	fits = []
	for number, status in enumerate(shares(STATUSES)):
		fit = _fit(world, dice, number, status, hosts, restricted)
		fits.append(fit)
		fit.person.free_from = fit.end + timedelta(days=14)
		if status in HOLDS_A_PLACE:
			fit.place.taken += 1
			if fit.place.taken >= fit.place.capacity and fit.place.status == "Open":
				fit.place.status = "Full"
	world.loader.seal("Placement", _set_hashes)
	for number, fit in enumerate(sorted(fits, key=lambda fit: fit.start)):
		_write(world, dice, number, fit)
	_story(world)


# Match people and places


LAPSING, NO_CONTACT = "the policy lapses under it", "nobody has spoken to them since"


def _stories() -> dict[int, str]:
	"""Return the placements, by position, that an officer should notice."""
	order = list(shares(STATUSES))
	return {order.index("In Progress"): LAPSING, order.index("Ended Early"): NO_CONTACT}


def _fit(
	world: World, dice: Random, number: int, status: str, hosts: dict[str, Host], restricted: set[str]
) -> Fit:
	story = _stories().get(number, "")
	for place in _places(world, dice, status, story) * ATTEMPTS:
		host = hosts[place.employer]
		dates = _dates(world, dice, status, place, host, story)
		if not dates:
			continue
		people = dice.sample(world.people, len(world.people))
		for person in sorted(people, key=lambda person: not _interested(person, place)):
			fit = Fit(status, place, host, person, *dates, story)
			if person.record.name not in restricted and _suits(fit):
				return fit
	raise LookupError(f"The demo has no place left for a placement that is {status}.")


def _places(world: World, dice: Random, status: str, story: str) -> list[Document]:
	"""Return the places that a placement of that status may take, those with the most room first."""
	places = list(world.places)
	if story == LAPSING:
		about_to_lapse = [host for host in world.hosts if host.ready][employers.LAPSES_IN_NINE_DAYS]
		places = [place for place in places if place.employer == about_to_lapse.record.name]
	if status in HOLDS_A_PLACE or status == "Proposed":
		places = [place for place in places if place.status == "Open" and place.taken < place.capacity]
	return sorted(
		places, key=lambda place: (place.taken / place.capacity, dice.random() * RARER.get(place.kind, 1))
	)


def _dates(
	world: World, dice: Random, status: str, place: Document, host: Host, story: str
) -> tuple[date, date] | None:
	"""Return the first and last day, if the status, the kind of place and the host allow any."""
	length = dice.randint(*LENGTHS[place.kind])
	earliest, latest = STARTS[status]
	earliest = max(earliest, (getdate(place.creation) - world.today).days + 10)
	if status in ("In Progress", "Paused"):
		earliest, latest = max(earliest, 1 - length), latest
	if status == "Completed":
		latest = min(latest, -length - 2)
	if story == NO_CONTACT:
		earliest, latest = max(earliest, -25), -12
	if earliest > latest:
		return None
	start = add_working_days(world.day(dice.randint(earliest, latest)), 0)
	if place.kind == "Taster" and start.weekday() > 3:
		start -= timedelta(days=start.weekday() - 2)
	end = start + timedelta(days=length)
	if story and end < world.day(14):
		return None
	if status not in ENDED and not _host_can(host, max(start, world.today)):
		return None
	return start, end


def _interested(person: Person, place: Document) -> bool:
	return place.sector in {interest.sector for interest in person.record.interests}


def _host_can(host: Host, day: date) -> bool:
	"""Return whether insurance, agreement and assessment are in force on that day."""
	covered = host.agreement.cover_to is None or host.agreement.cover_to >= day
	return covered and host.agreement.expires_on >= day and host.assessment.review_by > day


def _suits(fit: Fit) -> bool:
	person, kind = fit.person, fit.kind
	age = (fit.start - person.born).days / 365.25
	if person.record.status != "Active" or person.free_from > fit.start or age < 14:
		return False
	if person.right_to_work != "Unrestricted" and kind not in ("Taster", "Talk or Visit"):
		return False
	if any(need["raises_assessment"] for need in person.needs) and fit.host.site.environment_band == LOW_RISK:
		return False
	if fit.pupil:
		return kind in ("Work Experience", "Taster", "Talk or Visit") and fit.host.assessed_for_children
	if kind in ("Paid Job", "Internship"):
		return age >= 18
	if kind == "Work Experience" and not person.student:
		return fit.host.record.employer_type in CHARITABLE
	return True


def _people_with_restrictions(world: World) -> set[str]:
	profiles = world.loader.documents["Young Person Support Profile"].values()
	return {profile.young_person for profile in profiles if profile.restrictions}


# Write the records


def _write(world: World, dice: Random, number: int, fit: Fit) -> None:
	proposed = min(fit.start, world.today) - timedelta(days=dice.randint(8, 30))
	proposed = max(proposed, getdate(fit.place.creation))
	placement = world.add("Placement", _placement(world, dice, fit, proposed), on=proposed)
	if fit.status in STARTED and fit.kind in ATTENDANCE_KINDS:
		_attendance(world, dice, placement, fit)
	if fit.status not in ("Proposed", "Cancelled"):
		_visits(world, dice, placement, fit)
	if placement.sharing_choice == "Tell the Host What Is Listed":
		_share_release(world, placement, fit, proposed)
	if _needs_addendum(fit) and fit.status != "Proposed":
		_addendum(world, placement, fit, proposed)
	if fit.status in STARTED:
		fit.person.record.pathway = PATHWAY.get(fit.kind, fit.person.record.pathway)
	if fit.status == "In Progress" and fit.place.pay_basis == "Paid":
		fit.person.record.eet_status = "In EET"


def _placement(world: World, dice: Random, fit: Fit, proposed: date) -> dict:
	cleared = fit.status in CLEARED
	suited = cleared or (fit.status == "Agreed" and dice.random() < 0.5)
	ended = _ended_on(world, dice, fit)
	placement = {
		"young_person": fit.person.record.name,
		"opportunity": fit.place.name,
		"status": fit.status,
		"start_date": fit.start,
		"end_date": fit.end,
		"officer": fit.host.record.officer,
		"schedule": _schedule(fit),
		"school_arranged": int(fit.pupil),
		"school_agreed_on": proposed if fit.pupil and cleared else None,
		"first_day_accompanied": int(fit.person.accompanied),
		"risk_assessment": fit.host.assessment.name if fit.status != "Proposed" else None,
		"findings_shared_on": proposed if fit.pupil and cleared else None,
		"findings_shared_with": "Carer and Holder of Parental Responsibility"
		if fit.pupil and cleared
		else None,
		"findings_shared_how": "By Phone" if fit.pupil and cleared else None,
		"findings_shared_by": fit.host.record.officer if fit.pupil and cleared else None,
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
	}
	if fit.status == "Paused":
		placement["pause_reason"] = dice.choice(PAUSES)
	if fit.status in ("Ended Early", "Cancelled"):
		placement["end_reason"] = dice.choice(ENDINGS if fit.status == "Ended Early" else CANCELLATIONS)
	if ended and fit.story != NO_CONTACT:
		placement |= {
			"outcome": dice.choice(OUTCOMES) if fit.status == "Completed" else "Still Looking",
			"contact_made_on": min(add_working_days(ended, 1), world.today),
			"next_step": dice.choice(read("people")["next_steps"]),
		}
	return placement


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
			"break_minutes": BREAKS[fit.kind],
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


def _set_hashes(placement: Document) -> None:
	"""Set the hashes of signed and confirmed terms, which can be worked out once the links are fetched."""
	for signature in placement.signatures:
		signature.terms_hash = fingerprints.of_agreement(placement)
	if placement.suitability_confirmed_on:
		placement.suitability_hash = fingerprints.of_suitability(placement)


def _attendance(world: World, dice: Random, placement: Document, fit: Fit) -> None:
	worked = {WEEKDAYS.index(day.weekday) for day in placement.schedule}
	hours = _hours_a_day(fit)
	last = min(placement.actual_end or fit.end, world.day(-1))
	rows, day = [], fit.start
	while day <= last:
		if day.weekday() in worked and add_working_days(day, 0) == day:
			came = dice.choice(("Present",) * 16 + ("Late", "Late", "Absent: Told Us", "Absent: Not Known"))
			present = came in ("Present", "Late")
			rows.append(
				{
					"attended_on": day,
					"attendance": came,
					"hours": hours if present else 0,
					"recorded_by": fit.host.record.officer,
				}
			)
		day += timedelta(days=1)
	world.loader.extend(placement, "attendance", rows)


def _hours_a_day(fit: Fit) -> float:
	first, last = (
		int(clock[:2]) + int(clock[3:5]) / 60 for clock in (fit.place.start_time, fit.place.end_time)
	)
	return round(last - first - BREAKS[fit.kind] / 60, 2)


# Visits


def _visits(world: World, dice: Random, placement: Document, fit: Fit) -> None:
	due = visit_planning.due_dates(
		fit.start,
		fit.end,
		visit_planning.intervals_in_settings(),
		under_18=fit.under_18,
		higher_risk=fit.host.site.environment_band == HIGHER_RISK,
	)
	counted: dict[str, int] = {}
	for kind, day in due:
		counted[kind] = counted.get(kind, 0) + 1
		visit = {
			"placement": placement.name,
			"kind": kind,
			"due_on": day,
			"visitor": fit.host.record.officer,
			"plan_key": f"{placement.name}/{kind}/{counted[kind]}",
			**visited_or_planned(world, dice, placement, fit, kind, day),
		}
		world.add("Visit", visit, on=getdate(placement.creation))


def visited_or_planned(
	world: World, dice: Random, placement: Document, fit: Fit, kind: str, day: date
) -> dict:
	over = placement.actual_end
	if over and day > over:
		return {"status": "Cancelled"}
	if day >= world.today and not over:
		booked = (day - world.today).days <= 14 and dice.random() < 0.5
		return {
			"status": "Planned",
			"starts_on": noon(day, dice.choice((10, 11, 14, 15))) if booked else None,
		}
	if dice.random() < 0.04:
		return {"status": "Not Possible", "reason_not_possible": "The site was closed that day; rang instead"}
	visited = min(day + timedelta(days=dice.choice((0, 0, 0, 1))), world.day(-1), over or world.today)
	visited = max(visited, min(day, world.day(-1)))
	return {"status": "Done", "visited_on": visited, **_seen(dice, kind, fit, visited)}


def _seen(dice: Random, kind: str, fit: Fit, visited: date) -> dict:
	seen = {
		"supervisor_seen": "Yes",
		"controls_working": dice.choice(("Yes",) * 8 + ("Partly",)),
		"as_agreed": dice.choice(("Yes",) * 8 + ("Partly",)),
	}
	if kind == "Before Start":
		return seen
	seen |= {
		"seen_alone": dice.choice(("Yes",) * 12 + ("No",)),
		"wellbeing": dice.choice(("Well",) * 6 + ("Mixed",) * 2 + ("Badly",)),
	}
	if kind == "First-day Call":
		return {"wellbeing": seen["wellbeing"]}
	seen["checklist"] = [
		{"item": "Knows whom to ask", "answer": "Yes"},
		{"item": "Breaks are taken", "answer": dice.choice(("Yes", "Yes", "Partly"))},
		{"item": "Travel works", "answer": dice.choice(("Yes", "Yes", "No"))},
	]
	if seen["controls_working"] == "Partly":
		action = {
			"action": "Show the fire exits again",
			"owner_role": "Supervisor",
			"due_by": add_working_days(visited, 3),
		}
		seen["actions"] = [action]
	return seen


# Sharing, and the young person's needs at this place


def _needs_addendum(fit: Fit) -> bool:
	raises = any(need["raises_assessment"] for need in fit.person.needs)
	return raises or (fit.under_18 and fit.host.site.environment_band == HIGHER_RISK)


def _share_release(world: World, placement: Document, fit: Fit, proposed: date) -> None:
	released = fit.status in CLEARED
	items = [
		{"item": "First Name", "wording": "Their first name", "stage": "After Both Say Yes"},
		{"item": "Emergency Contact", "wording": "Whom to ring, kept by the supervisor", "safety_item": 1},
	]
	items += [
		{"item": "Control", "wording": need["control"], "safety_item": need["safety_item"]}
		for need in fit.person.needs
	]
	for item in items:
		item |= {
			"lawful_basis": "Public Task",
			"young_persons_view": "Agrees",
			"from_date": fit.start,
			"to_date": fit.end,
		}
	over = fit.status in ENDED
	release = {
		"placement": placement.name,
		"released_to": fit.host.supervisor,
		"status": "Ended" if over else "Released" if released else "Draft",
		"released_on": noon(proposed, 15) if released else None,
		"released_by": fit.host.record.officer if released else None,
		"ends_on": fit.end,
		"items": items,
	}
	world.add("Share Release", release, on=proposed)


def _addendum(world: World, placement: Document, fit: Fit, proposed: date) -> None:
	factors = [
		{
			"factor": need["factor"],
			"reason": need["need"],
			"control": need["control"],
			"safety_item": need["safety_item"],
		}
		for need in fit.person.needs
	]
	factors.append(
		{
			"factor": "Inexperience",
			"reason": "First weeks in a workplace",
			"control": "One named person beside them",
		}
	)
	addendum = {
		"placement": placement.name,
		"assessed_on": proposed,
		"findings_shared_on": proposed,
		"findings_shared_with": "Young person and whoever signs for them",
		"findings_shared_how": "In Person",
		"factors": factors,
	}
	world.add("Young Person Risk Addendum", addendum, by="officer", on=proposed)


# What a user of the demo notices first


def _story(world: World) -> None:
	placements = list(world.loader.documents["Placement"].values())
	visits = list(world.loader.documents["Visit"].values())
	_overdue_visit(world, placements, visits)
	_extension(placements)
	_not_here(world, placements)
	_accidents(world, placements)
	_concerns(world, placements)


def _overdue_visit(world: World, placements: list[Document], visits: list[Document]) -> None:
	"""Add a regular visit that was due two working days ago and has not been made."""
	running = {placement.name for placement in placements if placement.status == "In Progress"}
	done = [
		visit
		for visit in visits
		if visit.placement in running and visit.status == "Done" and visit.kind == "Regular"
	]
	latest = max(done, key=lambda visit: visit.due_on)
	cleared = ("visited_on", "supervisor_seen", "controls_working", "as_agreed", "seen_alone", "wellbeing")
	latest.update(dict.fromkeys(cleared))
	latest.update(
		{"status": "Planned", "due_on": add_working_days(world.today, -2), "checklist": [], "actions": []}
	)


def _extension(placements: list[Document]) -> None:
	"""Extend a placement that went well: signatures cover it up to the first last day, and new ones the rest."""
	extended = next(
		placement
		for placement in placements
		if placement.status == "Completed"
		and getdate(placement.end_date) - getdate(placement.start_date) > EXTENSION * 2
	)
	extended.extended_from = getdate(extended.end_date) - EXTENSION


def _not_here(world: World, placements: list[Document]) -> None:
	"""Add two alerts that were settled long ago, and one from the last working day that is still open."""
	running = [p for p in placements if p.status == "In Progress" and p.start_date < world.day(-7)]
	over = [p for p in placements if p.status == "Completed" and p.kind == "Work Experience"]
	under_18 = [p for p in running if is_under_18(_born(world, p), p.start_date)]
	for placement, status, day in (
		(over[0], "Closed", over[0].start_date),
		(over[-1], "Closed", over[-1].start_date),
		((under_18 or running)[0], "Acknowledged", add_working_days(world.today, -1)),
	):
		reported = noon(day, 9, 50)
		alert = {
			"placement": placement.name,
			"reported_on": reported,
			"reported_by": "The host, by telephone",
			"expected_at": placement.schedule[0].start_time,
			"status": status,
			"acknowledged_by": placement.officer,
			"acknowledged_on": noon(day, 9, 58),
			"alerts_sent": 1,
			"last_alert_on": reported,
			"under_18": int(is_under_18(_born(world, placement), placement.start_date)),
			"carer_told": int(is_under_18(_born(world, placement), placement.start_date)),
			"whereabouts": "Safe and Well",
			"what_happened": "Overslept; rang the officer back"
			if status == "Closed"
			else "Took the wrong bus; there by 10:30",
		}
		world.add("Not Here Alert", alert, on=day)


def _accidents(world: World, placements: list[Document]) -> None:
	"""Add a burn that was settled, and a fall this week for which RIDDOR is not decided yet."""
	over = next(p for p in placements if p.status == "Completed" and p.kind == "Work Experience")
	running = next(p for p in placements if p.status == "In Progress" and p.start_date < world.day(-7))
	settled = {
		"placement": over.name,
		"happened_on": noon(over.start_date, 11, 20),
		"where_it_happened": "Kitchen",
		"what_happened": "Touched a hot tray without a glove",
		"injury": "Small burn on one finger",
		"treatment": "First Aid",
		"done_since": "Gloves now hang beside the oven",
		"riddor_kind": "Not Reportable",
		"riddor_reason": "First aid alone; back at work after ten minutes",
		"carer_told_on": noon(over.start_date, 12, 0),
		"worker_told_on": noon(over.start_date, 12, 15),
	}
	day = add_working_days(world.today, -1)
	undecided = {
		"placement": running.name,
		"happened_on": noon(day, 14, 5),
		"where_it_happened": "Loading bay",
		"what_happened": "Slipped on a wet ramp",
		"injury": "Bruised knee",
		"treatment": "Minor Injuries Unit",
		"worker_told_on": noon(day, 14, 40),
	}
	world.add("Accident", {**settled, "reported_by": over.officer}, on=over.start_date)
	world.add("Accident", {**undecided, "reported_by": running.officer}, on=day)


def _concerns(world: World, placements: list[Document]) -> None:
	"""Add two concerns that the safeguarding lead has acknowledged; the LADO has to be told about one of them today."""
	known = next(p for p in placements if p.status == "Completed")
	day = world.day(-40)
	world.add(
		"Concern Referral",
		{
			"name": "CON-4K7MXP2A",
			"about": "A Young Person",
			"young_person": known.young_person,
			"placement": known.name,
			"reported_by": known.officer,
			"reported_on": noon(day, 10, 5),
			"duty_told_on": noon(day, 9, 40),
			"case_reference": "CS-20417",
			"status": "Acknowledged",
			"acknowledged_by": world.users["safeguarding"],
			"acknowledged_on": noon(day, 10, 20),
			"alerts_sent": 1,
			"last_alert_on": noon(day, 10, 5),
		},
		on=day,
	)
	yesterday = add_working_days(world.today, -1)
	world.add(
		"Concern Referral",
		{
			"name": "CON-9T3VHC6D",
			"about": "An Adult Who Works with Children",
			"reported_by": known.officer,
			"reported_on": noon(yesterday, 16, 30),
			"status": "Acknowledged",
			"acknowledged_by": world.users["safeguarding"],
			"acknowledged_on": noon(yesterday, 16, 41),
			"alerts_sent": 1,
			"last_alert_on": noon(yesterday, 16, 30),
		},
		on=yesterday,
	)


def _born(world: World, placement: Document) -> date:
	return next(person.born for person in world.people if person.record.name == placement.young_person)
