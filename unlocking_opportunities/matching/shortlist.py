"""Find places for a young person, and people for a place: read in three queries, judged and scored in memory.

The row rule of Young Person applies: an allocated worker sees only their own young people. Restricted facts (date of birth,
right to work, restrictions, goals) are read without the user's permissions, as in the start gate. They leave this package
only as the wording of a limit or a factor, which does not give them away.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate, today

from unlocking_opportunities.council.settings import get_settings, hours_law
from unlocking_opportunities.matching import people, places
from unlocking_opportunities.matching.limits import Law, limits
from unlocking_opportunities.matching.people import KnownPerson
from unlocking_opportunities.matching.places import KnownPlace
from unlocking_opportunities.matching.score import Scale, fit, weights_on
from unlocking_opportunities.matching.weights import matching_weights
from unlocking_opportunities.rules.findings import Finding


class Suggestion(NamedTuple):
	fit: float
	person: KnownPerson
	place: KnownPlace


class RuledOut(NamedTuple):
	why: tuple[Finding, ...]
	person: KnownPerson
	place: KnownPlace


@dataclass(frozen=True)
class Terms:
	"""What pairs are judged by on a day: the law, the weights in force and journey times."""

	on: date
	law: Law
	scale: Scale

	@classmethod
	def of_today(cls, on: date | None = None) -> "Terms":
		"""Return the council's terms, from its settings, for `on` (default: today)."""
		return _terms(frappe.local.site, str(get_settings().modified), on or getdate(today()))


@lru_cache(maxsize=32)
def _terms(site: str, modified: str, on: date) -> Terms:
	"""Return the terms, cached until the settings change: reading the settings takes longer than judging a few places."""
	council, hours = get_settings(), hours_law()
	weights = weights_on(matching_weights(), on)
	scale = Scale(weights, council.minutes_to_set_off, council.minutes_per_km)
	return Terms(on, Law(hours.regimes, hours.limits), scale)


def places_for(young_person: str) -> tuple[list[Suggestion], list[RuledOut]]:
	"""Return the open places that fit `young_person`, best first, and those that are ruled out.

	Raises PermissionError for users who may not match, or may not read this young person.
	"""
	return _judged([_person(young_person)], places.read(DocType("Placement Opportunity").status == "Open"))


def people_for(opportunity: str) -> tuple[list[Suggestion], list[RuledOut]]:
	"""Return the active young people that `opportunity` fits, best first, and those it is ruled out for.

	Only young people that the user may read. Raises PermissionError for users who may not match.
	"""
	table = DocType("Young Person")
	return _judged(people.read(table.status == "Active"), [_place(opportunity)])


def pair(young_person: str, opportunity: str) -> Suggestion | RuledOut:
	"""Return how well one place fits one young person, whatever the status of either."""
	return judge(_person(young_person), _place(opportunity), Terms.of_today())


def judge(person: KnownPerson, place: KnownPlace, terms: Terms) -> Suggestion | RuledOut:
	"""Return the pair as a Suggestion with its fit, or as RuledOut with the reasons. Only a Suggestion is scored."""
	why = limits(person.profile, place.profile, terms.on, terms.law)
	if why:
		return RuledOut(why, person, place)
	return Suggestion(fit(person.profile, place.profile, terms.scale), person, place)


def _judged(
	known_people: Iterable[KnownPerson], known_places: Iterable[KnownPlace]
) -> tuple[list[Suggestion], list[RuledOut]]:
	terms = Terms.of_today()
	fits, closed = [], []
	for person in known_people:
		for place in known_places:
			found = judge(person, place, terms)
			(fits if isinstance(found, Suggestion) else closed).append(found)
	fits.sort(key=lambda one: (-one.fit, one.place.profile.name, one.person.profile.name))
	return fits, closed


def _person(name: str) -> KnownPerson:
	found = people.read(DocType("Young Person").name == name)
	if not found:
		# The same answer whether it does not exist or the user may not read it.
		raise frappe.PermissionError
	return found[0]


def _place(name: str) -> KnownPlace:
	found = places.read(DocType("Placement Opportunity").name == name)
	if not found:
		raise frappe.PermissionError
	return found[0]
