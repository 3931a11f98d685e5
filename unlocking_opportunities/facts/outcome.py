"""One fact for each placement that has ended and whose outcome is known."""

from typing import Any

import frappe
from frappe.utils import getdate
from pypika.queries import QueryBuilder

from unlocking_opportunities.facts.definition import Fact, month, weeks, whole
from unlocking_opportunities.facts.placement import ENDED, first_and_last, with_host

AS_THEY_ARE = (
	"outcome",
	"kind",
	"sector",
	"ward",
	"host_kind",
	"host_size",
	"host_again",
	"age_status",
	"pay_basis",
)


def query() -> QueryBuilder:
	placement = frappe.qb.DocType("Placement")
	return with_host(placement, frappe.qb.from_(placement)).select(
		placement.name.as_("source"),
		placement.status,
		placement.outcome,
		placement.kind,
		placement.sector,
		placement.age_status,
		placement.pay_basis,
		placement.start_date,
		placement.end_date,
		placement.actual_start,
		placement.actual_end,
		placement.hours_attended,
		placement.contact_made_on,
	)


def row(record: dict[str, Any]) -> dict[str, Any] | None:
	"""None while the placement goes on, or nobody knows yet what came of it."""
	if record["status"] not in ENDED or not record["outcome"]:
		return None
	first, last = first_and_last(record)
	contact = record["contact_made_on"]
	return {
		**{field: record[field] for field in AS_THEY_ARE},
		"ending": record["status"],
		"ended_month": month(last),
		"weeks_run": weeks(first, last),
		"hours_attended": whole(record["hours_attended"]),
		"contacted": int(bool(contact)),
		"days_to_contact": max(0, (getdate(contact) - getdate(last)).days) if contact and last else 0,
	}


FACT = Fact(
	doctype="Outcome Fact",
	source="Placement",
	query=query,
	row=row,
	told_by={
		"Employer": lambda placement, names: placement.employer.isin(names),
		"Employer Site": lambda placement, names: placement.site.isin(names),
	},
)
