"""What a kind of fact is made of, and the coarse measures that all of them use."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import ceil
from typing import Any

from frappe.utils import getdate
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

Rule = Callable[[Table, list[str]], Criterion]


@dataclass(frozen=True)
class Fact:
	"""One kind of fact.

	`query` reads the columns of every `source` record, its name as `source`, from the table under its own name. `row`
	turns what was read into the fact's fields, or into None when the record has no such fact (yet). `told_by` says of
	which source records a change of a record of another DocType tells.
	"""

	doctype: str
	source: str
	query: Callable[[], QueryBuilder]
	row: Callable[[dict[str, Any]], dict[str, Any] | None]
	told_by: dict[str, Rule]


def month(day: date | datetime | None) -> date | None:
	"""Return the first of the month of `day`: as near as a fact comes to a day."""
	return getdate(day).replace(day=1) if day else None


def weeks(first: date | datetime | None, last: date | datetime | None) -> int:
	"""Return the weeks that the days from `first` to `last` (both counted) touch, rounded up; 0 if either is not known."""
	if not (first and last):
		return 0
	days = getdate(last) - getdate(first) + timedelta(days=1)
	return max(0, ceil(days.days / 7))


def whole(number: float | None) -> int:
	"""Return `number` rounded to a whole one, halves up; nothing counts as 0."""
	return int((number or 0) + 0.5)
