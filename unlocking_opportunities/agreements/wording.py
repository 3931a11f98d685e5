"""The agreement in words, and how dates, times and pay are written for people outside.

`lines` covers exactly what `fingerprints.of_agreement` hashes. A page that asks for a signature shows these lines and
sends the fingerprint back with the signature, so that no one signs terms they haven't seen.
"""

from collections.abc import Iterable
from datetime import date, datetime, time
from typing import Any

from frappe import _
from frappe.utils import flt, get_datetime, getdate

from unlocking_opportunities.council import settings


def lines(placement: Any) -> list[tuple[str, str]]:
	"""Return (label, text) for each term that is signed.

	`placement` has the fields of a Placement and its `schedule`, plus the names behind its links: preferred_name,
	employer_name, site_name, address_line, town, postcode and role_title.
	"""
	return [
		(_("Who"), placement.preferred_name),
		(_("What"), f"{placement.role_title} ({_(placement.kind)})"),
		(_("Where"), address(placement)),
		(_("With"), placement.supervisor_name or _("To be agreed")),
		(_("Starts"), in_full(placement.start_date)),
		(_("Ends"), in_full(placement.end_date)),
		(_("Days and times"), "\n".join(days(placement.schedule))),
		(_("Pay"), pay(placement)),
	]


def address(placement: Any) -> str:
	"""Return the host's name and address, one part per line."""
	parts = ("employer_name", "site_name", "address_line", "town", "postcode")
	return "\n".join(dict.fromkeys(filter(None, (placement.get(part) for part in parts))))


def days(schedule: Iterable[Any]) -> list[str]:
	"""Return one line per working day: "Monday, 10am to 3pm, with a 30-minute break"."""
	return [_day(row) for row in schedule]


def day(value: date | str) -> str:
	"""Return a date as people outside read it: "7 December 2026"."""
	on = getdate(value)
	return f"{on.day} {_(on.strftime('%B'))} {on.year}"


def in_full(value: date | str) -> str:
	"""Return a date with its weekday: "Monday 7 December 2026"."""
	return f"{_(getdate(value).strftime('%A'))} {day(value)}"


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


def pay(placement: Any) -> str:
	if placement.pay_basis != "Paid":
		return _("Unpaid. Ask the team about travel costs and lunch")
	return _("£{0} an hour").format(f"{flt(placement.hourly_rate):,.2f}")


def _day(row: Any) -> str:
	said = _("{0}, {1} to {2}").format(_(row.weekday), at(row.start_time), at(row.end_time))
	if not row.break_minutes:
		return said
	return said + _(", with a {0}-minute break").format(row.break_minutes)
