from frappe.model.document import Document


class MatchingWeight(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		effective_from: DF.Date
		factor: DF.Literal[
			"Interest", "Travel", "Availability", "Goals", "Pathway", "Employer's Record", "Readiness"
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.SmallText | None
		weight: DF.Float

	# end: auto-generated types
