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
from datetime import date, datetime, time, timedelta
from itertools import pairwise
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from unlocking_opportunities.rules.age import (
	CHILD,
	YOUNG_PERSON,
	age_on,
	last_two_school_years_begin,
	status_on,
)
from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.findings import Finding
from unlocking_opportunities.rules.hours_law import (
	ADULT_WORKER,
	CHILD_IN_EMPLOYMENT,
	YOUNG_WORKER,
	ChildEmploymentRegime,
	HoursLaw,
	SchoolDays,
	WorkLimits,
)
from unlocking_opportunities.rules.hours_words import WORDS
from unlocking_opportunities.rules.schedules import (
	ALL_NIGHT,
	DAY_MINUTES,
	EMPLOYMENT,
	SCHOOL_ARRANGED,
	UNTIL_MIDNIGHT,
	WEEK_DAYS,
	Calendar,
	Schedule,
	Shift,
	minute_of_day,
)

BREACH = "breach"
WARNING = "warning"

LONDON = ZoneInfo("Europe/London")
SUNDAY = 6
ONE_DAY = timedelta(days=1)
A_DAY = 24.0  # hours
A_MOMENT = 1e-6  # hours; less than a timetable can express, more than floating point can lose

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


class _Excess(NamedTuple):
	"""One limit exceeded on one day, before such days are combined into a breach."""

	code: str
	law: str
	kind: str
	limit: Any
	actual: Any
	day: int  # days after the week's Monday
	more: tuple[tuple[str, Any], ...] = ()


class _Day(NamedTuple):
	"""What matters about a date. Days that are the same share `alike`, and are judged once."""

	status: str
	shifts: tuple[tuple[int, Shift], ...]
	age: int | None
	school_day: bool
	before_year_10: bool
	alike: int


class _Stint(NamedTuple):
	"""A shift in its week, in real hours since midnight on Monday."""

	own: bool
	schedule: Schedule
	shift: Shift
	law: str
	day: int
	starts: float
	ends: float

	@property
	def worked(self) -> float:
		return max(self.ends - self.starts - self.shift.break_minutes / 60, 0)


class _Part(NamedTuple):
	"""The part of a stint that falls on one day: clock time in minutes, and real hours worked."""

	stint: _Stint
	law: str
	day: int
	opens: int
	closes: int
	worked: float

	def between(self, start: time, end: time) -> float:
		"""Return the hours by the clock between two times of day; an end at or before the start means midnight."""
		closes = minute_of_day(end) if end > start else DAY_MINUTES
		return max(min(self.closes, closes) - max(self.opens, minute_of_day(start)), 0) / 60


