"""Nightly checks of the stored records, however they were written.

Controllers check every document that is saved. `db_set`, SQL and a restored backup bypass them, so each night these checks
read the records themselves. The loader of demo data and history runs them too.
"""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count, Min, Sum
from frappe.utils import cint, today

from unlocking_opportunities.approvals.workflows import DEFINITIONS
from unlocking_opportunities.mentoring import pairing_workflow
from unlocking_opportunities.placements.start_gate.table import checks_for
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.rules.age import statuses_between
from unlocking_opportunities.rules.placement_states import ENDED, HOLDS_A_PLACE, LIVE
from unlocking_opportunities.utils import counters


@dataclass(frozen=True)
class Problem:
	"""A broken invariant: what is wrong, and the names of the records affected."""

	message: str
	doctype: str
	names: tuple[str, ...]


def check() -> list[Problem]:
	"""Return the broken invariants. One or two queries for each invariant, whatever the number of records."""
	problems = []
	for find in INVARIANTS:
		problems += find()
	return problems


def unknown_statuses() -> list[Problem]:
	found = []
	for definition in DEFINITIONS:
		names = frappe.get_all(
			definition.doctype, filters={"status": ["not in", sorted(definition.state_names)]}, pluck="name"
		)
		found += _problem(_("The status is not part of the workflow."), definition.doctype, names)
	return found


def miscounted_places() -> list[Problem]:
	return _counted(
		counters.PLACES,
		"Placement",
		"opportunity",
		HOLDS_A_PLACE,
		_("The number of places taken does not match the placements."),
	)


def miscounted_pairings() -> list[Problem]:
	return _counted(
		counters.MENTOR,
		"Mentoring Pairing",
		"mentor",
		pairing_workflow.COUNTED,
		_("The mentor's number of pairings does not match the pairings."),
	)


def overbooked_opportunities() -> list[Problem]:
	table = frappe.qb.DocType("Placement Opportunity")
	names = frappe.qb.from_(table).select(table.name).where(table.taken > table.capacity).run(pluck=True)
	return _problem(_("More places are taken than are available."), "Placement Opportunity", names)


def wrongly_locked_assessments() -> list[Problem]:
	table = frappe.qb.DocType("Risk Assessment")
	submitted = table.status.isin(["Approved", "Superseded", "Expired"])
	wrong = (
		Case()
		.when(submitted & (table.docstatus != 1), 1)
		.when(~submitted & (table.docstatus != 0), 1)
		.else_(0)
	)
	names = frappe.qb.from_(table).select(table.name).where(wrong == 1).run(pluck=True)
	text = _("It is locked but not approved, or approved but not locked.")
	return _problem(text, "Risk Assessment", names)


def self_approved_assessments() -> list[Problem]:
	rows = frappe.get_all(
		"Risk Assessment",
		filters={"docstatus": 1},
		fields=["name", "approved_by", "editors"],
	)
	names = [
		row.name for row in rows if not row.approved_by or row.approved_by in (row.editors or "").split("\n")
	]
	text = _("It has no approver, or its approver also worked on it.")
	return _problem(text, "Risk Assessment", names)


def placements_without_assessment() -> list[Problem]:
	"""Ready or running placements without an approved assessment, of the kinds and ages that need one.

	As in the start gate, an adult's job needs none, and what runs out after the last day is no concern of the placement.
	"""
	table, assessment, identity = (
		frappe.qb.DocType("Placement"),
		frappe.qb.DocType("Risk Assessment"),
		frappe.qb.DocType("Young Person Identity"),
	)
	rows = (
		frappe.qb.from_(table)
		.inner_join(identity)
		.on(identity.name == table.young_person)
		.left_join(assessment)
		.on(assessment.name == table.risk_assessment)
		.select(table.name, table.kind, table.start_date, table.end_date, identity.date_of_birth)
		.where(table.status.isin(["Ready", "In Progress"]) & (table.end_date >= today()))
		.where(identity.date_of_birth.isnotnull() & (Coalesce(assessment.status, "") != "Approved"))
		.run(as_dict=True)
	)
	names = [row.name for row in rows if "risk_assessment" in checks_for(row.kind, _ages(row))]
	text = _("It is ready or running without an approved risk assessment.")
	return _problem(text, "Placement", names)


