"""By when we call someone who asks for it. Each page, email and record that says so takes the day from here."""

from datetime import date, datetime

from frappe import _
from frappe.utils import getdate, now_datetime, today

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.settings import clock, get_settings
from unlocking_opportunities.rules.working_days import add_working_days, is_working_day


def call_by(asked: datetime | None = None) -> date:
	"""Return the day on which we call someone who asked then (default: now) for help.

	That day, if it's a working day and before the time in the settings; otherwise the next working day.
	"""
	asked = asked or now_datetime()
	until = clock(get_settings().calls_until)
	if is_working_day(asked.date()) and until and asked.time() < until:
		return asked.date()
	return add_working_days(asked.date(), 1)


def promise(by: date) -> str:
	"""Return the sentence that says when we call: "We'll call you today." or "We'll call you on Monday 7 December 2026."."""
	if by == getdate(today()):
		return _("We'll call you today.")
	return _("We'll call you on {0}.").format(dates.in_full(by))
