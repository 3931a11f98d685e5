import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from unlocking_opportunities.approvals import requests as decisions
from unlocking_opportunities.mentoring.pairing_workflow import COUNTED, DEFINITION
from unlocking_opportunities.messages import staff
from unlocking_opportunities.utils import counters
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import changed, keep, reload_stored
from unlocking_opportunities.workflow.guard import check_state, get_left_state, is_entering


class MentoringPairing(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		channel: DF.Literal["", "Through the Council", "Phone", "Video"]
		end_reason: DF.SmallText | None
		ends_on: DF.Date | None
		fit: DF.Literal["Too Soon to Say", "Good", "Deciding", "Re-pair"]
		goals: DF.SmallText | None
		meeting_places: DF.Literal["", "Council Building", "Public Place", "Workplace", "Online"]
		meets: DF.Literal["", "Weekly", "Every Two Weeks", "Monthly"]
		mentor: DF.Link
		mentor_knows_introduction: DF.Check
		mentor_knows_name: DF.Check
		naming_series: DF.Literal["PAIR-.YYYY.-.#####"]
		officer: DF.Link | None
		starts_on: DF.Date | None
		status: DF.Literal["Proposed", "Approved", "Active", "Paused", "Ended"]
		young_person: DF.Link
		young_person_agreed_on: DF.Date | None

	# end: auto-generated types

	def validate(self):
		check_state(self, DEFINITION)
		self.validate_dates()
		keep(self, "approved_by", "approved_on")
		self.set_approval()

	def before_save(self):
		self.update_mentor_capacity()

	def on_update(self):
		self.notify_officer()
		self.request_approval()

	def request_approval(self):
		"""Ask a manager to decide, once the young person has said yes."""
		if changed(self, "status", "young_person_agreed_on"):
			decisions.follow(self, waits=self.status == "Proposed" and bool(self.young_person_agreed_on))

	@frappe.whitelist(methods=["POST"])
	def ask_manager_again(self) -> None:
		"""Ask for the decision again, after a manager returned this pairing and it was put right."""
		reload_stored(self, "write")
		decisions.follow(self, waits=self.status == "Proposed" and bool(self.young_person_agreed_on))

	def validate_dates(self):
		if self.starts_on and self.ends_on and getdate(self.ends_on) < getdate(self.starts_on):
			frappe.throw(_("Until is before From. Check both dates."), DatesOutOfOrder)

	def set_approval(self):
		if is_entering(self, "Approved"):
			self.approved_by = frappe.session.user
			self.approved_on = now_datetime()

	def update_mentor_capacity(self):
		if is_entering(self, "Approved"):
			if not counters.take(counters.MENTOR, self.mentor):
				frappe.throw(
					_("{0} cannot take on another pairing. Choose another mentor.").format(self.mentor)
				)
		elif is_entering(self, "Ended") and get_left_state(self) in COUNTED:
			counters.give_back(counters.MENTOR, self.mentor)

	def notify_officer(self):
		if self.fit != "Re-pair" or not changed(self, "fit"):
			return
		staff.notify(
			{self.officer},
			subject=_("New pairing requested: {0}").format(self.name),
			lines=[
				_(
					"{0} is not working out. Call both of them, thank them, and look for a new pairing."
				).format(self.name)
			],
			document=self,
		)


def on_doctype_update():
	frappe.db.add_index("Mentoring Pairing", ["status", "mentor"])
	frappe.db.add_index("Mentoring Pairing", ["young_person"])
