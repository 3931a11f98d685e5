"""One fact for each placement: what kind, where, when, and how it went.

A host, its staff and the young person's friends know where and when someone worked, for how long and how often they came.
Analysts read hosts and their sites by name. Only the record says how the risk was rated, what a manager overrode and how
long the team took.
"""

from math import inf
from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.programme.facts import hierarchies
from unlocking_opportunities.programme.facts.anonymity import Path
from unlocking_opportunities.programme.facts.definition import Fact, Row, as_date, weeks

ATTENDED = ("Present", "Late")
ABSENT = ("Absent: Told Us", "Absent: Not Known")
HOURS = ((15.99, "Under 16"), (inf, "16 or More"))
LENGTHS = ((1, "1 Week"), (4, "2 to 4 Weeks"), (12, "5 to 12 Weeks"), (inf, "Over 12 Weeks"))
WAITS = ((4, "Up to 4 Weeks"), (12, "5 to 12 Weeks"), (inf, "Over 12 Weeks"))
MOST_DAYS = 0.8


def with_host(placement: Table, query: QueryBuilder) -> QueryBuilder:
	"""Return `query` with the subjects of a fact about a placement, and the host's kind, size and ward."""
	employer, site = frappe.qb.DocType("Employer"), frappe.qb.DocType("Employer Site")
	ward = frappe.qb.DocType("Ward")
	return (
		query.left_join(employer)
		.on(employer.name == placement.employer)
		.left_join(site)
		.on(site.name == placement.site)
		.left_join(ward)
		.on(ward.name == site.ward)
		.select(
			placement.young_person.as_("subject"),
			placement.employer.as_("host"),
			placement.sector,
			placement.age_status,
			placement.pay_basis,
			employer.employer_type.as_("host_kind"),
			employer.size.as_("host_size"),
			site.ward,
			site.environment_band,
			ward.area,
		)
	)


def host_paths(record: dict[str, Any]) -> dict[str, Path]:
	return {
		"sector": hierarchies.plain(record["sector"]),
		"ward": hierarchies.ward(record["ward"], record["area"]),
		"host_kind": hierarchies.plain(record["host_kind"]),
		"age_status": hierarchies.plain(record["age_status"]),
	}


def query() -> QueryBuilder:
	placement = frappe.qb.DocType("Placement")
	assessment = frappe.qb.DocType("Risk Assessment")
	return (
		with_host(placement, frappe.qb.from_(placement))
		.left_join(assessment)
		.on(assessment.name == placement.risk_assessment)
		.select(
			placement.name.as_("source"),
			placement.creation,
			placement.kind,
			placement.status,
			placement.hours_per_week,
			placement.start_date,
			placement.end_date,
			placement.actual_start,
			placement.actual_end,
			assessment.overall_rating,
			_rows(placement, "Placement Override").as_("overrides"),
			_rows(placement, "Placement Attendance", "attendance", ATTENDED).as_("days_attended"),
			_rows(placement, "Placement Attendance", "attendance", ABSENT).as_("days_absent"),
		)
	)


def _rows(placement: Table, table: str, field: str | None = None, values: tuple = ()) -> QueryBuilder:
	row = frappe.qb.DocType(table)
	counted = frappe.qb.from_(row).select(Count(row.name)).where(row.parent == placement.name)
	counted = counted.where(row.parenttype == "Placement")
	return counted.where(row[field].isin(values)) if field else counted


def row(record: dict[str, Any]) -> Row:
	first, _last = first_and_last(record)
	planned = weeks(record["start_date"], record["end_date"])
	return Row(
		paths={
			**host_paths(record),
			"kind": hierarchies.plain(record["kind"]),
			"status": hierarchies.plain(record["status"]),
			"started": hierarchies.period(as_date(first)),
			"pay_basis": hierarchies.plain(record["pay_basis"]),
			"host_size": hierarchies.plain(record["host_size"]),
			"environment_band": hierarchies.plain(record["environment_band"]),
			"weeks_planned": hierarchies.plain(hierarchies.band(planned, LENGTHS)),
			"hours_per_week": hierarchies.plain(hierarchies.band(record["hours_per_week"], HOURS)),
			"attendance": hierarchies.plain(_attendance(record)),
		},
		measures={
			"overall_rating": record["overall_rating"],
			"overridden": int(record["overrides"] > 0),
			"waited": hierarchies.band(weeks(record["creation"], first), WAITS),
		},
	)


def _attendance(record: dict[str, Any]) -> str:
	came, missed = record["days_attended"], record["days_absent"]
	if not came + missed:
		return ""
	if not missed:
		return "Every Day"
	return "Most Days" if came / (came + missed) >= MOST_DAYS else "Fewer Days"


def first_and_last(record: dict[str, Any]) -> tuple:
	"""Return the actual first and last day of a placement or, if there are none yet, the planned ones."""
	return record["actual_start"] or record["start_date"], record["actual_end"] or record["end_date"]


FACT = Fact(
	doctype="Placement Fact",
	source="Placement",
	query=query,
	row=row,
	steps=(
		("started", 1),
		("sector", 1),
		("status", 1),
		("started", 2),
		("started", 3),
		("ward", 1),
		("age_status", 1),
		("kind", 1),
		("pay_basis", 1),
		("host_kind", 1),
		("ward", 2),
		("host_size", 1),
		("environment_band", 1),
		("weeks_planned", 1),
		("hours_per_week", 1),
		("attendance", 1),
	),
	subjects=("subject", "host"),
)
