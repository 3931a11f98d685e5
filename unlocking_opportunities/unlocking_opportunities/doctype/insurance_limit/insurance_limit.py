from frappe.model.document import Document


class InsuranceLimit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		effective_from: DF.Date
		minimum_cover: DF.Currency
		notify_after_days: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		renewal_notice_days: DF.Int
		source: DF.SmallText | None

	# end: auto-generated types
