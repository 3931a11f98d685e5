"""The first-day sheet: where to be and when, who to ask for, how to get there, what to wear, lunch and who to call."""

from datetime import date, timedelta
from typing import Protocol

from frappe import _
from frappe.utils import getdate

from unlocking_opportunities.agreements import wording
from unlocking_opportunities.agreements.wording import ScheduleDay
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.settings import get_settings


class Visitable(wording.Terms, Protocol):
	"""A placement with what helps to get there: the travel notes of its site and its opportunity, and its own journey."""

	site_travel: str | None
	place_travel: str | None
	journey: str | None
	first_day_accompanied: int
	what_to_wear: str | None
	lunch: str | None


def sheet(placement: Visitable, for_young_person: bool = True) -> list[tuple[str, str]]:
	"""Return (label, words) for each thing to know, for the young person or for the person who signs for them."""
	day, hours = first(placement)
	words = _yours() if for_young_person else _theirs()
	return [
		(_("When"), _when(day, hours, words["hours"])),
		(_("Where"), wording.address(placement)),
		(_("Who to ask for"), placement.supervisor_name or words["supervisor"]),
		(_("Getting there"), _journey(placement, words["accompanied"], words["journey"])),
		(
			_("What to wear"),
			placement.what_to_wear or words["clothes"],
		),
		(_("Lunch"), placement.lunch or words["lunch"]),
		(words["trouble"], _numbers_to_call(words["number"])),
	]


def first(placement: wording.Terms) -> tuple[date, ScheduleDay | None]:
	"""Return the first working day on or after the start date, and its row of the schedule (None if there is none)."""
	by_weekday = {row.weekday: row for row in placement.schedule}
	start = getdate(placement.start_date)
	for days in range(7):
		day = start + timedelta(days)
		if row := by_weekday.get(day.strftime("%A")):
			return day, row
	return start, None


def numbers() -> list[tuple[str, str]]:
	"""Return (who, number) for help with the placement: the team, and the number for when the office is closed."""
	settings = get_settings()
	listed = [
		(_("Our team"), settings.programme_phone),
		(_("When the office is closed"), settings.out_of_hours_phone),
	]
	return [(who, number) for who, number in listed if number]


def _yours() -> dict[str, str]:
	return {
		"hours": _("Be there at {0}. You finish at {1}."),
		"supervisor": _("We'll tell you before you go"),
		"accompanied": _("Someone you know will go with you on the first day."),
		"journey": _("Ask us and we'll help you plan how to get there."),
		"clothes": _("Ask us what to wear. If you need any clothes or shoes, tell us."),
		"lunch": _("Bring something to eat and drink. If that's a problem, ask us."),
		"trouble": _("If you're late, lost or ill"),
		"number": _("Ask us for a number before you go, and save it on your phone."),
	}


def _theirs() -> dict[str, str]:
	return {
		"hours": _("They start at {0} and finish at {1}."),
		"supervisor": _("We'll tell you before they go"),
		"accompanied": _("Someone they know will go with them on the first day."),
		"journey": _("Ask us and we'll help them plan how to get there."),
		"clothes": _("Ask us what they should wear. If they need any clothes or shoes, tell us."),
		"lunch": _("They should bring something to eat and drink. If that's a problem, ask us."),
		"trouble": _("If they're late, lost or ill"),
		"number": _("Ask us for a number before they go, and save it on your phone."),
	}


def _when(day: date, hours: ScheduleDay | None, words: str) -> str:
	said = dates.in_full(day)
	if not hours:
		return said
	return said + "\n" + words.format(dates.at(hours.start_time), dates.at(hours.end_time))


def _journey(placement: Visitable, accompanied: str, ask: str) -> str:
	said = [placement.journey, placement.site_travel, placement.place_travel]
	if placement.first_day_accompanied:
		said.insert(0, accompanied)
	return "\n".join(dict.fromkeys(filter(None, said))) or ask


def _numbers_to_call(ask: str) -> str:
	listed = [f"{who}: {number}" for who, number in numbers()]
	return "\n".join(listed) or ask
