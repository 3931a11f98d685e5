from frappe.model.document import Document


class MinimumWageRate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		effective_from: DF.Date
		hourly_rate: DF.Currency
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		rate_for: DF.Literal["Under 18", "18 to 20", "21 and Over", "Apprentice"]
		source: DF.SmallText | None

	# end: auto-generated types
