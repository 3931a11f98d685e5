import frappe

from unlocking_opportunities.programme.facts.written_by_server import WrittenByServer


class FactSource(WrittenByServer):
	"""What a record held at the last release of the facts; see unlocking_opportunities/programme/facts/sync.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		digest: DF.Data
		fact: DF.Data
		record: DF.Data
		subject: DF.Data | None
	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_unique("Fact Source", ["fact", "record"], constraint_name="fact_of_record")
