from unlocking_opportunities.access.child_rows import RowOfPeople


class PlacementOverride(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		check_key: DF.Data
		covers: DF.SmallText | None
		made_by: DF.Link | None
		made_on: DF.Datetime | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText

	# end: auto-generated types
