from frappe.model.document import Document


class PortalLink(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		email: DF.Data | None
		expires_at: DF.Datetime | None
		next_path: DF.Data | None
		portal_access: DF.Data | None
		purpose: DF.Data
		reference: DF.Data | None
		spent_at: DF.Datetime | None
		token_hash: DF.Data | None

	# end: auto-generated types
