from frappe.model.document import Document


class CouncilReportFigure(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		denominator: DF.Int
		figure_key: DF.Data | None
		is_share: DF.Check
		label: DF.Data
		numerator: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		value: DF.Percent

	# end: auto-generated types
