from frappe.model.document import Document


class OfferDraft(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answers: DF.JSON | None
		expires_at: DF.Datetime
		number: DF.Data | None
		token_hash: DF.Data

	# end: auto-generated types
