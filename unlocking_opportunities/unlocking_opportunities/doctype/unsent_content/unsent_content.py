from frappe.model.document import Document


class UnsentContent(Document):
	"""What messages/unsent.py needs to send an Unsent Message again, under the same name. Deleted once it is sent."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		content: DF.Code | None

	# end: auto-generated types

	pass
