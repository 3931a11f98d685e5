"""One fact for each placement that has ended and whose outcome is known.

Friends and the host know how a placement ended and often what came after it. Only the record says how soon the team was in
touch.
"""

from math import inf
from typing import Any

import frappe
from frappe.utils import getdate
from pypika.queries import QueryBuilder

from unlocking_opportunities.programme.facts import hierarchies
from unlocking_opportunities.programme.facts.definition import Fact, Row, as_date, weeks
from unlocking_opportunities.programme.facts.placement import LENGTHS, first_and_last, host_paths, with_host
from unlocking_opportunities.rules.placement_states import HAS_RUN

CONTACTS = ((7, "Within a Week"), (31, "Within a Month"), (inf, "Later"))


def query() -> QueryBuilder:
	placement = frappe.qb.DocType("Placement")
	return with_host(placement, frappe.qb.from_(placement)).select(
		placement.name.as_("source"),
		placement.status,
		placement.outcome,
		placement.kind,
		placement.start_date,
		placement.end_date,
		placement.actual_start,
		placement.actual_end,
		placement.contact_made_on,
	)


def row(record: dict[str, Any]) -> Row | None:
	"""Return the row, or None while the placement is running or its outcome is not known."""
	if record["status"] not in HAS_RUN or not record["outcome"]:
		return None
	first, last = first_and_last(record)
	return Row(
		paths={
			**host_paths(record),
			"outcome": hierarchies.plain(record["outcome"]),
			"ending": hierarchies.plain(record["status"]),
			"ended": hierarchies.period(as_date(last)),
			"kind": hierarchies.plain(record["kind"]),
			"pay_basis": hierarchies.plain(record["pay_basis"]),
			"weeks_run": hierarchies.plain(hierarchies.band(weeks(first, last), LENGTHS)),
		},
		measures={"contacted": _contacted(record["contact_made_on"], last)},
	)


def _contacted(contact, last) -> str:
	if not contact:
		return "Not Yet"
	days = (getdate(contact) - getdate(last)).days if last else 0
	return hierarchies.band(max(days, 1), CONTACTS)


FACT = Fact(
	doctype="Outcome Fact",
	source="Placement",
	query=query,
	row=row,
	steps=(
		("outcome", 1),
		("ended", 1),
		("ending", 1),
		("kind", 1),
		("sector", 1),
		("ended", 2),
		("age_status", 1),
		("ended", 3),
		("ward", 1),
		("pay_basis", 1),
		("host_kind", 1),
		("ward", 2),
		("weeks_run", 1),
	),
	subjects=("subject", "host"),
)
