import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from unlocking_opportunities.council import dates
from unlocking_opportunities.messages import staff
from unlocking_opportunities.rules.working_days import add_working_days
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
		call_by: DF.Date | None
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
		# What /call-me promises: by the end of the next working day.
		self.call_by = add_working_days(getdate(self.asked_on), 1)
		if not self.officer and self.employer:
			self.officer = frappe.db.get_value("Employer", self.employer, "officer")

	def validate(self):
		keep(self, "status", "rung_by", "rung_on", unless=Act.CALLING_BACK)
		if not self.is_new():
			keep(self, "asked_on", "asked_from", "call_by")

	def after_insert(self):
		staff.notify(
			{self.officer},
			subject=_("Please call back: {0}").format(self.name),
			lines=[
				_("Someone has asked on the website for a call. Open it for the phone number."),
				_("They were told that we call by {0}.").format(dates.in_full(self.call_by)),
			],
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
