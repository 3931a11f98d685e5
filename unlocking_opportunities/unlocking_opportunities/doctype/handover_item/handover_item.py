from frappe.model.document import Document


class HandoverItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		fieldname: DF.Data | None
		given_to: DF.Link | None
		moved_on: DF.Datetime | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		problem: DF.SmallText | None
		record: DF.Data | None
		record_type: DF.Data | None

	# end: auto-generated types

	pass
