"""One fact for each placement: what kind, where it stands, how long, and how well it was attended."""

from typing import Any

import frappe
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.facts.definition import Fact, month, weeks, whole

ENDED = ("Completed", "Ended Early")
AS_THEY_ARE = (
	"kind",
	"status",
	"sector",
	"ward",
	"host_kind",
	"host_size",
	"environment_band",
	"overall_rating",
	"age_status",
	"pay_basis",
	"days_per_week",
	"overrides",
	"days_attended",
	"days_absent",
	"visits_planned",
	"visits_made",
)
ATTENDED = ("Present", "Late")
ABSENT = ("Absent: Told Us", "Absent: Not Known")


def with_host(placement: Table, query: QueryBuilder) -> QueryBuilder:
	"""Return `query` with what every fact about a placement says of its host: the kind, the size and the site's ward."""
	employer, site = frappe.qb.DocType("Employer"), frappe.qb.DocType("Employer Site")
	return (
		query.left_join(employer)
		.on(employer.name == placement.employer)
		.left_join(site)
		.on(site.name == placement.site)
		.select(
			employer.employer_type.as_("host_kind"),
			employer.size.as_("host_size"),
			employer.host_again,
			site.ward,
			site.environment_band,
		)
	)


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
			placement.sector,
			placement.age_status,
			placement.pay_basis,
			placement.hours_per_week,
			placement.start_date,
			placement.end_date,
			placement.actual_start,
			placement.actual_end,
			placement.extended_from,
			assessment.overall_rating,
			_rows(placement, "Placement Schedule Day").as_("days_per_week"),
			_rows(placement, "Placement Override").as_("overrides"),
			_rows(placement, "Placement Attendance", "attendance", ATTENDED).as_("days_attended"),
			_rows(placement, "Placement Attendance", "attendance", ABSENT).as_("days_absent"),
			_visits(placement, "Planned").as_("visits_planned"),
			_visits(placement, "Done").as_("visits_made"),
		)
	)


def _rows(placement: Table, table: str, field: str | None = None, values: tuple = ()) -> QueryBuilder:
	row = frappe.qb.DocType(table)
	counted = frappe.qb.from_(row).select(Count(row.name)).where(row.parent == placement.name)
	counted = counted.where(row.parenttype == "Placement")
	return counted.where(row[field].isin(values)) if field else counted


def _visits(placement: Table, status: str) -> QueryBuilder:
	visit = frappe.qb.DocType("Visit")
	counted = frappe.qb.from_(visit).select(Count(visit.name))
	return counted.where((visit.placement == placement.name) & (visit.status == status))


def row(record: dict[str, Any]) -> dict[str, Any]:
	first, last = first_and_last(record)
	return {
		**{field: record[field] for field in AS_THEY_ARE},
		"hours_per_week": whole(record["hours_per_week"]),
		"proposed_month": month(record["creation"]),
		"start_month": month(first),
		"end_month": month(last),
		"weeks_to_start": weeks(record["creation"], first),
		"weeks_planned": weeks(record["start_date"], record["end_date"]),
		"weeks_run": weeks(first, last) if record["status"] in ENDED else 0,
		"extended": int(bool(record["extended_from"])),
	}


def first_and_last(record: dict[str, Any]) -> tuple:
	"""Return the first and last day of a placement: as it was, or else as it is planned."""
	return record["actual_start"] or record["start_date"], record["actual_end"] or record["end_date"]


FACT = Fact(
	doctype="Placement Fact",
	source="Placement",
	query=query,
	row=row,
	told_by={
		"Employer": lambda placement, names: placement.employer.isin(names),
		"Employer Site": lambda placement, names: placement.site.isin(names),
		"Risk Assessment": lambda placement, names: placement.risk_assessment.isin(names),
		"Visit": lambda placement, names: placement.name.isin(_visited(names)),
	},
)


def _visited(names: list[str]) -> QueryBuilder:
	visit = frappe.qb.DocType("Visit")
	return frappe.qb.from_(visit).select(visit.placement).where(visit.name.isin(names))