class _Week(NamedTuple):
	"""A judged week: limits exceeded, the laws that apply to the placement's work, and the rest within it and at
	its edges.
	"""

	excesses: tuple[_Excess, ...]
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

	def _all_excesses(self, mondays, weeks) -> Iterator[tuple[date, _Excess]]:
		for monday, week in zip(mondays, weeks, strict=True):
			for excess in week.excesses:
				yield monday, excess
		yield from self._weekly_rest(mondays, weeks)
		yield from self._average_week(mondays, weeks)
		yield from self._as_a_child_in_employment(mondays, weeks)

	# Days

	def _day(self, on: date) -> _Day:
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
		return _Day(status, shifts, age, school_day, before_year_10, alike)

	def _status(self, on: date) -> str:
		"""Return the status on a day, including days just outside the placement that its weeks and nights reach into."""
		if self.born and not self.statuses[0][0] <= on <= self.statuses[-1][1]:
			return status_on(self.born, on)
		return self.statuses[max(bisect_right(self.status_starts, on) - 1, 0)][2]

	def _limits(self, law: str, on: date) -> WorkLimits:
		return in_force((row for row in self.law.limits if row.law == law), on)

	# A week

	def _week(self, monday: date, days: Sequence[_Day]) -> _Week:
		ends = monday + 8 * ONE_DAY
		clocks_change = _utc_offset(monday - ONE_DAY) != _utc_offset(ends)
		key = (monday if clocks_change else None, *(day.alike for day in days))
		if key not in self.judged:
			self.judged[key] = self._judge_week(monday, days, clocks_change)
		return self.judged[key]

	def _judge_week(self, monday: date, days: Sequence[_Day], clocks_change: bool) -> _Week:
		hour = _hours_since(monday) if clocks_change else _ordinary_hours
		by_offset = dict(enumerate(days, -1))
		stints = sorted(self._stints(by_offset, hour), key=lambda stint: (stint.starts, stint.ends))
		parts = [part for stint in stints for part in _parts(stint, by_offset, hour) if part.day in WEEK_DAYS]
		own = [part for part in parts if part.stint.own]
		first_days = {part.law: part.day for part in reversed(own)}
		excesses: list[_Excess] = []
		for law, first in first_days.items():
			if law == CHILD_IN_EMPLOYMENT:
				excesses += self._child_week(monday, by_offset, parts, stints, first)
			else:
				limits = self._limits(law, monday + first * ONE_DAY)
				excesses += _limited_week(limits, by_offset, parts, stints, first)
		excesses += _clashes(stints)
		lead, inner, trail = _rests(stints, hour(7, time()))
		adult_hours = sum(part.worked for part in parts if part.law == ADULT_WORKER)
		return _Week(tuple(excesses), first_days, adult_hours, lead, inner, trail)

	def _stints(self, days: Mapping[int, _Day], hour) -> Iterator[_Stint]:
		for offset, day in days.items():
			for index, shift in day.shifts:
				schedule = self.schedules[index]
				starts, ends = hour(offset, shift.start), hour(offset + shift.overnight, shift.end)
				yield _Stint(
					index == 0, schedule, shift, _law(schedule.kind, day.status), offset, starts, ends
				)

	# A child in employment: Children and Young Persons Act 1933 s.18

	def _child_week(self, monday: date, days, parts, stints, first: int) -> Iterator[_Excess]:
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
		yield from _over(code, CHILD_IN_EMPLOYMENT, limit, worked, first)
		rule = (CHILD_IN_EMPLOYMENT, regime.break_after_hours, regime.break_minutes, BREACH)
		yield from _breaks([stint for stint in stints if stint.law == CHILD_IN_EMPLOYMENT], *rule)

	def _child_day(self, regime, day: _Day, parts: Sequence[_Part]) -> Iterator[_Excess]:
		offset, worked = parts[0].day, sum(part.worked for part in parts)
		yield from _too_young(regime, day.age, offset)
		outside = sum(
			(part.closes - part.opens) / 60 - part.between(regime.earliest, regime.latest) for part in parts
		)
		window = (("earliest", regime.earliest), ("latest", regime.latest))
		yield from _over("early-or-late", CHILD_IN_EMPLOYMENT, 0, outside, offset, more=window)
		if day.school_day:
			at_school = sum(part.between(self.law.school_opens, self.law.school_closes) for part in parts)
			before = sum(part.between(time(), self.law.school_opens) for part in parts)
			yield from _over("school-hours", CHILD_IN_EMPLOYMENT, 0, at_school, offset)
			yield from _over("before-school", CHILD_IN_EMPLOYMENT, regime.before_school_hours, before, offset)
			yield from _over("school-day-hours", CHILD_IN_EMPLOYMENT, regime.school_day_hours, worked, offset)
		elif offset == SUNDAY and regime.sunday_hours is not None:
			yield from _over("sunday-hours", CHILD_IN_EMPLOYMENT, regime.sunday_hours, worked, offset)
		else:
			limit = regime.day_hours_under_15 if day.age < 15 else regime.day_hours
			yield from _over("child-day-hours", CHILD_IN_EMPLOYMENT, limit, worked, offset)

	def _as_a_child_in_employment(self, mondays, weeks) -> Iterator[tuple[date, _Excess]]:
		starts = [
			monday + week.first_days[CHILD_IN_EMPLOYMENT] * ONE_DAY
			for monday, week in zip(mondays, weeks, strict=True)
			if CHILD_IN_EMPLOYMENT in week.first_days
		]
		for on in [on for on in starts if not self.school.known(on)][:1]:
			yield on, _Excess("terms-unknown", CHILD_IN_EMPLOYMENT, WARNING, None, None, 0)
		for year in sorted({on.year for on in starts}):
			if self.school.known_for_year(year):
				yield from self._two_weeks_free(
					year, in_force(self.law.regimes, min(o for o in starts if o.year == year))
				)

	def _two_weeks_free(self, year: int, regime: ChildEmploymentRegime) -> Iterator[tuple[date, _Excess]]:
		employed = [calendar for calendar in self.calendars if calendar.schedule.kind == EMPLOYMENT]
		longest = run = 0
		for number in range((date(year + 1, 1, 1) - date(year, 1, 1)).days):
			day = date(year, 1, 1) + number * ONE_DAY
			free = not self.school.is_school_day(day) and not any(calendar.on(day) for calendar in employed)
			run = run + 1 if free else 0
			longest = max(longest, run)
		if longest < regime.free_days_together:
			excess = ("two-week-break", CHILD_IN_EMPLOYMENT, BREACH, regime.free_days_together, longest, 0)
			yield date(year, 1, 1), _Excess(*excess)

	# Rules that look past the edge of a week

	def _weekly_rest(self, mondays, weeks) -> Iterator[tuple[date, _Excess]]:
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
					kind, had = _kind(limits, "weekly-rest"), max(week.lead, week.inner, week.trail)
					yield monday, _Excess("weekly-rest", law, kind, needed, had, first)

	def _average_week(self, mondays, weeks) -> Iterator[tuple[date, _Excess]]:
		"""WTR reg. 4: the average over a reference period, or over all weeks so far if there are fewer."""
		worked = [index for index, week in enumerate(weeks) if ADULT_WORKER in week.first_days]
		if not worked or self.own.opted_out_of_48_hours:
			return
		first, last = worked[0], worked[-1]
		limits = self._limits(ADULT_WORKER, mondays[first] + weeks[first].first_days[ADULT_WORKER] * ONE_DAY)
		length = min(limits.reference_weeks, last - first + 1)
		for index in range(first + length - 1, last + 1):
			hours = sum(week.adult_hours for week in weeks[index - length + 1 : index + 1])
			kind = _kind(limits, "average-week")
			for excess in _over(
				"average-week", ADULT_WORKER, limits.average_week_hours, hours / length, SUNDAY, kind
			):
				yield mondays[index], excess


