from frappe.model.document import Document


class PopulationFigure(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		as_at: DF.Date
		care_experienced: DF.Int
		looked_after: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.SmallText | None
		total: DF.Int

	# end: auto-generated types
