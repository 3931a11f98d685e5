import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.placements.start_gate import judge, reopening
from unlocking_opportunities.rules.age import age_on, is_under_18
from unlocking_opportunities.utils.exceptions import FutureDate
from unlocking_opportunities.utils.server_fields import changed, keep
from unlocking_opportunities.young_people import age_bands, duplicates

# Ages the programme takes: light work is lawful from 13, and care leavers are supported to 25.
YOUNGEST = 13
OLDEST = 25


class AlreadyMerged(frappe.ValidationError):
	"""The young person's record has been merged into another one."""


class YoungPersonIdentity(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		authority_seen_by: DF.Link | None
		authority_seen_on: DF.Date | None
		carer_email: DF.Data | None
		carer_name: DF.Data | None
		carer_phone: DF.Data | None
		case_reference: DF.Data | None
		date_of_birth: DF.Date
		email: DF.Data | None
		emergency_name: DF.Data | None
		emergency_phone: DF.Data | None
		goals: DF.SmallText | None
		introduced_as: DF.SmallText | None
		mobile: DF.Data | None
		preferred_name: DF.Data
		school: DF.Data | None
		school_in_year_11_or_below: DF.Check
		signatory_email: DF.Data | None
		signatory_name: DF.Data | None
		signatory_phone: DF.Data | None
		signatory_role: DF.Data | None
		signing_authority: DF.Literal[
			"", "Own", "Parent", "Delegated", "Council Holds Parental Responsibility"
		]
		someone_else: DF.Check
		someone_else_said_by: DF.Link | None
		surname: DF.Data | None
		young_person: DF.Link

	# end: auto-generated types

	def validate(self):
		self.validate_date_of_birth()
		self.set_authority_seen_by()
		self.validate_signing_authority()
		self.validate_duplicate()

	def on_update(self):
		duplicates.notify_managers(self)
		age_bands.set_age_band(self.young_person, getdate(self.date_of_birth))
		reopening.follow(self)
		self.update_placements()
		judge.enqueue_for_person(self.young_person)

	def update_placements(self):
		if self.get_doc_before_save() and changed(self, "date_of_birth"):
			age_bands.update_placements(self.young_person)

	def validate_duplicate(self):
		"""Each young person is recorded once. Someone else of the same name and date of birth has to be said to be that."""
		if self.is_new() and frappe.db.get_value("Young Person", self.young_person, "merged_into"):
			frappe.throw(_("This record has been merged into another one. Use that one."), AlreadyMerged)
		keep(self, "someone_else_said_by")
		if changed(self, "someone_else"):
			self.someone_else_said_by = frappe.session.user if self.someone_else else None
		duplicates.require_an_answer(self)

	def validate_date_of_birth(self):
		if not changed(self, "date_of_birth"):
			return
		born = getdate(self.date_of_birth)
		if born >= getdate(today()) or not YOUNGEST <= age_on(born, getdate(today())) <= OLDEST:
			frappe.throw(
				_("The programme is for people aged {0} to {1}. Check the date of birth.").format(
					YOUNGEST, OLDEST
				)
			)

	def set_authority_seen_by(self):
		keep(self, "authority_seen_by")
		if changed(self, "authority_seen_on", "signing_authority"):
			self.authority_seen_by = frappe.session.user if self.authority_seen_on else None

	def validate_signing_authority(self):
		"""Authority to sign has to be seen in writing; caring for someone doesn't give it."""
		if self.signing_authority == "Own" and is_under_18(getdate(self.date_of_birth), getdate(today())):
			frappe.throw(_("Until 18, someone with authority must sign too. Choose who in Authority."))
		if self.signing_authority == "Delegated" and not self.authority_seen_on:
			frappe.throw(
				_(
					"You must see delegated authority in writing. Fill in Authority Seen On when you have seen it."
				)
			)
		if self.authority_seen_on and getdate(self.authority_seen_on) > getdate(today()):
			frappe.throw(
				_("Authority Seen On is in the future. Fill it in when you have seen it."), FutureDate
			)


def on_doctype_update():
	frappe.db.add_index("Young Person Identity", ["date_of_birth"])
