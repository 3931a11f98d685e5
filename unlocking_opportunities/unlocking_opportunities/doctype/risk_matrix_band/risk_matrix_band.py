from frappe.model.document import Document


class RiskMatrixBand(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		effective_from: DF.Date
		from_score: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rating: DF.Literal["", "Low", "Medium", "High"]
		source: DF.SmallText | None
		to_score: DF.Int

	# end: auto-generated types
