import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.messages import staff
from unlocking_opportunities.utils.server_fields import Act, acting, keep, reload_stored


class CallbackRequest(Document):
	"""Someone outside asks for a call: their name and number, and nothing about a young person."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.SmallText | None
		asked_from: DF.Data | None
		asked_on: DF.Datetime | None
		best_time: DF.Data | None
		caller_name: DF.Data
		employer: DF.Link | None
		naming_series: DF.Literal["CALL-.YYYY.-.#####"]
		officer: DF.Link | None
		phone: DF.Data
		rung_by: DF.Link | None
		rung_on: DF.Datetime | None
		status: DF.Literal["Open", "Done"]

	# end: auto-generated types

	def before_insert(self):
		self.asked_on = now_datetime()
		if not self.officer and self.employer:
			self.officer = frappe.db.get_value("Employer", self.employer, "officer")

	def validate(self):
		keep(self, "status", "rung_by", "rung_on", unless=Act.CALLING_BACK)
		if not self.is_new():
			keep(self, "asked_on", "asked_from")

	def after_insert(self):
		staff.notify(
			{self.officer},
			subject=_("Please call back: {0}").format(self.name),
			lines=[_("Someone has asked on the website for a call. Open it for the phone number.")],
			document=self,
		)

	@frappe.whitelist(methods=["POST"])
	def mark_called(self) -> None:
		"""Record that the signed-in user has spoken to them."""
		reload_stored(self, "write")
		if self.status == "Done":
			return
		self.status, self.rung_by, self.rung_on = "Done", frappe.session.user, now_datetime()
		with acting(self, Act.CALLING_BACK):
			self.save()


def on_doctype_update():
	frappe.db.add_index("Callback Request", ["status", "asked_on"])
