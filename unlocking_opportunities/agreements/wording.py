"""What is signed, in words: exactly what `terms.of_agreement` takes the fingerprint of, and until when.

A page that asks for a signature shows these lines and sends the fingerprint back with the signature, so that nobody
signs what they have not read.
"""

from collections.abc import Iterable
from datetime import date, time
from typing import Any

from frappe import _
from frappe.utils import fmt_money, format_date

from unlocking_opportunities.council import settings


def lines(placement: Any) -> list[tuple[str, str]]:
	"""Return (label, words) for each thing that is signed.

	`placement` holds the fields of a Placement and its `schedule`, and beside them what its links are called:
	preferred_name, employer_name, site_name, address_line, town, postcode and role_title.
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
	"""Return the host and where it is, one part to a line."""
	parts = ("employer_name", "site_name", "address_line", "town", "postcode")
	return "\n".join(dict.fromkeys(filter(None, (placement.get(part) for part in parts))))


def days(schedule: Iterable[Any]) -> list[str]:
	"""Return one line to a working day: "Monday, 10am to 3pm (30 minutes break)"."""
	return [_day(row) for row in schedule]


def in_full(day: date | str) -> str:
	"""Return a day as somebody reads it: "Monday 7 December 2026"."""
	return format_date(day, "EEEE d MMMM yyyy")


def at(value: Any) -> str:
	"""Return a time of day as it is said: "10am", "3:30pm"."""
	clock: time = settings.clock(value)
	hour, half = clock.hour % 12 or 12, "am" if clock.hour < 12 else "pm"
	return f"{hour}:{clock.minute:02}{half}" if clock.minute else f"{hour}{half}"


def pay(placement: Any) -> str:
	if placement.pay_basis != "Paid":
		return _("No pay. Fares and lunch: ask the team")
	return _("{0} an hour").format(fmt_money(placement.hourly_rate, precision=2, currency="GBP"))


def _day(row: Any) -> str:
	said = _("{0}, {1} to {2}").format(_(row.weekday), at(row.start_time), at(row.end_time))
	if not row.break_minutes:
		return said
	return said + " " + _("({0} minutes break)").format(row.break_minutes)
