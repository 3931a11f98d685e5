from unlocking_opportunities.access.child_rows import RowOfPeople


class VisitChecklistItem(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Literal["", "Yes", "No", "Partly", "Not Applicable"]
		item: DF.Data
		note: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data

	# end: auto-generated types
