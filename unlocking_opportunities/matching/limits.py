"""What rules a place out for a young person, whatever else speaks for it; each limit says why in words.

A place that is ruled out is never scored. Where the reason is restricted (whom they must not meet, whether they may
work) the answer is the same sentence, alone, whatever lies behind it.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from unlocking_opportunities.matching.profiles import Person, Place, Restriction, first_day
from unlocking_opportunities.placements.start_gate.table import checks_for
from unlocking_opportunities.rules import pay
from unlocking_opportunities.rules.age import (
	ADULT,
	CHILD,
	age_on,
	last_two_school_years_begin,
	status_on,
)
from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.findings import FAIL, Finding, _
from unlocking_opportunities.rules.hours_law import YOUNG_WORKER, ChildEmploymentRegime, WorkLimits

NOT_SUITABLE = Finding("restricted", _("Not suitable; ask the allocated worker."))

# What a building has, as people say it.
IN_WORDS = {
	"step_free": _("step-free access"),
	"accessible_toilet": _("an accessible toilet"),
	"quiet_space": _("a quiet space"),
	"prayer_space": _("a prayer space"),
}


@dataclass(frozen=True)
class Law:
	"""The dated rows that bound a child's and a young worker's week."""

	regimes: tuple[ChildEmploymentRegime, ...] = ()
	limits: tuple[WorkLimits, ...] = ()


def limits(person: Person, place: Place, on: date, law: Law) -> tuple[Finding, ...]:
	"""Return why `place` is closed to `person` from the day `on`; empty when nothing stands in the way."""
	start = first_day(person, place, on)
	if _is_restricted(person, place, start) or not _may_work(person, place, start):
		return (NOT_SUITABLE,)
	found = [why for limit in LIMITS if (why := limit(person, place, start))]
	if why := _age(person, place, start, law):
		found.append(why)
	return tuple(found)


def _is_restricted(person: Person, place: Place, start: date) -> bool:
	for row in person.restrictions:
		if not (row.until and row.until < start) and _is_near(row, place):
			return True
	return False


def _is_near(row: Restriction, place: Place) -> bool:
	return bool(
		(row.employer and row.employer == place.employer)
		or (row.site and row.site == place.site)
		or (row.ward and row.ward == place.ward)
	)


def _may_work(person: Person, place: Place, start: date) -> bool:
	"""Unpaid help for a charity or public body is taken for volunteering, which it can still be made."""
	if not person.born:
		return True
	status = _status(person.born, start)
	if not _is_checked(place.kind, status):
		return True
	return _permitted(person.right_to_work, person.right_to_work_until, place.host, place.paid, start)


@lru_cache(maxsize=4096)
def _permitted(status: str, until: date | None, host: str, paid: bool, start: date) -> bool:
	activity = pay.activity_of(paid=paid, only_watches=False, voluntary=host != pay.PRIVATE_HOST)
	work = pay.Work(host, activity, start)
	return pay.judge_right_to_work(status or pay.NOT_CHECKED, work, until=until).outcome != FAIL


@lru_cache(maxsize=64)
def _is_checked(kind: str, status: str) -> bool:
	"""The start gate asks for the right to work for this kind at this age."""
	return "right_to_work" in checks_for(kind, {status})


@lru_cache(maxsize=65536)
def _status(born: date, on: date) -> str:
	return status_on(born, on)


@lru_cache(maxsize=65536)
def _years(born: date, on: date) -> int:
	return age_on(born, on)


def _is_active(person: Person, place: Place, start: date) -> Finding | None:
	return None if person.active else Finding("not-active", _("Their record is on hold or closed."))


def _is_open(person: Person, place: Place, start: date) -> Finding | None:
	if not place.open:
		return Finding("not-open", _("The place is not open."))
	return None if place.left > 0 else Finding("full", _("Every place is taken."))


def _dates(person: Person, place: Place, start: date) -> Finding | None:
	if not place.closes_on or start <= place.closes_on:
		return None
	ends = {"until": place.closes_on, "from": start}
	return Finding("dates", _("It ends on {until}; they could begin on {from} at the earliest."), ends)


def _days(person: Person, place: Place, start: date) -> Finding | None:
	if not person.days or not place.days or person.days & place.days:
		return None
	return Finding("days", _("They are free on none of its days."))


def _hours(person: Person, place: Place, start: date) -> Finding | None:
	if not person.hours or not place.hours:
		return None
	free = person.hours
	for held in person.engagements:
		if held.agreed and held.until >= start:
			free = max(0.0, free - held.hours)
	if place.hours <= free:
		return None
	asked = {"asked": float(place.hours), "free": float(free)}
	return Finding("hours", _("It asks for {asked} hours a week; they have {free} free."), asked)


def _access(person: Person, place: Place, start: date) -> Finding | None:
	missing = person.access - place.access
	if not missing:
		return None
	# One reason, however many are missing, in a steady order.
	lacking = next(need for need in IN_WORDS if need in missing)
	return Finding(
		"access", _("They need {what}, which the site is not known to have."), {"what": IN_WORDS[lacking]}
	)


def _declined(person: Person, place: Place, start: date) -> Finding | None:
	return Finding("declined", _("They have said no to it.")) if place.name in person.declined else None


def _placed(person: Person, place: Place, start: date) -> Finding | None:
	for held in person.engagements:
		if held.opportunity == place.name:
			return Finding("placed", _("Proposed or placed here already."))
	return None


LIMITS = (_is_active, _is_open, _placed, _declined, _dates, _days, _hours, _access)


def _age(person: Person, place: Place, start: date, law: Law) -> Finding | None:
	"""The host's own minimum age, and what no week of this kind could make lawful at their age."""
	if not person.born:
		return Finding("no-date-of-birth", _("Their date of birth is not known yet."))
	if place.minimum_age and _years(person.born, start) < place.minimum_age:
		return Finding("minimum-age", _("It takes people from {age}."), {"age": place.minimum_age})
	status = _status(person.born, start)
	if status == ADULT:
		return None
	return _child(person, place, start, law) if status == CHILD else _young_worker(place, start, law)