def _ages(row: frappe._dict) -> set[str]:
	return {age for _first, _last, age in statuses_between(row.date_of_birth, row.start_date, row.end_date)}


def placements_without_date_of_birth() -> list[Problem]:
	"""Live placements whose young person has no date of birth, which the start gate needs."""
	table, identity = frappe.qb.DocType("Placement"), frappe.qb.DocType("Young Person Identity")
	names = (
		frappe.qb.from_(table)
		.left_join(identity)
		.on(identity.name == table.young_person)
		.select(table.name)
		.where(table.status.isin(LIVE) & identity.date_of_birth.isnull())
		.run(pluck=True)
	)
	return _problem(
		_("The young person has no date of birth, so the start gate cannot check the placement."),
		"Placement",
		names,
	)


def visits_to_ended_placements() -> list[Problem]:
	table, visit = frappe.qb.DocType("Placement"), frappe.qb.DocType("Visit")
	names = (
		frappe.qb.from_(visit)
		.inner_join(table)
		.on(table.name == visit.placement)
		.select(visit.name)
		.where((visit.status == "Planned") & table.status.isin(ENDED))
		.run(pluck=True)
	)
	return _problem(_("It is planned for a placement that has ended."), "Visit", names)


def visits_of_another_person() -> list[Problem]:
	return _of_another_person("Visit")


def concerns_without_acknowledgement() -> list[Problem]:
	table = frappe.qb.DocType("Concern Referral")
	nobody = (Coalesce(table.acknowledged_by, "") == "") | table.acknowledged_on.isnull()
	wrong = (table.status.notin(["Open", "Acknowledged"])) | ((table.status == "Acknowledged") & nobody)
	names = frappe.qb.from_(table).select(table.name).where(wrong).run(pluck=True)
	return _problem(_("It does not say who acknowledged it, or when."), "Concern Referral", names)


def accidents_of_another_person() -> list[Problem]:
	return _of_another_person("Accident")


def identifying_facts() -> list[Problem]:
	"""Combinations of a fact's values with fewer rows than the smallest group of its release."""
	found = []
	for fact in sync.FACTS:
		k = cint(frappe.db.get_value("Fact Release", fact.doctype, "smallest_group"))
		table = frappe.qb.DocType(fact.doctype)
		query = frappe.qb.from_(table).select(Min(table.name)).having(Count(table.name) < k)
		for field in fact.fields():
			query = query.groupby(table[field])
		text = _("It covers too few young people, so it could identify someone.")
		found += _problem(text, fact.doctype, query.run(pluck=True))
	return found


INVARIANTS: tuple[Callable[[], list[Problem]], ...] = (
	unknown_statuses,
	miscounted_places,
	miscounted_pairings,
	overbooked_opportunities,
	wrongly_locked_assessments,
	self_approved_assessments,
	placements_without_assessment,
	placements_without_date_of_birth,
	visits_to_ended_placements,
	visits_of_another_person,
	concerns_without_acknowledgement,
	accidents_of_another_person,
	identifying_facts,
)


def _of_another_person(doctype: str) -> list[Problem]:
	table, record = frappe.qb.DocType("Placement"), frappe.qb.DocType(doctype)
	names = (
		frappe.qb.from_(record)
		.inner_join(table)
		.on(table.name == record.placement)
		.select(record.name)
		.where(record.young_person != table.young_person)
		.run(pluck=True)
	)
	return _problem(_("It names a different young person from its placement."), doctype, names)


def _counted(
	counter: counters.Counter, doctype: str, link: str, states: tuple[str, ...], message: str
) -> list[Problem]:
	owner, held = frappe.qb.DocType(counter.doctype), frappe.qb.DocType(doctype)
	holding = Sum(Case().when(held.status.isin(states), 1).else_(0))
	rows = (
		frappe.qb.from_(owner)
		.left_join(held)
		.on(held[link] == owner.name)
		.select(owner.name, owner[counter.counter], Coalesce(holding, 0))
		.groupby(owner.name, owner[counter.counter])
		.run()
	)
	return _problem(message, counter.doctype, [name for name, counted, real in rows if counted != real])


def _problem(message: str, doctype: str, names) -> list[Problem]:
	return [Problem(message, doctype, tuple(sorted(names)))] if names else []
