import frappe
from frappe.model.document import Document

from unlocking_opportunities.messages import unsent
from unlocking_opportunities.utils.server_fields import Act, is_acting, keep, reload_stored


class UnsentMessage(Document):
	"""A message that could not be sent, or that came back. Only the server writes it (messages/unsent.py)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		attempts: DF.Int
		email_queue: DF.Data | None
		kind: DF.Literal["Email", "Email to Staff", "Notification", "Link"]
		last_error: DF.SmallText | None
		message_key: DF.Data | None
		naming_series: DF.Literal["MSG-.YYYY.-.#####"]
		next_attempt_on: DF.Datetime | None
		officer: DF.Link | None
		reference_doctype: DF.Data | None
		reference_name: DF.Data | None
		reference_status: DF.Data | None
		settled_by: DF.Link | None
		settled_on: DF.Datetime | None
		status: DF.Literal["Waiting", "Given Up", "Sent", "Dismissed"]
		urgent: DF.Check

	# end: auto-generated types

	def validate(self):
		if not self.is_new() and not is_acting(self, Act.RETRYING):
			keep(self, *[field.fieldname for field in self.meta.fields if field.fieldname != "naming_series"])

	@frappe.whitelist(methods=["POST"])
	def send_again(self) -> bool:
		"""Try to send it now, and return whether it went. Raises NothingToSend if its words are gone."""
		reload_stored(self, "write")
		return unsent.send_again(self)

	@frappe.whitelist(methods=["POST"])
	def dismiss(self) -> None:
		"""Take it off the list: someone has told them in another way."""
		reload_stored(self, "write")
		unsent.dismiss(self)


def on_doctype_update():
	frappe.db.add_index("Unsent Message", ["status", "next_attempt_on"])
