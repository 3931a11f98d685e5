"""Very many records: copies that the database itself makes of one, past the controllers and without a commit."""

import frappe
from frappe.query_builder import DocType
from frappe.query_builder.functions import Now
from pypika import Table
from pypika.functions import Concat


def copies(doctype: str, name: str, last: int, first: int = 1, parent: str | None = None) -> None:
	"""Copy the record or row called `name`, under its name and a number from `first` to `last`.

	`parent`: for rows of a table, the record whose copies, made likewise, they belong to.
	"""
	table, numbers = DocType(doctype), Table(f"seq_{first}_to_{last}")
	own = {"name": Concat(table.name, "-", numbers.seq), "creation": Now()}
	if parent:
		own["parent"] = Concat(parent, "-", numbers.seq)
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
