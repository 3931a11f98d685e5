import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.mentoring.pairing_workflow import COUNTED
from unlocking_opportunities.messages import staff
from unlocking_opportunities.rules.age import is_under_18
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder, FutureDate
from unlocking_opportunities.utils.server_fields import Act, is_acting, keep

NOT_HELD = "Did Not Happen"
LONGEST_MINUTES = 600


class PairingOver(frappe.ValidationError):
	"""The pairing is not approved, active or paused, so no session belongs to it."""


class MentoringSession(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		as_agreed: DF.Check
		logged_by: DF.Data | None
		mentor: DF.Link | None
		met_on: DF.Date
		minutes: DF.Int
		naming_series: DF.Literal["MSN-.YYYY.-.#####"]
		next_on: DF.Date | None
		note: DF.SmallText | None
		pairing: DF.Link
		place: DF.Literal[
			"",
			"Council Building",
			"Public Place",
			"Workplace",
			"Online",
			"Phone",
			"Video",
			"Through the Council",
		]
		under_18: DF.Check
		went: DF.Literal["", "Well", "Mixed", "Badly", "Did Not Happen"]
		young_person: DF.Link | None

	# end: auto-generated types

	def before_insert(self):
		self.validate_pairing()
		if not is_acting(self, Act.FROM_PORTAL):
			self.logged_by = frappe.session.user

	def validate(self):
		if not self.is_new():
			keep(self, "young_person", "mentor", "logged_by")
		self.validate_dates()
		self.validate_minutes_and_place()
		self.set_under_18()
		self.set_as_agreed()

	def after_insert(self):
		if not self.as_agreed:
			self.notify_officer()

	def validate_pairing(self):
		status = frappe.db.get_value("Mentoring Pairing", self.pairing, "status")
		if status not in COUNTED:
			frappe.throw(
				_("This pairing is {0}, so you cannot log a session for it.").format(
					_(status) if status else _("Ended")
				),
				PairingOver,
			)

	def validate_dates(self):
		if getdate(self.met_on) > getdate(today()):
			frappe.throw(
				_(
					"Date is in the future. Log a session after it has taken place. Enter the next one in Next Session."
				),
				FutureDate,
			)
		if self.next_on and getdate(self.next_on) < getdate(self.met_on):
			frappe.throw(_("Next Session is before this session. Choose a later day."), DatesOutOfOrder)

	def validate_minutes_and_place(self):
		if self.went == NOT_HELD:
			self.minutes, self.place = 0, ""
		elif not 0 < (self.minutes or 0) <= LONGEST_MINUTES:
			frappe.throw(
				_("Enter how many minutes it took, from 1 to {0}.").format(LONGEST_MINUTES),
				frappe.MandatoryError,
			)
		elif not self.place:
			frappe.throw(_("Choose where or how you met."), frappe.MandatoryError)

	def set_under_18(self):
		"""Age on the day of the session decides who may read it (see access/row_permissions.py), and doesn't change later."""
		person = frappe.db.get_value("Mentoring Pairing", self.pairing, "young_person")
		born = frappe.db.get_value("Young Person Identity", person, "date_of_birth")
		# Without a date of birth, under 18 is the safer answer: more people look after the session.
		self.under_18 = int(not born or is_under_18(born, getdate(self.met_on)))

	def set_as_agreed(self):
		agreed = frappe.db.get_value("Mentoring Pairing", self.pairing, ["meeting_places", "channel"])
		self.as_agreed = int(self.went == NOT_HELD or self.place in agreed)

	def notify_officer(self):
		"""Tell the officer when a session was held somewhere, or in a way, that wasn't agreed."""
		officer = frappe.db.get_value("Mentoring Pairing", self.pairing, "officer")
		staff.notify(
			{officer},
			subject=_("Session not as agreed: {0}").format(self.pairing),
			lines=[
				_("A session of {0} was held in a place or way that wasn't agreed.").format(self.pairing),
				_(
					"Call the mentor. Then record the new arrangement on the pairing, or ask them to keep to the old one."
				),
			],
			document=self,
		)


def on_doctype_update():
	frappe.db.add_index("Mentoring Session", ["pairing", "met_on"])
	frappe.db.add_index("Mentoring Session", ["young_person"])
