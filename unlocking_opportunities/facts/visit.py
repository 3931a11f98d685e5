"""One fact for each visit: whether it was made in time, and what was seen. How the young person was is not in it."""

from typing import Any

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count
from frappe.utils import getdate
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.facts.definition import Fact, Rule, month
from unlocking_opportunities.facts.placement import with_host

AS_THEY_ARE = (
	"kind",
	"status",
	"seen_alone",
	"supervisor_seen",
	"controls_working",
	"as_agreed",
	"actions",
	"actions_done",
	"placement_kind",
	"sector",
	"ward",
	"host_kind",
	"host_size",
	"age_status",
)


def query() -> QueryBuilder:
	visit, placement = frappe.qb.DocType("Visit"), frappe.qb.DocType("Placement")
	action = frappe.qb.DocType("Visit Action")
	joined = frappe.qb.from_(visit).left_join(placement).on(placement.name == visit.placement)
	return with_host(placement, joined).select(
		visit.name.as_("source"),
		visit.kind,
		visit.status,
		visit.due_on,
		visit.visited_on,
		visit.seen_alone,
		visit.supervisor_seen,
		visit.controls_working,
		visit.as_agreed,
		placement.kind.as_("placement_kind"),
		placement.sector,
		placement.age_status,
		_actions(visit, action, Count(action.name)).as_("actions"),
		_actions(visit, action, Count(Case().when(action.done_on.isnotnull(), 1))).as_("actions_done"),
	)


def _actions(visit: Table, action: Table, counted: Count) -> QueryBuilder:
	query = frappe.qb.from_(action).select(counted)
	return query.where((action.parent == visit.name) & (action.parenttype == "Visit"))


def row(record: dict[str, Any]) -> dict[str, Any]:
	due, made = record["due_on"], record["visited_on"] if record["status"] == "Done" else None
	late = (getdate(made) - getdate(due)).days if due and made else 0
	return {
		**{field: record[field] for field in AS_THEY_ARE},
		"due_month": month(due),
		"made_month": month(made),
		"made_by_its_day": int(bool(due and made) and late <= 0),
		"days_late": late,
	}


def _of_placements(field: str) -> Rule:
	def rule(visit, names):
		placement = frappe.qb.DocType("Placement")
		found = frappe.qb.from_(placement).select(placement.name).where(placement[field].isin(names))
		return visit.placement.isin(found)

	return rule


FACT = Fact(
	doctype="Visit Fact",
	source="Visit",
	query=query,
	row=row,
	told_by={
		"Placement": _of_placements("name"),
		"Employer": _of_placements("employer"),
		"Employer Site": _of_placements("site"),
	},
)