def _limited_week(limits: WorkLimits, days, parts: Sequence[_Part], stints, first: int) -> Iterator[_Excess]:
	"""Yield what a week exceeds under the three laws with limits on hours, breaks, rest and nights."""
	law, day_kind, week_kind = limits.law, _kind(limits, "day-hours"), _kind(limits, "week-hours")
	under_18 = [part for part in parts if part.law != ADULT_WORKER]
	own = [part for part in parts if part.stint.own and part.law == law]
	for offset in sorted({part.day for part in own}):
		if limits.day_hours is not None:
			worked = sum(part.worked for part in under_18 if part.day == offset)
			yield from _over("day-hours", law, limits.day_hours, worked, offset, day_kind)
		arranged = any(part.stint.schedule.kind == SCHOOL_ARRANGED for part in own if part.day == offset)
		if law == SCHOOL_ARRANGED and arranged and days[offset].before_year_10:
			yield _Excess("too-early", law, BREACH, None, None, offset)
	if limits.week_hours is not None:
		yield from _over(
			"week-hours", law, limits.week_hours, sum(p.worked for p in under_18), first, week_kind
		)
	for part in own:
		yield from _night(limits, part)
	ruled = [stint for stint in stints if stint.law == law or _of_a_child(law, stint.law)]
	yield from _breaks(ruled, law, limits.break_after_hours, limits.break_minutes, _kind(limits, "break"))
	yield from _daily_rest(limits, stints)


def _night(limits: WorkLimits, part: _Part) -> Iterator[_Excess]:
	"""WTR regs 2, 6A and 27A. The restricted night is 22:00-06:00, or 23:00-07:00 by contract."""
	if limits.night_from is None:
		return
	schedule, code = part.stint.schedule, "night-child"
	night = (limits.night_from, limits.night_until)
	if limits.law == YOUNG_WORKER:
		code = "night"
		if schedule.night_exception == ALL_NIGHT:
			return
		if schedule.night_exception == UNTIL_MIDNIGHT:
			night = (limits.never_from, limits.never_until)
		elif schedule.contracted_after_22:
			night = (limits.late_night_from, limits.late_night_until)
	begins, ends = night
	hours = (
		part.between(begins, ends)
		if begins < ends
		else part.between(begins, time()) + part.between(time(), ends)
	)
	yield from _over(
		code, limits.law, 0, hours, part.day, more=(("night_from", begins), ("night_until", ends))
	)


def _breaks(stints: Sequence[_Stint], law: str, after: float, minutes: int, kind: str) -> Iterator[_Excess]:
	"""WTR reg. 12 and CYPA 1933 s.18(1)(i): a maximum number of hours without a break of a number of minutes.

	Shifts without such a gap between them count as one run, even if they belong to different placements.
	"""
	run, given, own, ended = 0.0, 0, False, float("-inf")
	for stint in stints:
		if stint.starts - ended >= minutes / 60:
			run, given, own = 0.0, 0, False
		ended = max(ended, stint.ends)
		if stint.shift.break_minutes >= minutes:
			run, given, own = 0.0, 0, False
			continue
		run, given, own = run + stint.worked, max(given, stint.shift.break_minutes), own or stint.own
		if own and run > after + A_MOMENT and stint.day in WEEK_DAYS:
			yield _Excess("break", law, kind, minutes, given, stint.day, (("after", after),))


