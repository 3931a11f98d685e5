from unlocking_opportunities.access.child_rows import RowOfPeople


class PlacementGateResult(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		check_key: DF.Data | None
		codes: DF.SmallText | None
		legal: DF.Check
		next_step: DF.SmallText | None
		outcome: DF.Literal["", "Pass", "Pass Until", "Fail", "Not Needed", "Overridden"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		title: DF.Data | None
		valid_until: DF.Date | None
		who: DF.Data | None

	# end: auto-generated types
