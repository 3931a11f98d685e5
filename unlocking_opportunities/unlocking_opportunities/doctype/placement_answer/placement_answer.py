import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.matching import declined
from unlocking_opportunities.messages import staff
from unlocking_opportunities.rules.findings import _ as N_
from unlocking_opportunities.rules.placement_states import RUNNING
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.utils.exceptions import OnlyByLink
from unlocking_opportunities.utils.server_fields import Act, is_acting

# Who answered, and what the officer is told.
WHO = {
	"Young Person": _lt("The young person"),
	"Holder of Parental Responsibility": _lt("The person who signs for them"),
}
LINES = {
	"Yes": N_("{0} said yes. Check what is still outstanding on the Start Gate tab."),
	"No": N_("{0} said no. Please call them, cancel the placement and look for another."),
	"Change Something": N_("{0} would like to change something. Read the answer, then call them."),
}
CALL_THEM = N_("{0} said no, and the placement is running. Call them before their next day at work.")


class AnswerIsFinal(frappe.PermissionError):
	"""An answer can't be changed. A change of mind is a new one."""


class PlacementAnswer(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Literal["", "Yes", "No", "Change Something"]
		answered_on: DF.Datetime | None
		employer: DF.Link | None
		how: DF.Literal[
			"", "By Link", "On Paper, Seen by an Officer", "By Phone, Heard by an Officer", "In Person"
		]
		naming_series: DF.Literal["ANS-.YYYY.-.#####"]
		opportunity: DF.Link | None
		placement: DF.Link
		reason: DF.SmallText | None
		recorded_by: DF.Link | None
		said_by: DF.Literal["Young Person", "Holder of Parental Responsibility"]
		young_person: DF.Link | None

	# end: auto-generated types

	def before_insert(self):
		self.answered_on, self.recorded_by = now_datetime(), frappe.session.user

	def validate(self):
		self.validate_unchanged()
		if self.how == "By Link" and not is_acting(self, Act.BY_LINK):
			frappe.throw(
				_(
					"By Link is recorded only when they use the link themselves. Choose how you heard or saw it."
				),
				OnlyByLink,
			)

	def after_insert(self):
		self.update_declined_match()
		self.notify_officer()

	def validate_unchanged(self):
		"""An answer can't be changed; someone who changes their mind gives a new one."""
		if not self.is_new():
			frappe.throw(
				_("You cannot change an answer. If they have changed their mind, record a new one."),
				AnswerIsFinal,
			)

	def update_declined_match(self):
		"""Stop suggesting this place after the young person's own no, until they say yes to it."""
		if self.said_by != "Young Person":
			return
		if self.answer == "No":
			declined.record(
				self.young_person,
				self.opportunity,
				how=self.how,
				reason=self.reason or "",
				by_link=self.how == "By Link",
			)
		elif self.answer == "Yes":
			declined.withdraw(self.young_person, self.opportunity)

	def notify_officer(self):
		officer, status = frappe.db.get_value("Placement", self.placement, ["officer", "status"])
		if officer == frappe.session.user:
			return
		stops = self.answer == "No" and status in RUNNING
		line = _(CALL_THEM if stops else LINES[self.answer])
		staff.notify(
			{officer},
			subject=_("Answered: {0}").format(self.placement),
			lines=[line.format(str(WHO[self.said_by]))],
			document=self,
			urgent=stops,
		)


def on_doctype_update():
	frappe.db.add_index("Placement Answer", ["placement"])
	frappe.db.add_index("Placement Answer", ["young_person", "answer"])
