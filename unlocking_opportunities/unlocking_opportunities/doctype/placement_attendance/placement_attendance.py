from unlocking_opportunities.access.child_rows import RowOfPeople


class PlacementAttendance(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attendance: DF.Literal["Present", "Late", "Absent: Told Us", "Absent: Not Known", "Not Needed"]
		attended_on: DF.Date
		hours: DF.Float
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		recorded_by: DF.Data | None

	# end: auto-generated types
