from frappe.model.document import Document


class RetentionRule(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		basis: DF.Literal["Law", "Convention", "The Council's Decision"]
		effective_from: DF.Date
		months: DF.Int
		not_before_age: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		record_type: DF.Literal[
			"Young Person",
			"Placement",
			"Mentoring Pairing",
			"Mentor",
			"Data Rights Request",
			"Record Access Log",
		]
		source: DF.SmallText | None
		starts_from: DF.Literal["Birth", "Closed", "Ended", "Last Change"]
		years: DF.Int

	# end: auto-generated types
