"""Dates and times as emails, messages, pages and prints show them, in the reader's language."""

from datetime import date, datetime, time
from typing import Any

from frappe import _
from frappe.utils import format_date, get_datetime

from unlocking_opportunities.council import settings


def day(value: date | str) -> str:
	"""Return a date: "7 December 2026"."""
	return format_date(value, "d MMMM yyyy")


def in_full(value: date | str) -> str:
	"""Return a date with its weekday: "Monday 7 December 2026"."""
	return format_date(value, "EEEE d MMMM yyyy")


def moment(value: datetime | str) -> str:
	"""Return a date and time: "7 December 2026 at 3:30pm"."""
	return _("{0} at {1}").format(day(value), at(get_datetime(value).time()))


def at(value: Any) -> str:
	"""Return a time of day in GOV.UK style: "10am", "3:30pm", "midday"."""
	clock: time = settings.clock(value)
	if not clock.minute and clock.hour in (0, 12):
		return _("midday") if clock.hour else _("midnight")
	hour, half = clock.hour % 12 or 12, "am" if clock.hour < 12 else "pm"
	return f"{hour}:{clock.minute:02}{half}" if clock.minute else f"{hour}{half}"