def _young_worker(place: Place, start: date, law: Law) -> Finding | None:
	"""Working Time Regulations 1998 reg. 5A (legislation.gov.uk): a young worker's week has a limit without exception."""
	week = _week_of_young_worker(law.limits, start)
	return _too_long(place, week) if week and place.hours > week else None


@lru_cache(maxsize=1024)
def _week_of_young_worker(rows: tuple[WorkLimits, ...], start: date) -> float | None:
	rows = tuple(row for row in rows if row.law == YOUNG_WORKER)
	return in_force(rows, start).week_hours if rows else None


def _child(person: Person, place: Place, start: date, law: Law) -> Finding | None:
	"""gov.uk, "Become an apprentice": 16 or over and not in full-time education. Education Act 1996 s.560: work
	experience in the last two years of school. Children and Young Persons Act 1933 s.18: paid work by its age and hours."""
	if place.kind == "Apprenticeship":
		return Finding("school-age", _("An apprenticeship begins after school leaving age."))
	if place.paid:
		return _child_at_work(person, place, start, law.regimes)
	if place.kind in ("Work Experience", "Internship") and start < last_two_school_years_begin(person.born):
		return Finding("too-early", _("Work experience is open from Year 10."))
	return None


def _child_at_work(
	person: Person, place: Place, start: date, regimes: Iterable[ChildEmploymentRegime]
) -> Finding | None:
	if not regimes:
		return None
	regime, age = in_force(regimes, start), _years(person.born, start)
	if age < regime.minimum_age:
		return Finding(
			"child-too-young", _("Nobody under {age} may be employed."), {"age": regime.minimum_age}
		)
	week = regime.holiday_week_hours_under_15 if age < 15 else regime.holiday_week_hours
	if place.hours > week:
		return _too_long(place, week)
	if (place.starts_at and place.starts_at < regime.earliest) or (
		place.ends_at and place.ends_at > regime.latest
	):
		times = {"earliest": regime.earliest, "latest": regime.latest}
		return Finding(
			"child-times", _("At their age nobody may work before {earliest} or after {latest}."), times
		)
	return None


def _too_long(place: Place, week: float) -> Finding:
	told = {"asked": float(place.hours), "week": float(week)}
	return Finding(
		"too-long", _("It asks for {asked} hours a week; at their age {week} is the most in law."), told
	)
