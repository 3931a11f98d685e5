from frappe.model.document import Document


class VisitInterval(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		applies_to: DF.Literal["Everyone", "Under 18s", "Higher-risk Places"]
		days: DF.Int
		effective_from: DF.Date
		kind: DF.Literal["Before Start", "First-day Call", "First Week", "Regular", "Before the End"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.SmallText | None

	# end: auto-generated types
