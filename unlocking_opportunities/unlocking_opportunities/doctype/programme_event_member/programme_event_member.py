from frappe.model.document import Document


class ProgrammeEventMember(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		member: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		signed_up_on: DF.Datetime | None

	# end: auto-generated types
