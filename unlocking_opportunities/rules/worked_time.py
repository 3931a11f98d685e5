"""Work in real hours: each shift within its week, its part of each day, and the hours free between shifts."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import NamedTuple
from zoneinfo import ZoneInfo

from unlocking_opportunities.rules.age import CHILD, YOUNG_PERSON
from unlocking_opportunities.rules.hours_law import ADULT_WORKER, CHILD_IN_EMPLOYMENT, YOUNG_WORKER
from unlocking_opportunities.rules.schedules import (
	DAY_MINUTES,
	EMPLOYMENT,
	SCHOOL_ARRANGED,
	Schedule,
	Shift,
	minute_of_day,
)

LONDON = ZoneInfo("Europe/London")
ONE_DAY = timedelta(days=1)
A_MOMENT = 1e-6  # hours; less than a timetable can express, more than floating point can lose
# Hours since a week's Monday at midnight, from the number of days and the time of day.
Hour = Callable[[int, time], float]


class Day(NamedTuple):
	"""What matters about a date. Days that are the same share `alike`, and are judged once."""

	status: str
	shifts: tuple[tuple[int, Shift], ...]
	age: int | None
	school_day: bool
	before_year_10: bool
	alike: int


class Stint(NamedTuple):
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


class Part(NamedTuple):
	"""The part of a stint that falls on one day: clock time in minutes, and real hours worked."""

	stint: Stint
	law: str
	day: int
	opens: int
	closes: int
	worked: float

	def between(self, start: time, end: time) -> float:
		"""Return the hours by the clock between two times of day; an end at or before the start means midnight."""
		closes = minute_of_day(end) if end > start else DAY_MINUTES
		return max(min(self.closes, closes) - max(self.opens, minute_of_day(start)), 0) / 60


def law_of(kind: str, status: str) -> str:
	if status == CHILD:
		return CHILD_IN_EMPLOYMENT if kind == EMPLOYMENT else SCHOOL_ARRANGED
	return YOUNG_WORKER if status == YOUNG_PERSON else ADULT_WORKER


def parts_of(stint: Stint, days: Mapping[int, Day], hour: Hour) -> Iterator[Part]:
	shift, opens, closes = stint.shift, minute_of_day(stint.shift.start), minute_of_day(stint.shift.end)
	if not shift.overnight or not closes:
		yield Part(stint, stint.law, stint.day, opens, closes or DAY_MINUTES, stint.worked)
		return
	next_day = stint.day + 1
	share = (hour(next_day, time()) - stint.starts) / (stint.ends - stint.starts)
	yield Part(stint, stint.law, stint.day, opens, DAY_MINUTES, stint.worked * share)
	if next_day in days:
		law = law_of(stint.schedule.kind, days[next_day].status)
		yield Part(stint, law, next_day, 0, closes, stint.worked * (1 - share))


def rests(stints: Sequence[Stint], week_ends: float) -> tuple[float, float, float]:
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


def utc_offset(on: date) -> timedelta:
	return datetime(on.year, on.month, on.day, 12, tzinfo=LONDON).utcoffset()


def ordinary_hours(day: int, clock: time) -> float:
	return day * 24 + minute_of_day(clock) / 60


def hours_since(monday: date) -> Hour:
	"""Return a function that gives real hours since midnight on a Monday, for a week in which the clocks change."""

	def moment(on: date, clock: time) -> float:
		return datetime.combine(on, clock, LONDON).timestamp()

	begins = moment(monday, time())
	return lambda day, clock: (moment(monday + day * ONE_DAY, clock) - begins) / 3600
