"""When a placement's work takes place: shifts, schedules, and the dates worked."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

from unlocking_opportunities.rules.age import BackwardPeriod
from unlocking_opportunities.rules.working_days import is_bank_holiday

SCHOOL_ARRANGED = "school-arranged"
EMPLOYMENT = "employment"
OTHER = "other"

UNTIL_MIDNIGHT = "until midnight"
ALL_NIGHT = "all night"

DAY_MINUTES = 24 * 60
WEEK_DAYS = range(7)


class ImpossibleShift(ValueError):
	"""A shift on no weekday, without length, or with a break as long as itself."""


@dataclass(frozen=True)
class Shift:
	"""A turn of work on a weekday (Monday is 0) or on one date, in London time, with its break in minutes.

	An end before the start is on the next day. Raises ImpossibleShift for a weekday that there is not, a shift without
	length, or a break as long as its shift.
	"""

	day: int | date
	start: time
	end: time
	break_minutes: int = 0

	def __post_init__(self):
		if not isinstance(self.day, date) and self.day not in WEEK_DAYS:
			raise ImpossibleShift("A weekday is a number from 0 for Monday to 6 for Sunday.")
		if self.start == self.end:
			raise ImpossibleShift("A shift cannot end when it starts.")
		if not 0 <= self.break_minutes < (minute_of_day(self.end) - minute_of_day(self.start)) % DAY_MINUTES:
			raise ImpossibleShift("A break must be shorter than its shift.")

	@property
	def overnight(self) -> bool:
		"""Whether the shift ends on the day after it starts."""
		return self.end < self.start


@dataclass(frozen=True)
class Schedule:
	"""One placement's hours, from its first day to its last.

	`kind` is school-arranged, employment or other; see `schedule_kind`. `days_off` are dates not worked.
	`contracted_after_22` moves a young worker's night to 23:00-07:00. `night_exception` is "until midnight" or
	"all night" once an officer has confirmed that the sector is one of reg. 27A's, that no adult is free to do the
	work, that training does not suffer and that rest is made good.
	Raises BackwardPeriod for an end before the start.
	"""

	start: date
	end: date
	shifts: tuple[Shift, ...]
	kind: str = OTHER
	works_bank_holidays: bool = True
	days_off: frozenset[date] = frozenset()
	contracted_after_22: bool = False
	night_exception: str = ""
	opted_out_of_48_hours: bool = False

	def __post_init__(self):
		if self.end < self.start:
			raise BackwardPeriod("The last day is before the first.")


class Calendar:
	"""A schedule's shifts by date. Days that are the same return the same tuple, so they can be compared by identity."""

	def __init__(self, schedule: Schedule):
		self.schedule = schedule
		self.weekly = [tuple(s for s in schedule.shifts if s.day == weekday) for weekday in WEEK_DAYS]
		dates = {s.day for s in schedule.shifts if isinstance(s.day, date)}
		self.dated = {
			day: (*self.weekly[day.weekday()], *(s for s in schedule.shifts if s.day == day)) for day in dates
		}

	def on(self, day: date) -> tuple[Shift, ...]:
		schedule = self.schedule
		if not schedule.start <= day <= schedule.end or day in schedule.days_off:
			return ()
		if not schedule.works_bank_holidays and is_bank_holiday(day):
			return ()
		return self.dated.get(day) or self.weekly[day.weekday()]


def schedule_kind(*, school_arranged: bool, paid: bool, business: bool) -> str:
	"""Return the kind of a schedule from facts about the placement.

	School-arranged means arranged or approved by a school or by the council as part of education (Education Act
	1996 s.560). Otherwise work for a profit-making business is employment even if it is unpaid (Children and
	Young Persons Act 1933 s.30), and so is any paid work.
	"""
	if school_arranged:
		return SCHOOL_ARRANGED
	return EMPLOYMENT if paid or business else OTHER


def dates_worked(schedule: Schedule) -> Iterator[date]:
	"""Yield each date on which a shift of a schedule starts, in order."""
	calendar = Calendar(schedule)
	for number in range((schedule.end - schedule.start).days + 1):
		day = schedule.start + timedelta(days=number)
		if calendar.on(day):
			yield day


def minute_of_day(clock: time) -> int:
	"""Return the minutes since midnight."""
	return clock.hour * 60 + clock.minute
