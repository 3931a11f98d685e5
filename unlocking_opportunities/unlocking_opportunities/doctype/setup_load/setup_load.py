from frappe.model.document import Document


class SetupLoad(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		label: DF.Data
		loaded_on: DF.Datetime | None
		records: DF.JSON | None
	# end: auto-generated types
