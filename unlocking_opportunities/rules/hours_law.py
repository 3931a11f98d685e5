"""The dated rows by which hours are judged: limits by law, child employment regimes, school terms."""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time

from unlocking_opportunities.rules.working_days import is_bank_holiday

CHILD_IN_EMPLOYMENT = "child in employment"
YOUNG_WORKER = "young worker"
ADULT_WORKER = "adult"

SATURDAY = 5


@dataclass(frozen=True)
class WorkLimits:
	"""The limits of one law from a day on; in hours unless it says minutes, None if the law sets no limit.

	`advisory` names the codes that are a warning rather than a breach: recommended, averaged or excepted.
	"""

	effective_from: date
	law: str
	break_after_hours: float
	break_minutes: int
	daily_rest_hours: float
	weekly_rest_hours: float
	day_hours: float | None = None
	week_hours: float | None = None
	average_week_hours: float | None = None
	reference_weeks: int | None = None
	night_from: time | None = None
	night_until: time | None = None
	late_night_from: time | None = None
	late_night_until: time | None = None
	never_from: time | None = None
	never_until: time | None = None
	advisory: tuple[str, ...] = ()
	source: str = ""


@dataclass(frozen=True)
class ChildEmploymentRegime:
	"""The law on children in employment from a day on; `effective_from` is None until it is commenced.

	From `listed_work_age` to `minimum_age`, only the kinds of light work listed in byelaws or regulations are
	allowed; None if nothing is listed. `sunday_hours` is None if Sunday has no limit of its own.
	"""

	effective_from: date | None
	name: str
	minimum_age: int
	listed_work_age: int | None
	earliest: time
	latest: time
	before_school_hours: float
	school_day_hours: float
	sunday_hours: float | None
	day_hours: float
	day_hours_under_15: float
	school_week_hours: float
	holiday_week_hours: float
	holiday_week_hours_under_15: float
	break_after_hours: float
	break_minutes: int
	free_days_together: int
	source: str = ""


@dataclass(frozen=True)
class Term:
	"""The first and last school day of a term or half term."""

	start: date
	end: date


@dataclass(frozen=True)
class HoursLaw:
	"""All the rows that hours are judged by: limits by law, child employment regimes, school terms and hours."""

	limits: tuple[WorkLimits, ...]
	regimes: tuple[ChildEmploymentRegime, ...]
	terms: tuple[Term, ...]
	school_opens: time
	school_closes: time


class SchoolDays:
	"""School days by a table of terms.

	If the table has no term in a school year, every weekday except bank holidays counts as a school day, so
	that a gap in the table never gives a child more hours.
	"""

	def __init__(self, terms: Iterable[Term]):
		self.terms = sorted(terms, key=lambda term: term.start)
		self.starts = [term.start for term in self.terms]
		self.known_years = {_school_year(term.start) for term in self.terms}

	def known(self, on: date) -> bool:
		"""Return whether the table has terms for the school year (1 September to 31 August) of a day."""
		return _school_year(on) in self.known_years

	def known_for_year(self, year: int) -> bool:
		"""Return whether the table has terms for both school years of a calendar year."""
		return {year - 1, year} <= self.known_years

	def is_school_day(self, on: date) -> bool:
		"""Return whether pupils are required to attend school on a day."""
		if on.weekday() >= SATURDAY or is_bank_holiday(on):
			return False
		if not self.known(on):
			return True
		index = bisect_right(self.starts, on) - 1
		return index >= 0 and on <= self.terms[index].end


def _school_year(on: date) -> int:
	return on.year if on.month >= 9 else on.year - 1
