"""Figures for the public page, counted once a month and rounded so that no one can be identified."""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Count, Sum
from frappe.utils import format_date, today

from unlocking_opportunities.rules import small_numbers
from unlocking_opportunities.utils import counters

ACCEPTED = ("Accepted", "Paused", "Fulfilled")
# A month, because daily figures would show one person joining or leaving.
SECONDS = 32 * 24 * 3600
MOST_SECTORS = 6


def get_figures() -> dict[str, Any]:
	"""Return `month` as text, `counts` as (label, number) without small numbers, and `sectors_wanted`."""
	month = format_date(today(), "MMMM yyyy")
	key = f"unlocking_portal_figures:{month}"
	found = frappe.cache.get_value(key, expires=True)
	if found is None:
		found = {"month": month, "counts": _counts(), "sectors_wanted": _sectors_wanted()}
		frappe.cache.set_value(key, found, expires_in_sec=SECONDS)
	return found


def _counts() -> list[tuple[str, int]]:
	pledge, placement, place = (
		DocType("Employer Pledge"),
		DocType("Placement"),
		DocType("Placement Opportunity"),
	)
	employers, places = _first_row(
		frappe.qb.from_(pledge)
		.select(Count(pledge.employer).distinct(), Sum(pledge.places_pledged))
		.where(pledge.status.isin(ACCEPTED))
	)
	(started,) = _first_row(
		frappe.qb.from_(placement)
		.select(Count(placement.young_person).distinct())
		.where(placement.actual_start.isnotnull())
	)
	(free,) = _first_row(frappe.qb.from_(place).select(Sum(counters.left(counters.PLACES))))
	counts = (
		(_("employers have joined"), employers),
		(_("places offered"), places),
		(_("young people have started a placement"), started),
		(_("places open now"), free),
	)
	rounded = [(words, small_numbers.published(int(count or 0))) for words, count in counts]
	return [(words, count) for words, count in rounded if count is not None]


def _sectors_wanted() -> list[str]:
	"""Return the sectors with more interested young people than open places, widest gap first.

	Sectors with fewer than five interested young people are left out, because they could be identified.
	"""
	person, interest = DocType("Young Person"), DocType("Young Person Interest")
	wanted = dict(
		frappe.qb.from_(interest)
		.join(person)
		.on(interest.parent == person.name)
		.select(interest.sector, Count(person.name).distinct())
		.where(person.status == "Active")
		.groupby(interest.sector)
		.run()
	)
	place = DocType("Placement Opportunity")
	free = dict(
		frappe.qb.from_(place)
		.select(place.sector, Sum(counters.left(counters.PLACES)))
		.groupby(place.sector)
		.run()
	)
	gaps = {
		sector: count - int(free.get(sector) or 0)
		for sector, count in wanted.items()
		if sector and small_numbers.published(count)
	}
	ranked = sorted((gap, sector) for sector, gap in gaps.items() if gap > 0)
	return [sector for _gap, sector in reversed(ranked)][:MOST_SECTORS]


def _first_row(query: Any) -> tuple:
	return query.run()[0]
