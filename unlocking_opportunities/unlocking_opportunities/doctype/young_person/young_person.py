import secrets

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import today

from unlocking_opportunities.access.row_permissions import guard_allocation
from unlocking_opportunities.utils.server_fields import Act, keep

# Without letters and digits that are easily mixed up when read out over the phone.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


class Merged(frappe.ValidationError):
	"""The record has been merged into another one."""


class YoungPerson(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.young_person_interest.young_person_interest import (
			YoungPersonInterest,
		)

		age_band: DF.Literal["", "Under 16", "16 to 17", "18 to 20", "21 to 25"]
		allocated_worker: DF.Link | None
		available_from: DF.Date | None
		closed_on: DF.Date | None
		eet_status: DF.Literal["Unknown", "In EET", "Not in EET"]
		friday: DF.Check
		hours_per_week: DF.Float
		interests: DF.TableMultiSelect[YoungPersonInterest]
		merged_into: DF.Link | None
		monday: DF.Check
		next_step: DF.Data | None
		next_step_by: DF.Date | None
		pathway: DF.Literal["Not Started", "Taster", "Experience", "Internship", "Job or Course"]
		saturday: DF.Check
		status: DF.Literal["Active", "On Hold", "Closed"]
		sunday: DF.Check
		thursday: DF.Check
		travel_band: DF.Literal["Up to 20 Minutes", "Up to 40 Minutes", "Up to an Hour", "Over an Hour"]
		tuesday: DF.Check
		ward: DF.Link | None
		wednesday: DF.Check
		what_moved: DF.LongText | None

	# end: auto-generated types

	def autoname(self):
		self.name = make_random_id()

	def validate(self):
		guard_allocation(self)
		self.keep_age_band()
		self.keep_merged()
		self.set_closed_on()

	def keep_age_band(self):
		"""Restore Age Band, which only the identity record sets (see young_people/age_bands.py)."""
		before = self.get_doc_before_save()
		self.age_band = before.age_band if before else ""

	def keep_merged(self):
		"""Only merging sets what a record was merged into; from then on it stays closed."""
		keep(self, "what_moved")
		keep(self, "merged_into", unless=Act.MERGING)
		if self.merged_into and self.status != "Closed":
			frappe.throw(
				_("This record has been merged into {0}, so it stays closed. Use that one.").format(
					self.merged_into
				),
				Merged,
			)

	def set_closed_on(self):
		"""Retention may be counted from this day (data_protection/retention.py)."""
		keep(self, "closed_on")
		if self.status != "Closed":
			self.closed_on = None
		elif not self.closed_on:
			self.closed_on = today()


def make_random_id() -> str:
	"""Return an ID that says nothing about the person: no order of arrival, no initials, no year."""
	return "YP-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def on_doctype_update():
	frappe.db.add_index("Young Person", ["allocated_worker"])
	frappe.db.add_index("Young Person", ["status", "eet_status"])
