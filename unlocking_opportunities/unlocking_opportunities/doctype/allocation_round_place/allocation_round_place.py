from unlocking_opportunities.access.child_rows import RowOfPeople


class AllocationRoundPlace(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		kind: DF.Data | None
		opportunity: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		ward: DF.Data | None

	# end: auto-generated types
