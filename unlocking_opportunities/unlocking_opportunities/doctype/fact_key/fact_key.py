import frappe

from unlocking_opportunities.facts.written_by_server import WrittenByServer


class FactKey(WrittenByServer):
	"""Which record a fact is about. The key is this row's name; no role reads it."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		fact: DF.Data
		record: DF.Data
	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_unique("Fact Key", ["fact", "record"], constraint_name="fact_of_record")
