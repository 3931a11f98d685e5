from unlocking_opportunities.access.child_rows import RowOfPeople


class ShareReleaseItem(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decided_by: DF.Link | None
		from_date: DF.Date | None
		item: DF.Literal[
			"",
			"Age Band, Interests and Days",
			"First Name",
			"How I Am Introduced",
			"Control",
			"Emergency Contact",
			"Other",
		]
		lawful_basis: DF.Literal["", "Public Task", "Legal Obligation", "Vital Interests", "Consent"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		safety_item: DF.Check
		stage: DF.Literal["Before Either Says Yes", "After Both Say Yes", "Before the Start"]
		to_date: DF.Date | None
		withdrawal_decision: DF.SmallText | None
		withdrawn_on: DF.Datetime | None
		wording: DF.Data | None
		young_persons_view: DF.Literal["Not Asked", "Agrees", "Disagrees"]

	# end: auto-generated types
