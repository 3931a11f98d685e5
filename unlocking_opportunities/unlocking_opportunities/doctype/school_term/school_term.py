from frappe.model.document import Document


class SchoolTerm(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		ends_on: DF.Date
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		source: DF.SmallText | None
		starts_on: DF.Date
		term: DF.Data | None

	# end: auto-generated types
