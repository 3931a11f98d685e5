"""Working days in England, for overdue visits, deadlines and escalations.

Bank holidays are England's, from the `holidays` package, which also has those proclaimed for single years
(Banking and Financial Dealings Act 1971 s.1).
"""

from datetime import date, timedelta
from functools import cache

import holidays

SATURDAY = 5


@cache
def bank_holidays(year: int) -> frozenset[date]:
	"""Return England's bank holidays in a year, including substitute days."""
	return frozenset(holidays.country_holidays("GB", subdiv="ENG", years=year))


def is_bank_holiday(on: date) -> bool:
	"""Return whether a day is a bank holiday in England."""
	return on in bank_holidays(on.year)


def is_working_day(on: date) -> bool:
	"""Return whether a day is neither Saturday, Sunday nor a bank holiday in England."""
	return on.weekday() < SATURDAY and not is_bank_holiday(on)


def add_working_days(start: date, days: int) -> date:
	"""Return the day a number of working days after a start, or before it if the number is negative.

	The start itself is not counted, so one working day after a Friday, a Saturday or a Sunday is the Monday. 0
	returns the start or, if that is not a working day, the next one.
	"""
	step = timedelta(days=-1 if days < 0 else 1)
	day = start
	for _ in range(abs(days)):
		day = _next_working_day(day + step, step)
	return day if days else _next_working_day(day, step)


def _next_working_day(day: date, step: timedelta) -> date:
	while not is_working_day(day):
		day += step
	return day
