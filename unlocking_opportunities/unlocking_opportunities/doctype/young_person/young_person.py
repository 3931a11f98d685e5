import secrets

import frappe
from frappe.model.document import Document
from frappe.utils import today

from unlocking_opportunities.access.row_permissions import guard_allocation
from unlocking_opportunities.utils.server_fields import keep

# Without letters and digits that are mistaken for each other when read out over the telephone.
ALPHABET = "ABCDEFGHJKMNPQRSTVWXYZ23456789"


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

	# end: auto-generated types

	def autoname(self):
		self.name = random_id()

	def validate(self):
		guard_allocation(self)
		self.keep_the_age_band()
		self.set_closed_on()

	def keep_the_age_band(self):
		"""The age band comes from the identity record alone (see young_people.py)."""
		before = self.get_doc_before_save()
		self.age_band = before.age_band if before else ""

	def set_closed_on(self):
		"""From this day retention may be counted (data_protection/retention.py)."""
		keep(self, "closed_on")
		if self.status != "Closed":
			self.closed_on = None
		elif not self.closed_on:
			self.closed_on = today()


def random_id() -> str:
	"""Return an ID that says nothing about the person: no order of arrival, no initials, no year."""
	return "YP-" + "".join(secrets.choice(ALPHABET) for _ in range(8))


def on_doctype_update():
	frappe.db.add_index("Young Person", ["allocated_worker"])
	frappe.db.add_index("Young Person", ["status", "eet_status"])
