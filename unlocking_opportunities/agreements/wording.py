"""The agreement in words, as people outside read it.

`lines` covers exactly what `fingerprints.of_agreement` hashes. A page that asks for a signature shows these lines and
sends the fingerprint back with the signature, so that no one signs terms they haven't seen.
"""

from collections.abc import Iterable, Sequence
from datetime import date, time, timedelta
from typing import Any, Protocol

from frappe import _
from frappe.utils import flt

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.labels import label


class ScheduleDay(Protocol):
	"""A row of Placement Schedule Day."""

	weekday: str
	start_time: time | timedelta | str
	end_time: time | timedelta | str
	break_minutes: int

	def get(self, fieldname: str) -> Any: ...


class Terms(Protocol):
	"""A placement with the names behind its links."""

	preferred_name: str
	role_title: str
	kind: str
	employer_name: str
	site_name: str | None
	address_line: str | None
	town: str | None
	postcode: str | None
	supervisor_name: str | None
	start_date: date
	end_date: date
	pay_basis: str
	hourly_rate: float
	schedule: Sequence[ScheduleDay]

	def get(self, fieldname: str) -> Any: ...


def lines(placement: Terms) -> list[tuple[str, str]]:
	"""Return (label, text) for each term that is signed."""
	return [
		(_("Who"), placement.preferred_name),
		(_("What"), f"{placement.role_title} ({label(placement.kind)})"),
		(_("Where"), address(placement)),
		(_("Supervisor"), placement.supervisor_name or _("To be agreed")),
		(_("Starts"), dates.in_full(placement.start_date)),
		(_("Ends"), dates.in_full(placement.end_date)),
		(_("Days and times"), "\n".join(days(placement.schedule))),
		(_("Pay"), pay(placement)),
	]


def address(placement: Terms) -> str:
	"""Return the host's name and address, one part per line."""
	parts = ("employer_name", "site_name", "address_line", "town", "postcode")
	return "\n".join(dict.fromkeys(filter(None, (placement.get(part) for part in parts))))


def days(schedule: Iterable[ScheduleDay]) -> list[str]:
	"""Return one line per working day: "Monday, 10am to 3pm, with a 30-minute break"."""
	return [_day(row) for row in schedule]


def pay(placement: Terms) -> str:
	if placement.pay_basis != "Paid":
		return _("Unpaid. Ask us about travel and lunch costs")
	return _("£{0} an hour").format(f"{flt(placement.hourly_rate):,.2f}")


def _day(row: ScheduleDay) -> str:
	said = _("{0}, {1} to {2}").format(_(row.weekday), dates.at(row.start_time), dates.at(row.end_time))
	if not row.break_minutes:
		return said
	return said + _(", with a {0}-minute break").format(row.break_minutes)
