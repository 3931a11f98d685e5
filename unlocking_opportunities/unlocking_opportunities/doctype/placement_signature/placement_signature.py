from unlocking_opportunities.access.child_rows import RowOfPeople


class PlacementSignature(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		authority: DF.Literal[
			"", "Own", "Parent", "Delegated", "Council Holds Parental Responsibility", "Host", "Council"
		]
		how: DF.Literal["", "By Link", "On Paper, Seen by an Officer", "By Phone, Heard by an Officer"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		party: DF.Literal["", "Young Person", "Holder of Parental Responsibility", "Host", "Council"]
		recorded_by: DF.Link | None
		revoked_on: DF.Datetime | None
		revoked_reason: DF.Data | None
		signed_on: DF.Datetime
		signed_until: DF.Date | None
		terms_hash: DF.Data | None

	# end: auto-generated types
