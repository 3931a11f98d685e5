"""Which hours may be worked, judged day by day over all of a person's placements.

There are four laws. The person's status on the day decides which one applies to an hour of work:

- a child (not over compulsory school age) who works for a business is a *child in employment*: Children and
  Young Persons Act 1933 s.18, with the council's byelaws, until section 28 of the Children's Wellbeing and
  Schools Act 2026 is commenced;
- a child on work experience arranged by a school or council is *school-arranged*: Education Act 1996 s.560
  lifts the child employment law, and HSE strongly recommends no more than 8 hours a day. We apply the same
  advice to work that is neither employment nor arranged by a school, such as volunteering for a charity;
- from then to 18 a *young worker*: Working Time Regulations 1998 regs 5A, 6A, 10(2), 11(3) and 12(4), without
  averaging and without opt-out. T-Level guidance asks the same of unpaid placements, and so does this module;
- from 18 an *adult*: regs 4, 10(1), 11(1) and 12(1).

Hours are real hours: an overnight shift is an hour longer when the clocks go back. A day is from midnight to
midnight (reg. 2) and a week starts on Monday (regs 5A and 11), so a shift past midnight is split between its
two days. The limits of a week are those in force on its first working day.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time
from itertools import pairwise
from typing import Any, NamedTuple

from unlocking_opportunities.rules.age import CHILD, age_on, last_two_school_years_begin, status_on
from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.findings import Finding
from unlocking_opportunities.rules.hours_law import (
	ADULT_WORKER,
	CHILD_IN_EMPLOYMENT,
	ChildEmploymentRegime,
	HoursLaw,
	SchoolDays,
	WorkLimits,
)
from unlocking_opportunities.rules.hours_limits import (
	BREACH,
	WARNING,
	Excess,
	breaks,
	clashes,
	kind_of,
	limited_week,
	over,
	too_young,
)
from unlocking_opportunities.rules.hours_words import WORDS
from unlocking_opportunities.rules.schedules import EMPLOYMENT, WEEK_DAYS, Calendar, Schedule
from unlocking_opportunities.rules.worked_time import (
	A_MOMENT,
	ONE_DAY,
	Day,
	Part,
	Stint,
	hours_since,
	law_of,
	ordinary_hours,
	parts_of,
	rests,
	utc_offset,
)

SUNDAY = 6
A_DAY = 24.0  # hours

Statuses = Sequence[tuple[date, date, str]]


class NoDateOfBirth(ValueError):
	"""A child's hours can't be judged without a date of birth."""


class DaysWithoutStatus(ValueError):
	"""The statuses don't cover every day of the placement."""


@dataclass(frozen=True)
class Breach(Finding):
	"""One limit that the hours exceed, combined over every day on which they do.

	`on` and `last` are the first and last such day, `times` the number of them, `actual` the worst value. `law`
	is one of the four laws. A `kind` of warning is advice or an average and leaves the decision to the council.
	"""

	on: date | None = None
	last: date | None = None
	times: int = 1
	limit: Any = None
	actual: Any = None
	law: str = ""
	kind: str = BREACH


def breaches(
	schedule: Schedule,
	statuses: Statuses,
	other_schedules: Iterable[Schedule] = (),
	*,
	law: HoursLaw,
	date_of_birth: date | None = None,
) -> list[Breach]:
	"""Return what is wrong with the hours of one placement, breaches before warnings; empty if they are lawful.

	`statuses` comes from `age.statuses_between` and must cover the placement without gaps; `other_schedules` are
	the person's other placements and jobs, whose hours count in. Only days and weeks on which this placement works
	are judged. `date_of_birth` is needed where the person is a child, whose limits depend on age.
	Raises DaysWithoutStatus or NoDateOfBirth when one that is needed is missing, NoRowInForce when no row was yet in
	force. Sources: see the module.
	"""
	return _Judge((schedule, *other_schedules), statuses, law, date_of_birth).breaches()


# How it is judged


class _Week(NamedTuple):
	"""A judged week: limits exceeded, the laws that apply to the placement's work, and the rest within it and at
	its edges.
	"""

	excesses: tuple[Excess, ...]
	first_days: Mapping[str, int]
	adult_hours: float
	lead: float
	inner: float
	trail: float


@dataclass
class _Gathered:
	days: set[date] = field(default_factory=set)
	actuals: list[Any] = field(default_factory=list)


