from frappe.model.document import Document


class ProgrammeEventAttendance(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		number: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		who: DF.Literal[
			"",
			"Young People",
			"Employers",
			"Councillors",
			"Mentors",
			"Partners",
			"Council Staff",
			"Community",
		]

	# end: auto-generated types
