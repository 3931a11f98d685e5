"""Read places for matching, with what is known of their hosts: one query."""

from datetime import date, time
from functools import lru_cache
from typing import Any, NamedTuple

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Sum
from pypika.functions import NullIf
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term

from unlocking_opportunities.council.settings import clock
from unlocking_opportunities.matching.profiles import ACCESS, WEEKDAYS, Place
from unlocking_opportunities.matching.reading import bits, chosen, point
from unlocking_opportunities.placements.start_gate.checks.pay import host_in_law
from unlocking_opportunities.rules.placement_states import HAS_RUN
from unlocking_opportunities.utils import counters


class KnownPlace(NamedTuple):
	"""The profile of a place, and what a list shows about it."""

	profile: Place
	shown: dict[str, Any]


SHOWN = (
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


class Record(NamedTuple):
	"""A place with its host as it is read, or the columns to read. `finished`, `broken_off`: placements at this host."""

	name: str
	employer: str
	title: str
	kind: str
	status: str
	left: int
	site: str | None
	ward: str | None
	latitude: float | None
	longitude: float | None
	sector: str | None
	role_title: str | None
	tasks: str | None
	available_from: date | None
	available_until: date | None
	days: int | None
	hours_per_week: float | None
	start_time: Any
	end_time: Any
	minimum_age: int | None
	pay_basis: str | None
	supervisor_name: str | None
	employer_status: str
	employer_type: str | None
	host_again: str | None
	readiness: str | None
	access: int | None
	finished: int | None
	broken_off: int | None


def read(wanted: Criterion) -> list[KnownPlace]:
	"""Return the places that match `wanted` (a criterion on Placement Opportunity), with facts about their hosts.

	Every role that may match may also read every opportunity, site and employer.
	"""
	return [_place(record) for record in map(Record._make, _records(wanted).run())]


def _place(record: Record) -> KnownPlace:
	profile = Place(
		name=record.name,
		employer=record.employer,
		kind=record.kind,
		open=record.status in ("Open", "Full") and record.employer_status == "Active",
		left=record.left,
		site=record.site or "",
		ward=record.ward or "",
		at=point(record.latitude, record.longitude),
		sector=record.sector or "",
		text=f"{record.role_title or ''} {record.tasks or ''} {record.sector or ''}".lower(),
		opens_on=record.available_from,
		closes_on=record.available_until,
		days=chosen(range(7), record.days),
		hours=record.hours_per_week or 0,
		starts_at=_clock(record.start_time),
		ends_at=_clock(record.end_time),
		minimum_age=record.minimum_age or 0,
		paid=record.pay_basis == "Paid",
		host=host_in_law(record.employer_type),
		access=chosen(ACCESS, record.access),
		host_again=record.host_again or "Not Asked",
		readiness=record.readiness or "Not Started",
		finished=int(record.finished or 0),
		broken_off=int(record.broken_off or 0),
	)
	return KnownPlace(profile, {field: getattr(record, field) for field in SHOWN})


def _records(wanted: Criterion) -> QueryBuilder:
	place, employer = DocType("Placement Opportunity"), DocType("Employer")
	site, ward, record = DocType("Employer Site"), DocType("Ward"), _records_of_employers()
	ward_name = Coalesce(NullIf(site.ward, ""), place.ward)
	columns = {
		**_columns_of_place(place),
		"ward": ward_name,
		"latitude": ward.latitude,
		"longitude": ward.longitude,
		"employer_status": employer.status,
		"employer_type": employer.employer_type,
		"host_again": employer.host_again,
		"readiness": employer.readiness,
		"access": bits(site, ACCESS),
		"finished": record.finished,
		"broken_off": record.broken_off,
	}
	return (
		frappe.qb.from_(place)
		.inner_join(employer)
		.on(employer.name == place.employer)
		.left_join(site)
		.on(site.name == place.site)
		.left_join(ward)
		.on(ward.name == ward_name)
		.left_join(record)
		.on(record.employer == place.employer)
		.select(*Record(**columns))
		.where(wanted)
		.orderby(place.name)
	)


def _columns_of_place(place) -> dict[str, Term]:
	stored = (
		"name",
		"employer",
		"title",
		"kind",
		"status",
		"site",
		"sector",
		"role_title",
		"tasks",
		"available_from",
		"available_until",
		"hours_per_week",
		"start_time",
		"end_time",
		"minimum_age",
		"pay_basis",
		"supervisor_name",
	)
	columns = {fieldname: place[fieldname] for fieldname in stored}
	return columns | {"left": counters.left(counters.PLACES), "days": bits(place, WEEKDAYS)}


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


@lru_cache(maxsize=512)
def _clock(value: Any) -> time | None:
	return clock(value)