class _Judge:
	"""Judges week by week. Weeks that are the same, including the days on either side, are judged once."""

	def __init__(self, schedules: Sequence[Schedule], statuses: Statuses, law: HoursLaw, born: date | None):
		self.schedules = schedules
		self.own = schedules[0]
		self.statuses = statuses
		self.law = law
		self.born = born
		self.year_10_begins = last_two_school_years_begin(born) if born else None
		_check_cover(self.own, statuses)
		self.status_starts = [first for first, _last, _status in statuses]
		self.calendars = [Calendar(schedule) for schedule in schedules]
		self.school = SchoolDays(law.terms)
		self.row_starts = sorted(
			{row.effective_from for row in (*law.limits, *law.regimes) if row.effective_from}
		)
		self.kinds_of_day: dict[tuple, int] = {}
		self.judged: dict[tuple, _Week] = {}

	def breaches(self) -> list[Breach]:
		first = _monday(self.own.start) - 7 * ONE_DAY
		count = (_monday(self.own.end + ONE_DAY) - first).days // 7 + 2
		mondays = [first + 7 * n * ONE_DAY for n in range(count)]
		weeks = self._weeks(mondays)
		gathered: dict[tuple, _Gathered] = {}
		for monday, excess in self._all_excesses(mondays, weeks):
			key = (excess.code, excess.law, excess.kind, excess.limit, excess.more)
			group = gathered.setdefault(key, _Gathered())
			group.days.add(monday + excess.day * ONE_DAY)
			group.actuals.append(excess.actual)
		found = [_breach(key, group) for key, group in gathered.items()]
		return sorted(found, key=lambda breach: (breach.kind, breach.on, breach.code))

	def _weeks(self, mondays: Sequence[date]) -> list[_Week]:
		days = [self._day(mondays[0] + n * ONE_DAY) for n in range(-1, len(mondays) * 7 + 1)]
		return [self._week(monday, days[7 * n : 7 * n + 9]) for n, monday in enumerate(mondays)]

	def _all_excesses(self, mondays, weeks) -> Iterator[tuple[date, Excess]]:
		for monday, week in zip(mondays, weeks, strict=True):
			for excess in week.excesses:
				yield monday, excess
		yield from self._weekly_rest(mondays, weeks)
		yield from self._average_week(mondays, weeks)
		yield from self._as_a_child_in_employment(mondays, weeks)

	# Days

	def _day(self, on: date) -> Day:
		status = self._status(on)
		worked = [calendar.on(on) for calendar in self.calendars]
		age, school_day, before_year_10 = None, False, False
		if status == CHILD:
			school_day = self.school.is_school_day(on)
			if self.born:
				age, before_year_10 = age_on(self.born, on), on < self.year_10_begins
			elif any(worked):
				raise NoDateOfBirth("A date of birth is needed to judge a child's hours.")
		rows = bisect_right(self.row_starts, on)
		key = (status, age, school_day, before_year_10, rows, *map(id, worked))
		alike = self.kinds_of_day.setdefault(key, len(self.kinds_of_day))
		shifts = tuple((index, shift) for index, shifts in enumerate(worked) for shift in shifts)
		return Day(status, shifts, age, school_day, before_year_10, alike)

	def _status(self, on: date) -> str:
		"""Return the status on a day, including days just outside the placement that its weeks and nights reach into."""
		if self.born and not self.statuses[0][0] <= on <= self.statuses[-1][1]:
			return status_on(self.born, on)
		return self.statuses[max(bisect_right(self.status_starts, on) - 1, 0)][2]

	def _limits(self, law: str, on: date) -> WorkLimits:
		return in_force((row for row in self.law.limits if row.law == law), on)

	# A week

	def _week(self, monday: date, days: Sequence[Day]) -> _Week:
		ends = monday + 8 * ONE_DAY
		clocks_change = utc_offset(monday - ONE_DAY) != utc_offset(ends)
		key = (monday if clocks_change else None, *(day.alike for day in days))
		if key not in self.judged:
			self.judged[key] = self._judge_week(monday, days, clocks_change)
		return self.judged[key]

	def _judge_week(self, monday: date, days: Sequence[Day], clocks_change: bool) -> _Week:
		hour = hours_since(monday) if clocks_change else ordinary_hours
		by_offset = dict(enumerate(days, -1))
		stints = sorted(self._stints(by_offset, hour), key=lambda stint: (stint.starts, stint.ends))
		parts = [
			part for stint in stints for part in parts_of(stint, by_offset, hour) if part.day in WEEK_DAYS
		]
		own = [part for part in parts if part.stint.own]
		first_days = {part.law: part.day for part in reversed(own)}
		excesses: list[Excess] = []
		for law, first in first_days.items():
			if law == CHILD_IN_EMPLOYMENT:
				excesses += self._child_week(monday, by_offset, parts, stints, first)
			else:
				limits = self._limits(law, monday + first * ONE_DAY)
				excesses += limited_week(limits, by_offset, parts, stints, first)
		excesses += clashes(stints)
		lead, inner, trail = rests(stints, hour(7, time()))
		adult_hours = sum(part.worked for part in parts if part.law == ADULT_WORKER)
		return _Week(tuple(excesses), first_days, adult_hours, lead, inner, trail)

	def _stints(self, days: Mapping[int, Day], hour) -> Iterator[Stint]:
		for offset, day in days.items():
			for index, shift in day.shifts:
				schedule = self.schedules[index]
				starts, ends = hour(offset, shift.start), hour(offset + shift.overnight, shift.end)
				yield Stint(
					index == 0, schedule, shift, law_of(schedule.kind, day.status), offset, starts, ends
				)

	# A child in employment: Children and Young Persons Act 1933 s.18

	def _child_week(self, monday: date, days, parts, stints, first: int) -> Iterator[Excess]:
		regime = in_force(self.law.regimes, monday + first * ONE_DAY)
		parts = [part for part in parts if part.law == CHILD_IN_EMPLOYMENT]
		for offset in sorted({part.day for part in parts if part.stint.own}):
			in_force_that_day = in_force(self.law.regimes, monday + offset * ONE_DAY)
			that_day = [part for part in parts if part.day == offset]
			yield from self._child_day(in_force_that_day, days[offset], that_day)
		worked, age = sum(part.worked for part in parts), days[parts[0].day].age
		if any(days[offset].school_day for offset in WEEK_DAYS):
			code, limit = "school-week-hours", regime.school_week_hours
		else:
			code = "holiday-week-hours"
			limit = regime.holiday_week_hours_under_15 if age < 15 else regime.holiday_week_hours
		yield from over(code, CHILD_IN_EMPLOYMENT, limit, worked, first)
		rule = (CHILD_IN_EMPLOYMENT, regime.break_after_hours, regime.break_minutes, BREACH)
		yield from breaks([stint for stint in stints if stint.law == CHILD_IN_EMPLOYMENT], *rule)

	def _child_day(self, regime, day: Day, parts: Sequence[Part]) -> Iterator[Excess]:
		offset, worked = parts[0].day, sum(part.worked for part in parts)
		yield from too_young(regime, day.age, offset)
		outside = sum(
			(part.closes - part.opens) / 60 - part.between(regime.earliest, regime.latest) for part in parts
		)
		window = (("earliest", regime.earliest), ("latest", regime.latest))
		yield from over("early-or-late", CHILD_IN_EMPLOYMENT, 0, outside, offset, more=window)
		if day.school_day:
			at_school = sum(part.between(self.law.school_opens, self.law.school_closes) for part in parts)
			before = sum(part.between(time(), self.law.school_opens) for part in parts)
			yield from over("school-hours", CHILD_IN_EMPLOYMENT, 0, at_school, offset)
			yield from over("before-school", CHILD_IN_EMPLOYMENT, regime.before_school_hours, before, offset)
			yield from over("school-day-hours", CHILD_IN_EMPLOYMENT, regime.school_day_hours, worked, offset)
		elif offset == SUNDAY and regime.sunday_hours is not None:
			yield from over("sunday-hours", CHILD_IN_EMPLOYMENT, regime.sunday_hours, worked, offset)
		else:
			limit = regime.day_hours_under_15 if day.age < 15 else regime.day_hours
			yield from over("child-day-hours", CHILD_IN_EMPLOYMENT, limit, worked, offset)

	def _as_a_child_in_employment(self, mondays, weeks) -> Iterator[tuple[date, Excess]]:
		starts = [
			monday + week.first_days[CHILD_IN_EMPLOYMENT] * ONE_DAY
			for monday, week in zip(mondays, weeks, strict=True)
			if CHILD_IN_EMPLOYMENT in week.first_days
		]
		for on in [on for on in starts if not self.school.known(on)][:1]:
			yield on, Excess("terms-unknown", CHILD_IN_EMPLOYMENT, WARNING, None, None, 0)
		for year in sorted({on.year for on in starts}):
			if self.school.known_for_year(year):
				yield from self._two_weeks_free(
					year, in_force(self.law.regimes, min(o for o in starts if o.year == year))
				)

	def _two_weeks_free(self, year: int, regime: ChildEmploymentRegime) -> Iterator[tuple[date, Excess]]:
		employed = [calendar for calendar in self.calendars if calendar.schedule.kind == EMPLOYMENT]
		longest = run = 0
		for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
			day = date(year, 1, 1) + number * ONE_DAY
			free = not self.school.is_school_day(day) and not any(calendar.on(day) for calendar in employed)
			run = run + 1 if free else 0
			longest = max(longest, run)
		if longest < regime.free_days_together:
			excess = ("two-week-break", CHILD_IN_EMPLOYMENT, BREACH, regime.free_days_together, longest, 0)
			yield date(year, 1, 1), Excess(*excess)

	# Rules that look past the edge of a week

	def _weekly_rest(self, mondays, weeks) -> Iterator[tuple[date, Excess]]:
		"""WTR reg. 11. A rest across midnight on Sunday counts for the week on either side of it, but not for both."""
		short: dict[float, set[int]] = {}
		for index, (monday, week) in enumerate(zip(mondays, weeks, strict=True)):
			for law, first in week.first_days.items():
				if law == CHILD_IN_EMPLOYMENT:
					continue
				limits = self._limits(law, monday + first * ONE_DAY)
				needed = limits.weekly_rest_hours
				if needed not in short:
					short[needed] = _weeks_short_of_rest(weeks, needed)
				if index in short[needed]:
					kind, had = kind_of(limits, "weekly-rest"), max(week.lead, week.inner, week.trail)
					yield monday, Excess("weekly-rest", law, kind, needed, had, first)

	def _average_week(self, mondays, weeks) -> Iterator[tuple[date, Excess]]:
		"""WTR reg. 4: the average over a reference period, or over all weeks so far if there are fewer."""
		worked = [index for index, week in enumerate(weeks) if ADULT_WORKER in week.first_days]
		if not worked or self.own.opted_out_of_48_hours:
			return
		first, last = worked[0], worked[-1]
		limits = self._limits(ADULT_WORKER, mondays[first] + weeks[first].first_days[ADULT_WORKER] * ONE_DAY)
		length = min(limits.reference_weeks, last - first + 1)
		for index in range(first + length - 1, last + 1):
			hours = sum(week.adult_hours for week in weeks[index - length + 1 : index + 1])
			kind = kind_of(limits, "average-week")
			for excess in over(
				"average-week", ADULT_WORKER, limits.average_week_hours, hours / length, SUNDAY, kind
			):
				yield mondays[index], excess


