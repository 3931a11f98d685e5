"""Count places and pairings, so that none is given twice.

A row lock and a COUNT are not enough under repeatable read: two transactions can each count before the other
writes. So only one conditional UPDATE changes the counter, and the database runs these one at a time.
"""

from dataclasses import dataclass

import frappe
from frappe.query_builder import Case
from frappe.utils import now
from pypika.terms import Term

from unlocking_opportunities.utils.compat import affected_rows


@dataclass(frozen=True)
class Counter:
	"""A DocType whose `counter` may rise to `limit`, only while its status is in `open_states`.

	With `full` given, the status follows: `full` when the last place goes, `open_states[0]` when one comes back.
	"""

	doctype: str
	counter: str
	limit: str
	open_states: tuple[str, ...]
	full: str | None = None


PLACES = Counter("Placement Opportunity", "taken", "capacity", ("Open",), "Full")
MENTOR = Counter("Mentor", "active_pairings", "capacity", ("Active",))


def left(counter: Counter) -> Term:
	"""Return how many a record has left, as a column: none unless it is open. The query reads the unaliased DocType."""
	table = frappe.qb.DocType(counter.doctype)
	is_open = table.status.isin(counter.open_states)
	return Case().when(is_open, table[counter.limit] - table[counter.counter]).else_(0)


def take(counter: Counter, name: str) -> bool:
	"""Take one of `name`'s places. Returns False, without changing anything, if none is left or it is closed."""
	table = frappe.qb.DocType(counter.doctype)
	taken, limit = table[counter.counter], table[counter.limit]
	query = frappe.qb.update(table).where(
		(table.name == name) & (taken < limit) & table.status.isin(counter.open_states)
	)
	if counter.full:
		# Set before the counter: MariaDB assigns from left to right and would see the new count.
		query = query.set(table.status, Case().when(taken + 1 >= limit, counter.full).else_(table.status))
	_touch(query.set(taken, taken + 1), table).run()
	return affected_rows() == 1


def give_back(counter: Counter, name: str) -> None:
	"""Give one of `name`'s places back. The count never falls below 0."""
	table = frappe.qb.DocType(counter.doctype)
	taken = table[counter.counter]
	query = frappe.qb.update(table).where((table.name == name) & (taken > 0))
	if counter.full:
		query = query.set(
			table.status,
			Case().when(table.status == counter.full, counter.open_states[0]).else_(table.status),
		)
	_touch(query.set(taken, taken - 1), table).run()


def _touch(query, table):
	# A form opened before this is then out of date, so that saving it cannot write an old count back.
	return query.set(table.modified, now()).set(table.modified_by, frappe.session.user)
