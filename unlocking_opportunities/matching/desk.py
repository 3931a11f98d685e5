"""The API of the dialogs “Find a Place” and “Find a Person”."""

from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _

from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council import wording
from unlocking_opportunities.matching import declined, score, shortlist
from unlocking_opportunities.matching.profiles import Person, Place, first_day
from unlocking_opportunities.matching.propose import propose as propose_placement
from unlocking_opportunities.matching.score import explain
from unlocking_opportunities.matching.shortlist import RuledOut, Suggestion, Terms

SHOWN = 20
DAYS_TO_PREPARE = 14
# Days from the first to the last: two working weeks for work experience, two days for a taster.
USUAL_DAYS = {"Talk or Visit": 1, "Taster": 2, "Work Experience": 12}


@frappe.whitelist()
def find_places(young_person: str) -> dict[str, Any]:
	"""Return the open places that fit `young_person` best, with reasons, and why the others do not fit."""
	return _in_words(*shortlist.places_for(young_person), "place")


@frappe.whitelist()
def find_people(opportunity: str) -> dict[str, Any]:
	"""Return the young people that `opportunity` fits best, with reasons, and why it does not fit the others."""
	return _in_words(*shortlist.people_for(opportunity), "person")


@frappe.whitelist()
def check_pair(young_person: str, opportunity: str, side: str) -> dict[str, Any]:
	"""Return the same about one pair. `side` ("place" or "person") says which of the two was looked up."""
	found = shortlist.pair(young_person, opportunity)
	if isinstance(found, RuledOut):
		return _in_words([], [found], side)
	return _in_words([found], [], side)


@frappe.whitelist(methods=["POST"])
def propose(
	young_person: str, opportunity: str, start_date: str, end_date: str, supervisor_name: str | None = None
) -> str:
	"""Propose a placement of `young_person` in `opportunity` and return its name."""
	return propose_placement(young_person, opportunity, start_date, end_date, supervisor_name).name


@frappe.whitelist(methods=["POST"])
def record_decline(young_person: str, opportunity: str, how: str, reason: str | None = None) -> str:
	"""Record that `young_person` said no to `opportunity` and return the name of the record."""
	person, place = permitted("Young Person", young_person), permitted("Placement Opportunity", opportunity)
	return declined.record(person.name, place.name, how=how, reason=reason or "").name


def _in_words(fits: list[Suggestion], closed: list[RuledOut], side: str) -> dict[str, Any]:
	terms = Terms.of_today()
	closed = sorted(closed, key=lambda one: (len(one.why), getattr(one, side).profile.name))
	return {
		"fitting": len(fits),
		"ruled_out": len(closed),
		"heard": declined.HEARD,
		"suggestions": [_suggestion(one, side, terms) for one in fits[:SHOWN]],
		"not_suggested": [
			{**getattr(one, side).shown, "why": [wording.get_message(why) for why in one.why]}
			for one in closed[:SHOWN]
		],
	}


def _suggestion(one: Suggestion, side: str, terms: Terms) -> dict[str, Any]:
	person, place = one.person.profile, one.place.profile
	first, last = usual_dates(person, place, terms.on)
	return {
		**getattr(one, side).shown,
		"fit": one.fit,
		"minutes": score.travel_minutes(person, place, terms.scale),
		"parts": [
			{
				"factor": _(part.factor),
				"percent": round(100 * part.measure),
				"share": round(100 * part.share),
				"said": wording.get_message(part.said),
			}
			for part in explain(person, place, terms.scale)
		],
		"start_date": first,
		"end_date": last,
		"supervisor_name": one.place.shown["supervisor_name"],
	}


def usual_dates(person: Person, place: Place, on: date) -> tuple[date, date | None]:
	"""Return the default first and last day for the dialog: a Monday that leaves time for the start gate.

	This is a convention and the user can change both. If no such Monday is left, the first possible day; if the kind has
	no usual length, until the place closes.
	"""
	soonest = on + timedelta(days=DAYS_TO_PREPARE)
	first = first_day(person, place, soonest)
	monday = first + timedelta(days=-first.weekday() % 7)
	if place.closes_on and monday > place.closes_on:
		monday = first_day(person, place, on)
	if place.kind not in USUAL_DAYS:
		return monday, place.closes_on
	last = monday + timedelta(days=USUAL_DAYS[place.kind] - 1)
	return monday, min(last, place.closes_on or last)
