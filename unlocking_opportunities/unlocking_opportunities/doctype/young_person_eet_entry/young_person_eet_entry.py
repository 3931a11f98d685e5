from unlocking_opportunities.access.child_rows import RowOfPeople


class YoungPersonEETEntry(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		activity: DF.Literal[
			"", "Higher Education", "Other Education", "Apprenticeship", "Work or Training", "None"
		]
		as_at: DF.Date
		barrier: DF.Literal["", "Illness or Disability", "Pregnancy or Parenting", "Other"]
		code: DF.Literal["", "F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0"]
		confirmed_by: DF.Link | None
		hours_a_week: DF.Float
		in_touch: DF.Literal["", "YES", "NO", "DIED", "REFU", "NREQ", "RHOM"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		proposed_code: DF.Literal["", "F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0"]
		proposed_reason: DF.SmallText | None

	# end: auto-generated types
