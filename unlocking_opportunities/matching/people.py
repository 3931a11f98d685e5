"""Read young people for matching: one query for their records, one for the rows linked to them."""

import re
from datetime import date
from typing import Any, NamedTuple

import frappe
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, NullValue, Term

from unlocking_opportunities.access.row_permissions import restrict
from unlocking_opportunities.council.roles import ALLOCATED_WORKER, MANAGER, OFFICER, require
from unlocking_opportunities.matching.profiles import ACCESS, WEEKDAYS, Engagement, Person, Restriction
from unlocking_opportunities.matching.reading import bits, chosen, point
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE, LIVE

MINUTES = {"Up to 20 Minutes": 20, "Up to 40 Minutes": 40, "Up to an Hour": 60, "Over an Hour": 90}
# Words in goals that say nothing about the work someone wants.
SAYS_NOTHING = frozenset(
	"able about become being doing finish from good have help into like more people really some something "
	"that their them then thing things want wants with work working would year years".split()
)
INTEREST, RESTRICTION, DECLINED, PLACEMENT = "interest", "restriction", "declined", "placement"
NULL = NullValue()


class KnownPerson(NamedTuple):
	"""The profile of a young person, and what a list shows about them (never a name)."""

	profile: Person
	shown: dict[str, Any]


SHOWN = (
	"name",
	"age_band",
	"ward",
	"travel_band",
	"pathway",
	"available_from",
	"hours_per_week",
)


class Record(NamedTuple):
	"""A young person's own records as they are read, or the columns to read."""

	name: str
	status: str
	age_band: str | None
	ward: str | None
	latitude: float | None
	longitude: float | None
	travel_band: str | None
	pathway: str | None
	available_from: date | None
	hours_per_week: float | None
	days: int | None
	date_of_birth: date | None
	goals: str | None
	right_to_work: str | None
	right_to_work_until: date | None
	access: int | None


class Linked(NamedTuple):
	"""A row linked to a young person, or the columns to read. A kind that doesn't have a column leaves it NULL."""

	person: str
	kind: str
	sector: str | None = NULL
	employer: str | None = NULL
	site: str | None = NULL
	ward: str | None = NULL
	opportunity: str | None = NULL
	status: str | None = NULL
	until: date | None = NULL
	hours: float | None = NULL


ByKind = dict[str, list[Linked]]


def read(wanted: Criterion) -> list[KnownPerson]:
	"""Return the young people that match `wanted` (a criterion on Young Person) and that the user may read.

	Raises PermissionError for users who may not match.
	"""
	require(OFFICER, MANAGER, ALLOCATED_WORKER)
	person = DocType("Young Person")
	records = map(Record._make, restrict(_records(wanted), "Young Person").run())
	names = frappe.qb.from_(person).select(person.name).where(wanted)
	linked = _read_linked(restrict(names, "Young Person"))
	return [_person(record, linked.get(record.name, {})) for record in records]


def telling_words(text: str | None) -> frozenset[str]:
	"""Return the meaningful words in someone's goals, without a plural s, to look for in a place's tasks."""
	words = re.findall(r"[a-z]{4,}", (text or "").lower())
	return frozenset(word.removesuffix("s") for word in words if word not in SAYS_NOTHING)


def _person(record: Record, linked: ByKind) -> KnownPerson:
	profile = Person(
		name=record.name,
		born=record.date_of_birth,
		active=record.status == "Active",
		ward=record.ward or "",
		at=point(record.latitude, record.longitude),
		travel_minutes=MINUTES.get(record.travel_band, 40),
		interests=frozenset(row.sector for row in linked.get(INTEREST, ())),
		goals=telling_words(record.goals),
		pathway=record.pathway or "Not Started",
		free_from=record.available_from,
		days=chosen(range(7), record.days),
		hours=float(record.hours_per_week or 0),
		access=chosen(ACCESS, record.access),
		right_to_work=record.right_to_work or "",
		right_to_work_until=record.right_to_work_until,
		restrictions=tuple(
			Restriction(row.employer or "", row.site or "", row.ward or "", row.until)
			for row in linked.get(RESTRICTION, ())
		),
		declined=frozenset(row.opportunity for row in linked.get(DECLINED, ())),
		engagements=tuple(
			Engagement(row.opportunity, row.until, float(row.hours or 0), row.status in HOLDS_A_PLACE)
			for row in linked.get(PLACEMENT, ())
		),
	)
	shown = {field: getattr(record, field) for field in SHOWN}
	return KnownPerson(profile, shown | {"interests": sorted(profile.interests)})


def _records(wanted: Criterion) -> QueryBuilder:
	person, identity = DocType("Young Person"), DocType("Young Person Identity")
	care, support = DocType("Young Person Care Record"), DocType("Young Person Support Profile")
	ward = DocType("Ward")
	columns = Record(
		name=person.name,
		status=person.status,
		age_band=person.age_band,
		ward=person.ward,
		latitude=ward.latitude,
		longitude=ward.longitude,
		travel_band=person.travel_band,
		pathway=person.pathway,
		available_from=person.available_from,
		hours_per_week=person.hours_per_week,
		days=bits(person, WEEKDAYS),
		date_of_birth=identity.date_of_birth,
		goals=identity.goals,
		right_to_work=care.right_to_work,
		right_to_work_until=care.right_to_work_until,
		access=bits(support, ACCESS),
	)
	query = frappe.qb.from_(person)
	for table in (identity, care, support):
		query = query.left_join(table).on(table.name == person.name)
	query = query.left_join(ward).on(ward.name == person.ward)
	return query.select(*columns).where(wanted).orderby(person.name)


def _read_linked(names: QueryBuilder) -> dict[str, ByKind]:
	"""Return the rows linked to the people that `names` selects, by person and kind. One query for all kinds."""
	queries = [kind(names) for kind in (_interests, _restrictions, _declined, _live_placements)]
	everything = queries[0].union_all(queries[1]).union_all(queries[2]).union_all(queries[3])
	found: dict[str, ByKind] = {}
	for row in map(Linked._make, frappe.qb.from_(everything).select("*").run()):
		found.setdefault(row.person, {}).setdefault(row.kind, []).append(row)
	return found


def _interests(names: QueryBuilder) -> QueryBuilder:
	interest = DocType("Young Person Interest")
	columns = Linked(interest.parent, INTEREST, sector=interest.sector)
	return _linked(interest, columns, names).where(interest.parenttype == "Young Person")


def _restrictions(names: QueryBuilder) -> QueryBuilder:
	row = DocType("Young Person Restriction")
	columns = Linked(
		row.parent, RESTRICTION, employer=row.employer, site=row.site, ward=row.ward, until=row.until
	)
	return _linked(row, columns, names)


def _declined(names: QueryBuilder) -> QueryBuilder:
	declined = DocType("Declined Match")
	columns = Linked(declined.young_person, DECLINED, opportunity=declined.opportunity)
	return _linked(declined, columns, names).where(declined.changed_mind_on.isnull())


def _live_placements(names: QueryBuilder) -> QueryBuilder:
	placement = DocType("Placement")
	columns = Linked(
		placement.young_person,
		PLACEMENT,
		opportunity=placement.opportunity,
		status=placement.status,
		until=placement.end_date,
		hours=placement.hours_per_week,
	)
	return _linked(placement, columns, names).where(placement.status.isin(LIVE))


def _linked(table, columns: Linked, names: QueryBuilder) -> QueryBuilder:
	named = [Term.wrap_constant(column).as_(name) for name, column in columns._asdict().items()]
	return frappe.qb.from_(table).select(*named).where(columns.person.isin(names))
