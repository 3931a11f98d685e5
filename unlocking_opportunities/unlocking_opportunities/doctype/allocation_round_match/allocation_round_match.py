from unlocking_opportunities.access.child_rows import RowOfPeople


class AllocationRoundMatch(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decision: DF.Literal["Undecided", "Propose", "Skip"]
		fit: DF.Float
		opportunity: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		placement: DF.Link | None
		problem: DF.SmallText | None
		title: DF.Data | None
		why: DF.SmallText | None
		young_person: DF.Link | None

	# end: auto-generated types
