from unlocking_opportunities.programme.facts.written_by_server import WrittenByServer


class FactRelease(WrittenByServer):
	"""When a kind of fact was last released, and what was withheld; see unlocking_opportunities/programme/facts/sync.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		fact: DF.Data
		released_on: DF.Date | None
		rows_shown: DF.Int
		rows_withheld: DF.Int
		smallest_group: DF.Int
	# end: auto-generated types
