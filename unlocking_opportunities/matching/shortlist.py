"""Find places for a young person, and people for a place: read in three queries, judged and scored in memory.

The row rule of Young Person applies: an allocated worker sees only their own young people. Restricted facts (date of birth,
right to work, restrictions, goals) are read without the user's permissions, as in the start gate. They leave this package
only as the wording of a limit or a factor, which does not give them away.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, time
from functools import lru_cache
from typing import Any, NamedTuple

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Sum
from frappe.utils import getdate, today
from pypika.functions import NullIf
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, NullValue, Term

from unlocking_opportunities.access.row_permissions import restrict
from unlocking_opportunities.council.roles import ALLOCATED_WORKER, MANAGER, OFFICER, require
from unlocking_opportunities.council.settings import clock, get_settings, hours_law
from unlocking_opportunities.matching.limits import Law, limits
from unlocking_opportunities.matching.profiles import (
	ACCESS,
	WEEKDAYS,
	Engagement,
	Person,
	Place,
	Restriction,
)
from unlocking_opportunities.matching.score import Scale, fit, weights_on
from unlocking_opportunities.matching.weights import matching_weights
from unlocking_opportunities.placements.start_gate.checks.pay import host_in_law
from unlocking_opportunities.rules.findings import Finding
from unlocking_opportunities.rules.placement_states import HAS_RUN, HOLDS_A_PLACE, LIVE

MINUTES = {"Up to 20 Minutes": 20, "Up to 40 Minutes": 40, "Up to an Hour": 60, "Over an Hour": 90}
# Words in goals that say nothing about the work someone wants.
SAYS_NOTHING = frozenset(
	"able about become being doing finish from good have help into like more people really some something "
	"that their them then thing things want wants with work working would year years".split()
)


class Known(NamedTuple):
	"""The profile of a person or place, and what a list shows about it (never a person's name)."""

	profile: Any
	says: tuple[str, ...]
	said: tuple

	@property
	def label(self) -> dict[str, Any]:
		return dict(zip(self.says, self.said, strict=True))


PERSON_SAYS = (
	"name",
	"age_band",
	"ward",
	"travel_band",
	"pathway",
	"available_from",
	"hours_per_week",
	"interests",
)
PLACE_SAYS = (
	"name",
	"title",
	"kind",
	"sector",
	"ward",
	"hours_per_week",
	"available_from",
	"available_until",
	"pay_basis",
	"supervisor_name",
	"left",
)


class Suggestion(NamedTuple):
	fit: float
	person: Known
	place: Known


class RuledOut(NamedTuple):
	why: tuple[Finding, ...]
	person: Known
	place: Known


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
	return _judged([_one(people(_named("Young Person", [young_person])))], places(_open()))


def people_for(opportunity: str) -> tuple[list[Suggestion], list[RuledOut]]:
	"""Return the active young people that `opportunity` fits, best first, and those it is ruled out for.

	Only young people that the user may read. Raises PermissionError for users who may not match.
	"""
	table = DocType("Young Person")
	return _judged(
		people(table.status == "Active"), [_one(places(_named("Placement Opportunity", [opportunity])))]
	)


def pair(young_person: str, opportunity: str) -> Suggestion | RuledOut:
	"""Return how well one place fits one young person, whatever the status of either."""
	return judge(
		_one(people(_named("Young Person", [young_person]))),
		_one(places(_named("Placement Opportunity", [opportunity]))),
		Terms.of_today(),
	)


def judge(person: Known, place: Known, terms: Terms) -> Suggestion | RuledOut:
	"""Return the pair as a Suggestion with its fit, or as RuledOut with the reasons. Only a Suggestion is scored."""
	why = limits(person.profile, place.profile, terms.on, terms.law)
	if why:
		return RuledOut(why, person, place)
	return Suggestion(fit(person.profile, place.profile, terms.scale), person, place)


def _judged(people: list[Known], places: list[Known]) -> tuple[list[Suggestion], list[RuledOut]]:
	terms = Terms.of_today()
	fits, closed = [], []
	for person in people:
		for place in places:
			found = judge(person, place, terms)
			(fits if isinstance(found, Suggestion) else closed).append(found)
	fits.sort(key=lambda one: (-one.fit, one.place.profile.name, one.person.profile.name))
	return fits, closed


def _one(found: list[Known]) -> Known:
	if not found:
		# The same answer whether it does not exist or the user may not read it.
		raise frappe.PermissionError
	return found[0]


def _named(doctype: str, names: Iterable[str]) -> Criterion:
	return DocType(doctype).name.isin(list(names))


def _open() -> Criterion:
	return DocType("Placement Opportunity").status == "Open"


# Young people: one query for their records, one for the rows linked to them.


def people(chosen: Criterion) -> list[Known]:
	"""Return the young people that match `chosen` (a criterion on Young Person) and that the user may read."""
	require(OFFICER, MANAGER, ALLOCATED_WORKER)
	person, identity, care, support, ward = (
		DocType(name)
		for name in (
			"Young Person",
			"Young Person Identity",
			"Young Person Care Record",
			"Young Person Support Profile",
			"Ward",
		)
	)
	query = (
		frappe.qb.from_(person)
		.left_join(identity)
		.on(identity.name == person.name)
		.left_join(care)
		.on(care.name == person.name)
		.left_join(support)
		.on(support.name == person.name)
		.left_join(ward)
		.on(ward.name == person.ward)
		.select(
			person.name,
			person.status,
			person.age_band,
			person.ward,
			ward.latitude,
			ward.longitude,
			person.travel_band,
			person.pathway,
			person.available_from,
			person.hours_per_week,
			_bits(person, WEEKDAYS),
			identity.date_of_birth,
			identity.goals,
			care.right_to_work,
			care.right_to_work_until,
			_bits(support, ACCESS),
		)
		.where(chosen)
		.orderby(person.name)
	)
	rows = restrict(query, "Young Person").run()
	hanging = _hanging_on(restrict(frappe.qb.from_(person).select(person.name).where(chosen), "Young Person"))
	return [_person(row, hanging.get(row[0], {})) for row in rows]


def _person(row: tuple, hanging: dict[str, list]) -> Known:
	name, status, age_band, ward, latitude, longitude, travel, pathway, free_from, hours, days, *rest = row
	born, goals, right_to_work, right_until, access = rest
	profile = Person(
		name=name,
		born=born,
		active=status == "Active",
		ward=ward or "",
		at=_point(latitude, longitude),
		travel_minutes=MINUTES.get(travel, 40),
		interests=frozenset(sector for sector, *_more in hanging.get("interest", ())),
		goals=telling_words(goals),
		pathway=pathway or "Not Started",
		free_from=free_from,
		days=_chosen(range(7), days),
		hours=float(hours or 0),
		access=_chosen(ACCESS, access),
		right_to_work=right_to_work or "",
		right_to_work_until=right_until,
		restrictions=tuple(
			Restriction(employer or "", site or "", at or "", until)
			for employer, site, at, until, _hours in hanging.get("restriction", ())
		),
		declined=frozenset(opportunity for opportunity, *_more in hanging.get("declined", ())),
		engagements=tuple(
			Engagement(opportunity, until, float(hours or 0), status in HOLDS_A_PLACE)
			for opportunity, status, _none, until, hours in hanging.get("placement", ())
		),
	)
	said = (name, age_band, ward, travel, pathway, free_from, hours, sorted(profile.interests))
	return Known(profile, PERSON_SAYS, said)


def _hanging_on(names: QueryBuilder) -> dict[str, dict[str, list[tuple]]]:
	"""Return interests, restrictions, declined places and live placements, by person and kind. One query for all."""
	interest, restriction = DocType("Young Person Interest"), DocType("Young Person Restriction")
	declined, placement = DocType("Declined Match"), DocType("Placement")
	none = NullValue()

	def rows(table, kind: str, of: Term, *columns: Term) -> QueryBuilder:
		named = zip(("first", "second", "third", "until", "hours"), columns, strict=True)
		return (
			frappe.qb.from_(table)
			.select(
				of.as_("person"), Term.wrap_constant(kind).as_("kind"), *[c.as_(name) for name, c in named]
			)
			.where(of.isin(names))
		)

	everything = (
		rows(interest, "interest", interest.parent, interest.sector, none, none, none, none)
		.where(interest.parenttype == "Young Person")
		.union_all(
			rows(
				restriction,
				"restriction",
				restriction.parent,
				restriction.employer,
				restriction.site,
				restriction.ward,
				restriction.until,
				none,
			)
		)
		.union_all(
			rows(
				declined, "declined", declined.young_person, declined.opportunity, none, none, none, none
			).where(declined.changed_mind_on.isnull())
		)
		.union_all(
			rows(
				placement,
				"placement",
				placement.young_person,
				placement.opportunity,
				placement.status,
				none,
				placement.end_date,
				placement.hours_per_week,
			).where(placement.status.isin(LIVE))
		)
	)
	found: dict[str, dict[str, list[tuple]]] = {}
	for person, kind, *row in frappe.qb.from_(everything).select("*").run():
		found.setdefault(person, {}).setdefault(kind, []).append(tuple(row))
	return found


# Places: one query.


def places(chosen: Criterion) -> list[Known]:
	"""Return the places that match `chosen` (a criterion on Placement Opportunity), with facts about their hosts.

	Every role that may match may also read every opportunity, site and employer.
	"""
	place, employer, site, ward = (
		DocType(name) for name in ("Placement Opportunity", "Employer", "Employer Site", "Ward")
	)
	record = _records_of_employers()
	where = Coalesce(NullIf(site.ward, ""), place.ward)
	rows = (
		frappe.qb.from_(place)
		.inner_join(employer)
		.on(employer.name == place.employer)
		.left_join(site)
		.on(site.name == place.site)
		.left_join(ward)
		.on(ward.name == where)
		.left_join(record)
		.on(record.employer == place.employer)
		.select(
			place.name,
			place.employer,
			place.title,
			place.kind,
			place.status,
			place.capacity - place.taken,
			place.site,
			where,
			ward.latitude,
			ward.longitude,
			place.sector,
			place.role_title,
			place.tasks,
			place.available_from,
			place.available_until,
			_bits(place, WEEKDAYS),
			place.hours_per_week,
			place.start_time,
			place.end_time,
			place.minimum_age,
			place.pay_basis,
			place.supervisor_name,
			employer.status,
			employer.employer_type,
			employer.host_again,
			employer.readiness,
			_bits(site, ACCESS),
			record.finished,
			record.broken_off,
		)
		.where(chosen)
		.orderby(place.name)
		.run()
	)
	return [_place(row) for row in rows]


def _records_of_employers() -> QueryBuilder:
	placement = DocType("Placement")

	def number(status: str) -> Term:
		return Sum(Case().when(placement.status == status, 1).else_(0))

	return (
		frappe.qb.from_(placement)
		.select(
			placement.employer, number("Completed").as_("finished"), number("Ended Early").as_("broken_off")
		)
		.where(placement.status.isin(HAS_RUN))
		.groupby(placement.employer)
		.as_("record")
	)


def _place(row: tuple) -> Known:
	name, employer, title, kind, status, left, site, ward, latitude, longitude, sector, role, tasks, *rest = (
		row
	)
	opens, closes, days, hours, starts_at, ends_at, minimum_age, pay_basis, supervisor, *rest = rest
	employer_status, employer_type, host_again, readiness, access, finished, broken_off = rest
	profile = Place(
		name=name,
		employer=employer,
		kind=kind,
		open=status in ("Open", "Full") and employer_status == "Active",
		left=left,
		site=site or "",
		ward=ward or "",
		at=_point(latitude, longitude),
		sector=sector or "",
		text=f"{role or ''} {tasks or ''} {sector or ''}".lower(),
		opens_on=opens,
		closes_on=closes,
		days=_chosen(range(7), days),
		hours=hours or 0,
		starts_at=_clock(starts_at),
		ends_at=_clock(ends_at),
		minimum_age=minimum_age or 0,
		paid=pay_basis == "Paid",
		host=host_in_law(employer_type),
		access=_chosen(ACCESS, access),
		host_again=host_again or "Not Asked",
		readiness=readiness or "Not Started",
		finished=int(finished or 0),
		broken_off=int(broken_off or 0),
	)
	said = (name, title, kind, sector, ward, hours, opens, closes, pay_basis, supervisor, left)
	return Known(profile, PLACE_SAYS, said)


def telling_words(text: str | None) -> frozenset[str]:
	"""Return the meaningful words in someone's goals, without a plural s, to look for in a place's tasks."""
	words = re.findall(r"[a-z]{4,}", (text or "").lower())
	return frozenset(word.removesuffix("s") for word in words if word not in SAYS_NOTHING)


def _bits(table, fieldnames: tuple[str, ...]) -> Term:
	"""Return these checkboxes as one number, a bit for each, so that many columns are read as one."""
	total = table[fieldnames[0]]
	for position, fieldname in enumerate(fieldnames[1:], start=1):
		total = total + table[fieldname] * 2**position
	return total


@lru_cache(maxsize=512)
def _chosen(names: tuple | range, bits: int | None) -> frozenset:
	return frozenset(name for position, name in enumerate(names) if int(bits or 0) >> position & 1)


@lru_cache(maxsize=512)
def _clock(value: Any) -> time | None:
	return clock(value)


@lru_cache(maxsize=4096)
def _point(latitude: float | None, longitude: float | None) -> tuple[float, float] | None:
	return (latitude, longitude) if latitude and longitude else None
