from frappe.model.document import Document


class PortalSession(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		contact_hash: DF.Data | None
		email: DF.Data | None
		expires_at: DF.Datetime
		last_seen: DF.Datetime | None
		portal_access: DF.Data | None
		revoked: DF.Check
		token_hash: DF.Data

	# end: auto-generated types
