"""Limits: what rules a place out for a young person, and why, in words.

A place that is ruled out is never scored. If the reason is restricted (people they must not meet, their right to work), the
answer is always the same sentence and nothing else, whatever the reason is.
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

NOT_SUITABLE = Finding("restricted", _("Not suitable. Ask the allocated worker."))

# Features of a building, in words.
IN_WORDS = {
	"step_free": _("step-free access"),
	"accessible_toilet": _("an accessible toilet"),
	"quiet_space": _("a quiet space"),
	"prayer_space": _("a prayer space"),
}


@dataclass(frozen=True)
class Law:
	"""The dated rows that limit a child's and a young worker's week."""

	regimes: tuple[ChildEmploymentRegime, ...] = ()
	limits: tuple[WorkLimits, ...] = ()


def limits(person: Person, place: Place, on: date, law: Law) -> tuple[Finding, ...]:
	"""Return why `place` is ruled out for `person` from the day `on`. Empty if nothing rules it out."""
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
	"""Unpaid work for a charity or public body counts as volunteering, which it can still be set up as."""
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
	"""Return whether the start gate checks the right to work for this kind of placement at this age."""
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
	return Finding("dates", _("It ends on {until}. The earliest they could start is {from}."), ends)


def _days(person: Person, place: Place, start: date) -> Finding | None:
	if not person.days or not place.days or person.days & place.days:
		return None
	return Finding("days", _("They are not free on any of its days."))


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
	return Finding("hours", _("It takes {asked} hours a week. They have {free} hours free."), asked)


def _access(person: Person, place: Place, start: date) -> Finding | None:
	missing = person.access - place.access
	if not missing:
		return None
	# Only one reason, however many are missing, always in the same order.
	lacking = next(need for need in IN_WORDS if need in missing)
	return Finding(
		"access",
		_("They need {what}. We do not know that the site has this."),
		{"what": IN_WORDS[lacking]},
	)


def _declined(person: Person, place: Place, start: date) -> Finding | None:
	return Finding("declined", _("They have said no to it.")) if place.name in person.declined else None


def _placed(person: Person, place: Place, start: date) -> Finding | None:
	for held in person.engagements:
		if held.opportunity == place.name:
			return Finding("placed", _("They have already been proposed or placed here."))
	return None


LIMITS = (_is_active, _is_open, _placed, _declined, _dates, _days, _hours, _access)


def _age(person: Person, place: Place, start: date, law: Law) -> Finding | None:
	"""Check the host's minimum age, and what can't be lawful at their age whatever the days and hours."""
	if not person.born:
		return Finding("no-date-of-birth", _("Their date of birth has not been recorded yet."))
	if place.minimum_age and _years(person.born, start) < place.minimum_age:
		return Finding("minimum-age", _("It takes people aged {age} and over."), {"age": place.minimum_age})
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
		return Finding("school-age", _("An apprenticeship can start only after school leaving age."))
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
			"child-too-young", _("No one under {age} may be employed."), {"age": regime.minimum_age}
		)
	week = regime.holiday_week_hours_under_15 if age < 15 else regime.holiday_week_hours
	if place.hours > week:
		return _too_long(place, week)
	if (place.starts_at and place.starts_at < regime.earliest) or (
		place.ends_at and place.ends_at > regime.latest
	):
		times = {"earliest": regime.earliest, "latest": regime.latest}
		return Finding(
			"child-times", _("At their age, no one may work before {earliest} or after {latest}."), times
		)
	return None


def _too_long(place: Place, week: float) -> Finding:
	told = {"asked": float(place.hours), "week": float(week)}
	return Finding(
		"too-long",
		_("It takes {asked} hours a week. At their age the legal maximum is {week} hours."),
		told,
	)
