"""Very many records: copies of one, made by the database without controllers and without a commit."""

from collections.abc import Callable
from typing import Any

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Now
from pypika import Table
from pypika.functions import Cast, Concat
from pypika.terms import Field


def copies(
	doctype: str,
	name: str,
	last: int,
	first: int = 1,
	change: Callable[[Field], dict[str, Any]] = lambda number: {},
) -> None:
	"""Copy the record or row called `name`, under its name and a number from `first` to `last`.

	`change(number)`: what is different in the copy with that number, as values or terms of the query.
	"""
	table, numbers = DocType(doctype), Table(f"seq_{first}_to_{last}")
	# Subtracting from an unsigned number fails.
	own = {"name": numbered(name, numbers.seq), "creation": Now(), **change(Cast(numbers.seq, "SIGNED"))}
	columns = frappe.db.get_table_columns(doctype)
	(
		frappe.qb.into(table)
		.columns(*columns)
		.from_(table)
		.join(numbers)
		.cross()
		.select(*(own.get(column, table[column]) for column in columns))
		.where(table.name == name)
		.run()
	)


def numbered(name: str, number: Field) -> Concat:
	"""The name of the copy of `name` with that number, as a term of a query."""
	return Concat(name, "-", number)
