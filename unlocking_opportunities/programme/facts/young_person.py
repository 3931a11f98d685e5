"""One fact for each young person: where they are with the programme.

Neighbours, carers, mentors and hosts may know someone's age, ward, when they joined, and whether they are in work or have a
mentor. Only the record says how far along the pathway they are, how far they can travel and what hours they want.
"""

from math import inf
from typing import Any

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count
from pypika.queries import QueryBuilder

from unlocking_opportunities.programme.facts import hierarchies
from unlocking_opportunities.programme.facts.definition import Fact, Row, as_date
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE

HOURS = ((15.99, "Under 16"), (inf, "16 or More"))


def query() -> QueryBuilder:
	person, ward = frappe.qb.DocType("Young Person"), frappe.qb.DocType("Ward")
	pairing = frappe.qb.DocType("Mentoring Pairing")
	return (
		frappe.qb.from_(person)
		.left_join(ward)
		.on(ward.name == person.ward)
		.select(
			person.name.as_("source"),
			person.name.as_("subject"),
			person.creation,
			person.status,
			person.age_band,
			person.ward,
			ward.area,
			person.travel_band,
			person.pathway,
			person.eet_status,
			person.hours_per_week,
			_placements(person).as_("placements"),
			_placements(person, HOLDS_A_PLACE).as_("placements_live"),
			frappe.qb.from_(pairing)
			.select(Count(pairing.name))
			.where((pairing.young_person == person.name) & (pairing.status == "Active"))
			.as_("pairings_active"),
		)
	)


def _placements(person, statuses: tuple[str, ...] = ()) -> QueryBuilder:
	placement = frappe.qb.DocType("Placement")
	counted = Count(Case().when(placement.status.isin(statuses), 1)) if statuses else Count(placement.name)
	return frappe.qb.from_(placement).select(counted).where(placement.young_person == person.name)


def row(record: dict[str, Any]) -> Row:
	return Row(
		paths={
			"eet_status": hierarchies.plain(record["eet_status"]),
			"age_band": hierarchies.age_band(record["age_band"]),
			"status": hierarchies.plain(record["status"]),
			"joined": hierarchies.period(as_date(record["creation"])),
			"ward": hierarchies.ward(record["ward"], record["area"]),
			"placed": hierarchies.plain(_placed(record)),
			"mentored": hierarchies.yes_or_no(record["pairings_active"] > 0),
		},
		measures={
			"pathway": record["pathway"],
			"travel_band": record["travel_band"],
			"hours_wanted": hierarchies.band(record["hours_per_week"], HOURS),
		},
	)


def _placed(record: dict[str, Any]) -> str:
	if record["placements_live"]:
		return "Now"
	return "Before" if record["placements"] else "Never"


FACT = Fact(
	doctype="Young Person Fact",
	source="Young Person",
	query=query,
	row=row,
	steps=(
		("eet_status", 1),
		("age_band", 1),
		("age_band", 2),
		("ward", 1),
		("joined", 1),
		("status", 1),
		("placed", 1),
		("joined", 2),
		("ward", 2),
		("joined", 3),
		("mentored", 1),
	),
	subjects=("subject",),
)