def _weeks_short_of_rest(weeks: Sequence[_Week], needed: float) -> set[int]:
	"""Return the weeks, by number, without a rest of the needed length.

	A rest within a week counts for that week. One across its edge, such as Sunday and Monday, counts if a whole
	day of it is in the week. It is given to the earlier week only if that has no other, and never to both. This
	leaves as few weeks as possible without a rest.
	"""
	short, spent = set(), 0.0
	for index in range(1, len(weeks) - 1):
		before, week, after = weeks[index - 1 : index + 2]
		coming_in = before.trail + week.lead - spent if week.lead >= A_DAY else 0.0
		going_out = week.trail + after.lead if week.trail >= A_DAY else 0.0
		spent = 0.0
		if max(week.inner, week.lead, coming_in) >= needed - A_MOMENT:
			continue
		if going_out >= needed - A_MOMENT:
			spent = needed
		else:
			short.add(index)
	return short


def _breach(key: tuple, group: _Gathered) -> Breach:
	code, law, kind, limit, more = key
	least_is_worst = code in ("break", "daily-rest", "weekly-rest")
	actual = (
		(min if least_is_worst else max)(group.actuals, default=None)
		if group.actuals[0] is not None
		else None
	)
	on, last, times = min(group.days), max(group.days), len(group.days)
	told = {
		"on": on,
		"last": last,
		"times": times,
		"limit": limit,
		"actual": actual,
		"law": law,
		**dict(more),
	}
	template, remedy = WORDS[code]
	own = {"on": on, "last": last, "times": times, "limit": limit, "actual": actual, "law": law, "kind": kind}
	return Breach(code, template, told, remedy, judgement=kind == WARNING, **own)


def _check_cover(schedule: Schedule, statuses: Statuses) -> None:
	whole = statuses and statuses[0][0] <= schedule.start and schedule.end <= statuses[-1][1]
	joined = all(nxt[0] == prev[1] + ONE_DAY for prev, nxt in pairwise(statuses))
	if not whole or not joined:
		raise DaysWithoutStatus("The statuses must cover every day of the placement.")


def _monday(on: date) -> date:
	return on - on.weekday() * ONE_DAY
