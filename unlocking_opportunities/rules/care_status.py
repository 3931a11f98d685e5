"""The leaving-care category, worked out from dates.

Children Act 1989: Schedule 2 para 19B (eligible), s.23A (relevant), s.23C (former relevant), s.24 (qualifying).
The category is a proposal, with its reason and date; an officer records it. Detention or a stay in hospital at
16 (s.23A(3)) is left to the officer.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from unlocking_opportunities.rules.age import BeforeBirth, anniversary
from unlocking_opportunities.rules.findings import Finding, _

LOOKED_AFTER_UNDER_16 = "Looked After Under 16"
ELIGIBLE = "Eligible"
RELEVANT = "Relevant"
FORMER_RELEVANT = "Former Relevant"
QUALIFYING = "Qualifying"
NONE = "None"

ONE_DAY = timedelta(days=1)


@dataclass(frozen=True)
class CareLeaverTerms:
	"""Weeks looked after to be eligible, ages at which support ends, and months at home that count as settled."""

	weeks_looked_after: int
	former_relevant_until: int
	qualifying_until: int
	settled_at_home_months: int
	source: str = ""


@dataclass(frozen=True)
class InCare:
	"""A period of being looked after, first and last day included; no end while it continues.

	`short_break` marks a planned short stay after which the child went home. It does not count towards the
	weeks.
	"""

	start: date
	end: date | None = None
	short_break: bool = False


@dataclass(frozen=True)
class Category:
	"""A category with its reason, its date, and the next day on which age alone may change it."""

	name: str
	reason: Finding
	as_at: date
	look_again_on: date | None


def leaving_care_category(
	date_of_birth: date,
	on: date,
	in_care: Sequence[InCare],
	terms: CareLeaverTerms,
	*,
	home_since: date | None = None,
	special_guardianship_from_care: bool = False,
	privately_fostered_after_16: bool = False,
) -> Category:
	"""Return the category on a day.

	`home_since` is the day since which a 16 or 17 year old has lived with a parent after leaving care; once settled
	there, relevant becomes qualifying. `special_guardianship_from_care` is an order, made straight from care, in
	force now or at 18. Raises BeforeBirth for a day before birth.
	"""
	if on < date_of_birth:
		raise BeforeBirth("The day is before the date of birth.")
	sixteen, eighteen = anniversary(date_of_birth, 16), anniversary(date_of_birth, 18)
	look_again = next((day for day in _birthdays(date_of_birth, terms) if day > on), None)

	def category(name: str, code: str, template: str) -> Category:
		return Category(name, Finding(code, template, {"weeks": terms.weeks_looked_after}), on, look_again)

	periods = [period for period in in_care if period.start <= on]
	if on < sixteen:
		if _looked_after_on(periods, on):
			return category(LOOKED_AFTER_UNDER_16, "care-under-16", _("Looked after and under 16."))
		return category(NONE, "care-none", _("Under 16 and not looked after."))
	was_eligible = (
		_weeks_after_14(periods, date_of_birth, min(on, eighteen - ONE_DAY)) >= terms.weeks_looked_after
	)
	was_eligible = was_eligible and _looked_after_between(periods, sixteen, min(on, eighteen - ONE_DAY))
	if on < eighteen and _looked_after_on(periods, on):
		if was_eligible:
			return category(
				ELIGIBLE,
				"care-eligible",
				_("16 or 17, looked after for {weeks} weeks since 14, and still so."),
			)
		return category(
			NONE, "care-not-yet", _("16 or 17 and looked after, but not yet for {weeks} weeks since 14.")
		)
	settled = on < eighteen and home_since and _settled(home_since, on, terms)
	if was_eligible and on < eighteen and not settled:
		return category(RELEVANT, "care-relevant", _("16 or 17, was eligible, and has left care."))
	if was_eligible and eighteen <= on < anniversary(date_of_birth, terms.former_relevant_until):
		if not (home_since and _settled(home_since, eighteen, terms)):
			return category(FORMER_RELEVANT, "care-former", _("18 or over, and was eligible or relevant."))
	qualifies = (
		_looked_after_between(periods, sixteen, min(on, eighteen - ONE_DAY))
		or special_guardianship_from_care
		or privately_fostered_after_16
	)
	if qualifies and on < anniversary(date_of_birth, terms.qualifying_until):
		return category(
			QUALIFYING,
			"care-qualifying",
			_("Left care at or after 16, or came by another route, without being relevant."),
		)
	return category(NONE, "care-none-over-16", _("The dates give no leaving-care category."))


def _weeks_after_14(periods: Iterable[InCare], date_of_birth: date, until: date) -> float:
	fourteen = anniversary(date_of_birth, 14)
	counted = [period for period in periods if not period.short_break]
	days = {
		max(period.start, fourteen) + n * ONE_DAY
		for period in counted
		for n in range((min(period.end or until, until) - max(period.start, fourteen)).days + 1)
	}
	return len(days) / 7


def _looked_after_on(periods: Iterable[InCare], day: date) -> bool:
	return any(period.start <= day and (period.end is None or day <= period.end) for period in periods)


def _looked_after_between(periods: Iterable[InCare], first: date, last: date) -> bool:
	return any(
		period.start <= last and (period.end is None or period.end >= first)
		for period in periods
		if not period.short_break
	)


def _settled(home_since: date, on: date, terms: CareLeaverTerms) -> bool:
	months = (on.year - home_since.year) * 12 + on.month - home_since.month - (on.day < home_since.day)
	return months >= terms.settled_at_home_months


def _birthdays(date_of_birth: date, terms: CareLeaverTerms) -> list[date]:
	ages = {16, 18, terms.qualifying_until, terms.former_relevant_until}
	return [anniversary(date_of_birth, age) for age in sorted(ages)]
