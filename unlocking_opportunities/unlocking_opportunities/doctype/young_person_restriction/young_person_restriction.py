from unlocking_opportunities.access.child_rows import RowOfPeople


class YoungPersonRestriction(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		employer: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText
		site: DF.Link | None
		until: DF.Date | None
		ward: DF.Link | None

	# end: auto-generated types
