from unlocking_opportunities.access.child_rows import RowOfPeople


class YoungPersonSupportNeed(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		control: DF.Data
		need: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		raises_assessment: DF.Check
		safety_item: DF.Check

	# end: auto-generated types
