"""One fact for each visit: whether it was made on time, and what was seen. It doesn't say how the young person was.

The host and the young person know when someone came and why. Only the record says when the visit was due and what the
visitor wrote down.
"""

from math import inf
from typing import Any

import frappe
from frappe.query_builder import Case
from frappe.query_builder.functions import Count
from frappe.utils import getdate
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.programme.facts import hierarchies
from unlocking_opportunities.programme.facts.definition import Fact, Row, as_date
from unlocking_opportunities.programme.facts.placement import host_paths, with_host

SEEN = ("seen_alone", "supervisor_seen", "controls_working", "as_agreed")
LATENESS = ((7, "Up to a Week Late"), (inf, "Over a Week Late"))


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
		*(visit[field] for field in SEEN),
		placement.kind.as_("placement_kind"),
		_actions(visit, action, Count(action.name)).as_("actions"),
		_actions(visit, action, Count(Case().when(action.done_on.isnull(), 1))).as_("actions_open"),
	)


def _actions(visit: Table, action: Table, counted: Count) -> QueryBuilder:
	query = frappe.qb.from_(action).select(counted)
	return query.where((action.parent == visit.name) & (action.parenttype == "Visit"))


def row(record: dict[str, Any]) -> Row:
	due, made = record["due_on"], record["visited_on"] if record["status"] == "Done" else None
	late = (getdate(made) - getdate(due)).days if due and made else None
	return Row(
		paths={
			**host_paths(record),
			"kind": hierarchies.plain(record["kind"]),
			"status": hierarchies.plain(record["status"]),
			"due": hierarchies.period(as_date(due)),
			"placement_kind": hierarchies.plain(record["placement_kind"]),
		},
		measures={
			**{field: record[field] for field in SEEN},
			"made_by_its_day": int(late is not None and late <= 0),
			"lateness": hierarchies.band(max(late or 0, 0), LATENESS),
			"actions_agreed": int(record["actions"] > 0),
			"actions_open": int(record["actions_open"] > 0),
		},
	)


FACT = Fact(
	doctype="Visit Fact",
	source="Visit",
	query=query,
	row=row,
	steps=(
		("status", 1),
		("ward", 1),
		("due", 1),
		("due", 2),
		("kind", 1),
		("due", 3),
		("sector", 1),
		("ward", 2),
		("placement_kind", 1),
		("age_status", 1),
		("host_kind", 1),
	),
	subjects=("subject", "host"),
)
