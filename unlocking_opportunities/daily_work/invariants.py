"""What must hold of the stored records whichever way they were written.

Guards stand at every door that saves a document. `db_set`, SQL and a restored backup are no such doors, so each night
these checks read the records themselves, and the loader of demo data and history asserts them.
"""

from collections.abc import Callable
from dataclasses import dataclass

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Coalesce, Count, Min, Sum
from frappe.utils import cint

from unlocking_opportunities.approvals.workflows import DEFINITIONS
from unlocking_opportunities.mentoring import pairing_workflow
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.rules.placement_states import ENDED, HOLDS_A_PLACE, LIVE
from unlocking_opportunities.utils import counters


@dataclass(frozen=True)
class Problem:
	"""A broken invariant: what is wrong, and the records (by reference) in which it is."""

	message: str
	doctype: str
	names: tuple[str, ...]


def check() -> list[Problem]:
	"""Return every broken invariant; an empty list when all hold. One query or two to an invariant, whatever the size."""
	problems = []
	for find in INVARIANTS:
		problems += find()
	return problems


def states_are_known() -> list[Problem]:
	found = []
	for definition in DEFINITIONS:
		names = frappe.get_all(
			definition.doctype, filters={"status": ["not in", sorted(definition.state_names)]}, pluck="name"
		)
		found += _problem(_("The state is not one of the workflow's."), definition.doctype, names)
	return found


def places_taken_are_counted() -> list[Problem]:
	return _counted(
		counters.PLACES,
		"Placement",
		"opportunity",
		HOLDS_A_PLACE,
		_("Places taken do not match placements."),
	)


def mentors_pairings_are_counted() -> list[Problem]:
	return _counted(
		counters.MENTOR,
		"Mentoring Pairing",
		"mentor",
		pairing_workflow.COUNTED,
		_("Pairings counted do not match pairings."),
	)


def no_more_taken_than_there_are() -> list[Problem]:
	table = frappe.qb.DocType("Placement Opportunity")
	names = frappe.qb.from_(table).select(table.name).where(table.taken > table.capacity).run(pluck=True)
	return _problem(_("More places are taken than there are."), "Placement Opportunity", names)


def approved_assessments_are_submitted() -> list[Problem]:
	table = frappe.qb.DocType("Risk Assessment")
	submitted = table.status.isin(["Approved", "Superseded", "Expired"])
	wrong = (
		Case()
		.when(submitted & (table.docstatus != 1), 1)
		.when(~submitted & (table.docstatus != 0), 1)
		.else_(0)
	)
	names = frappe.qb.from_(table).select(table.name).where(wrong == 1).run(pluck=True)
	return _problem(_("The state and whether it is locked do not match."), "Risk Assessment", names)


def nobody_approved_their_own() -> list[Problem]:
	rows = frappe.get_all(
		"Risk Assessment",
		filters={"docstatus": 1},
		fields=["name", "approved_by", "editors"],
	)
	names = [
		row.name for row in rows if not row.approved_by or row.approved_by in (row.editors or "").split("\n")
	]
	return _problem(_("Approved by nobody, or by somebody who worked on it."), "Risk Assessment", names)


def running_placements_have_an_assessment() -> list[Problem]:
	"""A placement that runs rests on an approved assessment, unless the gate says that its kind needs none."""
	table, assessment, result = (
		frappe.qb.DocType("Placement"),
		frappe.qb.DocType("Risk Assessment"),
		frappe.qb.DocType("Placement Gate Result"),
	)
	not_needed = (
		frappe.qb.from_(result)
		.select(result.parent)
		.where((result.check_key == "risk_assessment") & result.outcome.isin(["Not Needed", "Overridden"]))
	)
	names = (
		frappe.qb.from_(table)
		.left_join(assessment)
		.on(assessment.name == table.risk_assessment)
		.select(table.name)
		.where(table.status.isin(["Ready", "In Progress"]))
		.where(Coalesce(assessment.status, "") != "Approved")
		.where(table.name.notin(not_needed))
		.run(pluck=True)
	)
	return _problem(_("Ready or running without an approved risk assessment."), "Placement", names)


def live_placements_can_be_judged() -> list[Problem]:
	"""Without a date of birth the gate cannot say anything about a placement_workflow."""
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
		_("The young person has no date of birth, so the start gate cannot judge it."), "Placement", names
	)


def ended_placements_have_no_planned_visits() -> list[Problem]:
	table, visit = frappe.qb.DocType("Placement"), frappe.qb.DocType("Visit")
	names = (
		frappe.qb.from_(visit)
		.inner_join(table)
		.on(table.name == visit.placement)
		.select(visit.name)
		.where((visit.status == "Planned") & table.status.isin(ENDED))
		.run(pluck=True)
	)
	return _problem(_("Planned for a placement that has ended."), "Visit", names)


def visits_belong_to_their_placements_person() -> list[Problem]:
	return _of_another_person("Visit")


def concerns_were_acknowledged_by_somebody() -> list[Problem]:
	table = frappe.qb.DocType("Concern Referral")
	nobody = (Coalesce(table.acknowledged_by, "") == "") | table.acknowledged_on.isnull()
	wrong = (table.status.notin(["Open", "Acknowledged"])) | ((table.status == "Acknowledged") & nobody)
	names = frappe.qb.from_(table).select(table.name).where(wrong).run(pluck=True)
	return _problem(_("Acknowledged by nobody."), "Concern Referral", names)


def accidents_belong_to_their_placements_person() -> list[Problem]:
	return _of_another_person("Accident")


def facts_point_at_nobody() -> list[Problem]:
	"""Every combination of a fact's values has at least as many rows as the smallest group of its release."""
	found = []
	for fact in sync.FACTS:
		k = cint(frappe.db.get_value("Fact Release", fact.doctype, "smallest_group"))
		table = frappe.qb.DocType(fact.doctype)
		query = frappe.qb.from_(table).select(Min(table.name)).having(Count(table.name) < k)
		for field in fact.fields():
			query = query.groupby(table[field])
		found += _problem(_("A fact that too few are like."), fact.doctype, query.run(pluck=True))
	return found


INVARIANTS: tuple[Callable[[], list[Problem]], ...] = (
	states_are_known,
	places_taken_are_counted,
	mentors_pairings_are_counted,
	no_more_taken_than_there_are,
	approved_assessments_are_submitted,
	nobody_approved_their_own,
	running_placements_have_an_assessment,
	live_placements_can_be_judged,
	ended_placements_have_no_planned_visits,
	visits_belong_to_their_placements_person,
	concerns_were_acknowledged_by_somebody,
	accidents_belong_to_their_placements_person,
	facts_point_at_nobody,
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
	return _problem(_("Names another young person than its placement_workflow."), doctype, names)


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
