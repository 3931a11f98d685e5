import frappe

from unlocking_opportunities.programme.facts.written_by_server import WrittenByServer


class RecordAccessLog(WrittenByServer):
	"""One read, or one list read, of a record that identifies a young person; see unlocking_opportunities/access/access_log.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		door: DF.Data | None
		how: DF.Literal[
			"Form",
			"API",
			"Print",
			"PDF",
			"List or Report",
			"Export",
			"File",
			"Change",
			"Background Job",
			"Portal Disclosure",
		]
		items: DF.SmallText | None
		number_of_rows: DF.Int
		read_on: DF.Datetime
		record: DF.Data | None
		record_type: DF.Data
		user: DF.Data
		young_person: DF.Data | None
	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_index("Record Access Log", ["read_on"])
	frappe.db.add_index("Record Access Log", ["young_person", "read_on"])
	frappe.db.add_index("Record Access Log", ["user", "read_on"])
