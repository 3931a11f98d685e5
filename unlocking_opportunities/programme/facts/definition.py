"""The definition of a kind of fact, and the measures they share."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from frappe.utils import getdate
from pypika.queries import QueryBuilder

from unlocking_opportunities.programme.facts.anonymity import Path, Step


@dataclass(frozen=True)
class Row:
	"""The values from one record. `paths`: what others may know about it. `measures`: what only the record says."""

	paths: dict[str, Path]
	measures: dict[str, Any]


@dataclass(frozen=True)
class Fact:
	"""One kind of fact.

	`query` reads the columns of every `source` record from its unaliased table, with its name as `source` and the young
	person as `subject`. `row` turns them into a Row, or None if the record has no such fact (yet). `steps` is the order in
	which values may become more precise, the most useful first. `subjects` are the columns that each combination must
	cover enough of: the young person and, if there is one, the host, because analysts read hosts by name.
	"""

	doctype: str
	source: str
	query: Callable[[], QueryBuilder]
	row: Callable[[dict[str, Any]], Row | None]
	steps: tuple[Step, ...]
	subjects: tuple[str, ...]

	def fields(self) -> list[str]:
		"""The fields that others may know, in the order of the steps."""
		return list(dict.fromkeys(name for name, _level in self.steps))


def as_date(day: date | datetime | str | None) -> date | None:
	return getdate(day) if day else None


def weeks(first: date | datetime | None, last: date | datetime | None) -> int:
	"""Return the weeks that the days from `first` to `last` (both counted) touch, rounded up; 0 if either is not known."""
	if not (first and last):
		return 0
	days = getdate(last) - getdate(first) + timedelta(days=1)
	return max(0, ceil(days.days / 7))
