"""Deadlines to acknowledge and answer requests about someone's own data."""

import calendar
from datetime import date, timedelta

from unlocking_opportunities.rules.working_days import add_working_days, is_working_day

MONTHS_TO_ANSWER = 1
MONTHS_MORE = 2
DAYS_TO_ACKNOWLEDGE = 30


def answer_by(received: date, extended: bool = False) -> date:
	"""Return the last day to answer a request received on a day: one month later, or three if it was extended.

	UK GDPR art. 12(3). The ICO counts to the same day of the month, or the last day of a shorter month, and
	then to the next working day.
	"""
	day = add_months(received, MONTHS_TO_ANSWER + (MONTHS_MORE if extended else 0))
	return day if is_working_day(day) else add_working_days(day, 1)


def acknowledge_by(received: date) -> date:
	"""Return the last day to acknowledge a complaint about the use of someone's data.

	Data Protection Act 2018 s.164A, inserted by the Data (Use and Access) Act 2025 s.103: within 30 days
	beginning with the day on which the complaint is received.
	"""
	return received + timedelta(days=DAYS_TO_ACKNOWLEDGE - 1)


def add_months(start: date, months: int) -> date:
	"""Return the same day of the month, `months` later, or the last day of a shorter month."""
	years, month = divmod(start.month - 1 + months, 12)
	year, month = start.year + years, month + 1
	return date(year, month, min(start.day, calendar.monthrange(year, month)[1]))
