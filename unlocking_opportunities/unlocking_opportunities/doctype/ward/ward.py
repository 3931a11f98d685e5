from frappe.model.document import Document


class Ward(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		area: DF.Data | None
		disabled: DF.Check
		gss_code: DF.Data | None
		latitude: DF.Float
		longitude: DF.Float
		ward_name: DF.Data
	# end: auto-generated types