def _daily_rest(limits: WorkLimits, stints: Sequence[_Stint]) -> Iterator[_Excess]:
	"""WTR reg. 10: a number of consecutive hours off in the 24 hours from each start of work."""
	for index, stint in enumerate(stints):
		if stint.day not in WEEK_DAYS or not (stint.law == limits.law or _of_a_child(limits.law, stint.law)):
			continue
		closes, free_from, longest, own = stint.starts + 24, stint.ends, 0.0, stint.own
		for later in stints[index + 1 :]:
			if later.starts >= closes:
				break
			longest = max(longest, later.starts - free_from)
			free_from, own = max(free_from, later.ends), own or later.own
		longest = max(longest, closes - free_from)
		if own and longest < limits.daily_rest_hours - A_MOMENT:
			kind = _kind(limits, "daily-rest")
			yield _Excess(
				"daily-rest", limits.law, kind, limits.daily_rest_hours, max(longest, 0.0), stint.day
			)


def _clashes(stints: Sequence[_Stint]) -> Iterator[_Excess]:
	latest = None
	for stint in stints:
		if (
			latest
			and stint.starts < latest.ends - A_MOMENT
			and (stint.own or latest.own)
			and stint.day in WEEK_DAYS
		):
			overlap = min(stint.ends, latest.ends) - stint.starts
			yield _Excess("clash", stint.law, BREACH, None, overlap, stint.day)
		latest = stint if latest is None or stint.ends > latest.ends else latest


def _too_young(regime: ChildEmploymentRegime, age: int, offset: int) -> Iterator[_Excess]:
	lowest = regime.minimum_age if regime.listed_work_age is None else regime.listed_work_age
	if age < lowest:
		yield _Excess("minimum-age", CHILD_IN_EMPLOYMENT, BREACH, lowest, age, offset)
	elif age < regime.minimum_age:
		yield _Excess("listed-work-only", CHILD_IN_EMPLOYMENT, WARNING, regime.minimum_age, age, offset)


def _over(code, law, limit, actual, day, kind=BREACH, more=()) -> Iterator[_Excess]:
	if actual > limit + A_MOMENT:
		yield _Excess(code, law, kind, limit, float(actual), day, more)


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


def _rests(stints: Sequence[_Stint], week_ends: float) -> tuple[float, float, float]:
	"""Return the hours free at the start of a week, the longest between its shifts, and those free at its end."""
	busy = [
		(max(s.starts, 0.0), min(s.ends, week_ends)) for s in stints if s.ends > 0 and s.starts < week_ends
	]
	if not busy:
		return week_ends, week_ends, week_ends
	free_from, longest = busy[0][1], 0.0
	for starts, ends in busy[1:]:
		longest, free_from = max(longest, starts - free_from), max(free_from, ends)
	return busy[0][0], longest, week_ends - free_from


def _parts(stint: _Stint, days: Mapping[int, _Day], hour) -> Iterator[_Part]:
	shift, opens, closes = stint.shift, minute_of_day(stint.shift.start), minute_of_day(stint.shift.end)
	if not shift.overnight or not closes:
		yield _Part(stint, stint.law, stint.day, opens, closes or DAY_MINUTES, stint.worked)
		return
	next_day = stint.day + 1
	share = (hour(next_day, time()) - stint.starts) / (stint.ends - stint.starts)
	yield _Part(stint, stint.law, stint.day, opens, DAY_MINUTES, stint.worked * share)
	if next_day in days:
		law = _law(stint.schedule.kind, days[next_day].status)
		yield _Part(stint, law, next_day, 0, closes, stint.worked * (1 - share))


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


def _law(kind: str, status: str) -> str:
	if status == CHILD:
		return CHILD_IN_EMPLOYMENT if kind == EMPLOYMENT else SCHOOL_ARRANGED
	return YOUNG_WORKER if status == YOUNG_PERSON else ADULT_WORKER


def _of_a_child(law: str, other: str) -> bool:
	return law == SCHOOL_ARRANGED and other == CHILD_IN_EMPLOYMENT


def _kind(limits: WorkLimits, code: str) -> str:
	return WARNING if code in limits.advisory else BREACH


def _check_cover(schedule: Schedule, statuses: Statuses) -> None:
	whole = statuses and statuses[0][0] <= schedule.start and schedule.end <= statuses[-1][1]
	joined = all(nxt[0] == prev[1] + ONE_DAY for prev, nxt in pairwise(statuses))
	if not whole or not joined:
		raise DaysWithoutStatus("The statuses must cover every day of the placement.")


def _monday(on: date) -> date:
	return on - on.weekday() * ONE_DAY


def _utc_offset(on: date) -> timedelta:
	return datetime(on.year, on.month, on.day, 12, tzinfo=LONDON).utcoffset()


def _ordinary_hours(day: int, clock: time) -> float:
	return day * 24 + minute_of_day(clock) / 60


def _hours_since(monday: date):
	"""Return a function that gives real hours since midnight on a Monday, for a week in which the clocks change."""

	def moment(on: date, clock: time) -> float:
		return datetime.combine(on, clock, LONDON).timestamp()

	begins = moment(monday, time())
	return lambda day, clock: (moment(monday + day * ONE_DAY, clock) - begins) / 3600
