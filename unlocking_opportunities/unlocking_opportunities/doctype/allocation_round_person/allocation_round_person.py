from unlocking_opportunities.access.child_rows import RowOfPeople


class AllocationRoundPerson(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age_band: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		ward: DF.Data | None
		young_person: DF.Link

	# end: auto-generated types
