import frappe
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.utils.server_fields import Act, acting, is_acting, keep, reload_stored


class LegalHold(Document):
	"""Stops the disposal of a young person's records while in force (data_protection/retention.py)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		lifted_by: DF.Link | None
		lifted_on: DF.Datetime | None
		naming_series: DF.Literal["HOLD-.YYYY.-.#####"]
		placed_by: DF.Link | None
		placed_on: DF.Datetime | None
		reason: DF.Literal[
			"Court Proceedings",
			"Claim or Complaint",
			"Inquiry or Review",
			"Safeguarding Investigation",
			"Another Legal Duty",
		]
		reference: DF.Data | None
		review_on: DF.Date | None
		status: DF.Literal["In Force", "Lifted"]
		young_person: DF.Link

	# end: auto-generated types

	def before_insert(self):
		self.status = "In Force"
		self.placed_by, self.placed_on = frappe.session.user, now_datetime()

	def validate(self):
		keep(self, "lifted_by", "lifted_on", unless=Act.LIFTING)
		if not self.is_new() and not is_acting(self, Act.LIFTING):
			keep(self, "status", "placed_by", "placed_on")

	@frappe.whitelist(methods=["POST"])
	def lift(self) -> None:
		"""End the hold, so the retention rules apply again. It can't be put back; place a new one."""
		reload_stored(self, "write")
		if self.status == "Lifted":
			return
		self.status = "Lifted"
		self.lifted_by, self.lifted_on = frappe.session.user, now_datetime()
		with acting(self, Act.LIFTING):
			self.save()


def on_doctype_update():
	frappe.db.add_index("Legal Hold", ["young_person", "status"])
