import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.utils.exceptions import DatesOutOfOrder, FutureDate, OnlyByLink
from unlocking_opportunities.utils.server_fields import Act, is_acting, keep


class DeclinedMatch(Document):
	"""A young person said no to a place, so it isn't suggested to them again."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		changed_mind_on: DF.Date | None
		how: DF.Literal[
			"In Person", "By Phone, Heard by an Officer", "On Paper, Seen by an Officer", "By Link"
		]
		naming_series: DF.Literal["DEC-.YYYY.-.#####"]
		opportunity: DF.Link
		reason: DF.SmallText | None
		recorded_by: DF.Link | None
		said_on: DF.Date
		young_person: DF.Link

	# end: auto-generated types

	def before_insert(self):
		self.recorded_by = frappe.session.user

	def validate(self):
		if not self.is_new():
			keep(self, "recorded_by")
		self.validate_how()
		self.validate_dates()

	def validate_how(self):
		if self.is_new() and self.how == "By Link" and not is_acting(self, Act.BY_LINK):
			frappe.throw(
				_(
					"By Link is recorded only when they use the link themselves. Choose how you heard or saw it."
				),
				OnlyByLink,
			)

	def validate_dates(self):
		if getdate(self.said_on) > getdate(today()):
			frappe.throw(_("Said On is in the future. Enter the day they said it."), FutureDate)
		if not self.changed_mind_on:
			return
		if getdate(self.changed_mind_on) > getdate(today()):
			frappe.throw(
				_("Changed Their Mind On is in the future. Fill it in when they have said so."), FutureDate
			)
		if getdate(self.changed_mind_on) < getdate(self.said_on):
			frappe.throw(_("Changed Their Mind On is before Said On. Check both dates."), DatesOutOfOrder)


def on_doctype_update():
	frappe.db.add_index("Declined Match", ["young_person", "opportunity"])
	frappe.db.add_index("Declined Match", ["opportunity"])
