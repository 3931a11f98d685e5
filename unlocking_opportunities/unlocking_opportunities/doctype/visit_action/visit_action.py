from unlocking_opportunities.access.child_rows import RowOfPeople


class VisitAction(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Data
		done_on: DF.Date | None
		due_by: DF.Date | None
		owner_role: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data

	# end: auto-generated types
