import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.mentoring.pairing_workflow import COUNTED
from unlocking_opportunities.messages import staff
from unlocking_opportunities.rules.age import is_under_18
from unlocking_opportunities.utils.server_fields import keep

NOT_HELD = "Did Not Happen"
LONGEST_MINUTES = 600


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
		self.pairing_is_on()
		if not self.flags.logging:
			self.logged_by = frappe.session.user

	def validate(self):
		if not self.is_new():
			keep(self, "logging", "young_person", "mentor", "logged_by")
		self.dates_are_possible()
		self.says_how_long_and_where()
		self.note_who_may_read()
		self.compare_with_what_was_agreed()

	def after_insert(self):
		if not self.as_agreed:
			self.tell_the_officer()

	def pairing_is_on(self):
		status = frappe.db.get_value("Mentoring Pairing", self.pairing, "status")
		if status not in COUNTED:
			frappe.throw(
				_("This pairing is {0}, so there is no session to log.").format(
					_(status) if status else _("Ended")
				)
			)

	def dates_are_possible(self):
		if getdate(self.met_on) > getdate(today()):
			frappe.throw(
				_(
					"Date is in the future. Log a session once it has been, and put the next date in Next Time."
				)
			)
		if self.next_on and getdate(self.next_on) < getdate(self.met_on):
			frappe.throw(_("Next Time is before this session. Choose a later day."))

	def says_how_long_and_where(self):
		if self.went == NOT_HELD:
			self.minutes, self.place = 0, ""
		elif not 0 < (self.minutes or 0) <= LONGEST_MINUTES:
			frappe.throw(
				_("Say how many minutes it took, up to {0}.").format(LONGEST_MINUTES), frappe.MandatoryError
			)
		elif not self.place:
			frappe.throw(_("Say where you met, or how."), frappe.MandatoryError)

	def note_who_may_read(self):
		"""Age on the day of the session decides who reads it (see permissions.py), and stays with it."""
		person = frappe.db.get_value("Mentoring Pairing", self.pairing, "young_person")
		born = frappe.db.get_value("Young Person Identity", person, "date_of_birth")
		# Without a date of birth the safer answer is that more people look after it.
		self.under_18 = int(not born or is_under_18(born, getdate(self.met_on)))

	def compare_with_what_was_agreed(self):
		agreed = frappe.db.get_value("Mentoring Pairing", self.pairing, ["meeting_places", "channel"])
		self.as_agreed = int(self.went == NOT_HELD or self.place in agreed)

	def tell_the_officer(self):
		"""Where and how they meet is agreed beforehand; somewhere else is a reason to talk, never silent."""
		officer = frappe.db.get_value("Mentoring Pairing", self.pairing, "officer")
		staff.people(
			staff.officer_or_all(officer),
			subject=_("Not where it was agreed: {0}").format(self.pairing),
			lines=[
				_("A session of {0} was somewhere, or in a way, that was not agreed.").format(self.pairing),
				_(
					"Ring the mentor. Then agree the new place on the pairing, or ask them to keep to the old one."
				),
			],
			document=self,
		)


def on_doctype_update():
	frappe.db.add_index("Mentoring Session", ["pairing", "met_on"])
	frappe.db.add_index("Mentoring Session", ["young_person"])
