"""A placement's days and hours, in the form the rules on hours take."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from typing import Protocol

import frappe
from frappe import _

from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate.rows import OtherPlacement, Placement, ScheduleDay
from unlocking_opportunities.rules.schedules import Calendar, Schedule, Shift, schedule_kind


class Worked(Protocol):
	"""The dates and the schedule of a placement."""

	start_date: date
	end_date: date
	works_bank_holidays: int
	schedule: Sequence[ScheduleDay]


WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
MIDNIGHT = datetime(2000, 1, 1)


def shifts(rows: Iterable[ScheduleDay]) -> tuple[Shift, ...]:
	"""Return the rows of a schedule as shifts. Raises ValidationError, naming the day, for an impossible one."""
	return tuple(_shift(row) for row in rows)


def schedule(placement: Placement | OtherPlacement, employer_type: str) -> Schedule:
	"""Return the Schedule of `placement`: its dates, its shifts and the kind of work in law."""
	return Schedule(
		start=settings.day(placement.start_date),
		end=settings.day(placement.end_date),
		shifts=shifts(placement.schedule),
		kind=schedule_kind(
			school_arranged=bool(placement.school_arranged),
			paid=placement.pay_basis == "Paid",
			business=employer_type in ("Business", "Council Contractor", "Individual"),
		),
		works_bank_holidays=bool(placement.works_bank_holidays),
	)


def days_worked(placement: Worked, first: date, last: date) -> list[date]:
	"""Return the days from `first` to `last` on which someone is expected at `placement`, without bank holidays unless it works them."""
	calendar = Calendar(
		Schedule(
			start=settings.day(placement.start_date),
			end=settings.day(placement.end_date),
			shifts=shifts(placement.schedule),
			works_bank_holidays=bool(placement.works_bank_holidays),
		)
	)
	days = (first + timedelta(days=number) for number in range((last - first).days + 1))
	return [day for day in days if calendar.on(day)]


def weekly_hours(rows: Iterable[ScheduleDay]) -> float:
	"""Return the hours worked in a normal week, without breaks."""
	return round(sum(_length(shift) for shift in shifts(rows)), 2)


def _length(shift: Shift) -> float:
	start, end = datetime.combine(MIDNIGHT, shift.start), datetime.combine(MIDNIGHT, shift.end)
	if shift.overnight:
		end += timedelta(days=1)
	return (end - start).total_seconds() / 3600 - shift.break_minutes / 60


def _shift(row: ScheduleDay) -> Shift:
	try:
		return Shift(
			WEEKDAYS.index(row.weekday),
			settings.clock(row.start_time),
			settings.clock(row.end_time),
			row.break_minutes or 0,
		)
	except ValueError:
		frappe.throw(
			_(
				"{0}: the end time must be different from the start time, and the break must be shorter than the shift."
			).format(_(row.weekday))
		)
