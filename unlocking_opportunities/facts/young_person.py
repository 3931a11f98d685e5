"""One fact for each young person: where they stand, and how many placements came of it."""

from typing import Any

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder

from unlocking_opportunities.facts.definition import Fact, month, whole
from unlocking_opportunities.workflow.placement import HOLDS_A_PLACE

AS_THEY_ARE = ("status", "age_band", "ward", "travel_band", "pathway", "eet_status")
COUNTED = (
	"sectors_of_interest",
	"placements",
	"placements_live",
	"placements_completed",
	"placements_ended_early",
)


def query() -> QueryBuilder:
	person = frappe.qb.DocType("Young Person")
	interest = frappe.qb.DocType("Young Person Interest")
	pairing = frappe.qb.DocType("Mentoring Pairing")
	return frappe.qb.from_(person).select(
		person.name.as_("source"),
		person.creation,
		person.available_from,
		person.hours_per_week,
		*(person[field] for field in AS_THEY_ARE),
		frappe.qb.from_(interest)
		.select(Count(interest.name))
		.where((interest.parent == person.name) & (interest.parenttype == "Young Person"))
		.as_("sectors_of_interest"),
		_placements(person, HOLDS_A_PLACE).as_("placements_live"),
		_placements(person, ("Completed",)).as_("placements_completed"),
		_placements(person, ("Ended Early",)).as_("placements_ended_early"),
		_placements(person).as_("placements"),
		frappe.qb.from_(pairing)
		.select(Count(pairing.name))
		.where((pairing.young_person == person.name) & (pairing.status == "Active"))
		.as_("pairings_active"),
	)


def _placements(person, statuses: tuple[str, ...] = ()) -> QueryBuilder:
	placement = frappe.qb.DocType("Placement")
	counted = Count(Case().when(placement.status.isin(statuses), 1)) if statuses else Count(placement.name)
	return frappe.qb.from_(placement).select(counted).where(placement.young_person == person.name)


def row(record: dict[str, Any]) -> dict[str, Any]:
	return {
		**{field: record[field] for field in (*AS_THEY_ARE, *COUNTED)},
		"joined_month": month(record["creation"]),
		"available_month": month(record["available_from"]),
		"hours_per_week": whole(record["hours_per_week"]),
		"mentored": int(record["pairings_active"] > 0),
	}


def _of(doctype: str):
	def rule(person, names):
		record = frappe.qb.DocType(doctype)
		return person.name.isin(
			frappe.qb.from_(record).select(record.young_person).where(record.name.isin(names))
		)

	return rule


FACT = Fact(
	doctype="Young Person Fact",
	source="Young Person",
	query=query,
	row=row,
	told_by={
		doctype: _of(doctype) for doctype in ("Young Person Identity", "Placement", "Mentoring Pairing")
	},
)
