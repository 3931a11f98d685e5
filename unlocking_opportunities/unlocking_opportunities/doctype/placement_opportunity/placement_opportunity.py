import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.employers import opportunities
from unlocking_opportunities.placements.start_gate import judge, reopening
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import Act, changed, clear_default_times, keep


class PlacementOpportunity(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		access_notes: DF.SmallText | None
		available_from: DF.Date | None
		available_until: DF.Date | None
		capacity: DF.Int
		employer: DF.Link
		end_time: DF.Time | None
		environment_band: DF.Literal["", "Low Risk", "Less Familiar Risk", "Higher Risk"]
		friday: DF.Check
		hourly_rate: DF.Currency
		hours_per_week: DF.Float
		kind: DF.Literal[
			"Work Experience", "Taster", "Internship", "Apprenticeship", "Paid Job", "Talk or Visit"
		]
		lunch: DF.Data | None
		minimum_age: DF.Int
		monday: DF.Check
		naming_series: DF.Literal["OPP-.YYYY.-.#####"]
		pay_basis: DF.Literal["Unpaid", "Paid"]
		pledge: DF.Link | None
		pledge_offer: DF.Data | None
		role_title: DF.Data
		saturday: DF.Check
		sector: DF.Link | None
		site: DF.Link | None
		start_time: DF.Time | None
		status: DF.Literal["Open", "Full", "Paused", "Closed"]
		stopped_with_employer: DF.Check
		sunday: DF.Check
		supervisor_name: DF.Data | None
		taken: DF.Int
		tasks: DF.SmallText | None
		thursday: DF.Check
		title: DF.Data | None
		travel_notes: DF.SmallText | None
		tuesday: DF.Check
		ward: DF.Link | None
		wednesday: DF.Check
		what_to_wear: DF.Data | None

	# end: auto-generated types

	def validate(self):
		if not self.is_new():
			keep(self, "pledge_offer")
		keep(self, "stopped_with_employer", unless=Act.FOLLOWING_EMPLOYER)
		clear_default_times(self, "start_time", "end_time")
		self.validate_capacity()
		self.validate_site()
		self.validate_period()
		self.set_hourly_rate()
		self.set_title()
		self.set_status()
		self.validate_employer()

	def on_update(self):
		if self.pledge:
			opportunities.refresh_pledge(self.pledge)
		reopening.follow(self)
		if self.get_doc_before_save() and changed(self, "ward", *fingerprints.WORK):
			judge.enqueue_for_opportunity(self.name)

	def validate_employer(self):
		"""Refuse to offer a place at an employer that is paused or has left."""
		if self.status in ("Open", "Full") and changed(self, "status", "employer"):
			opportunities.require_active_employer(self.employer)

	def validate_capacity(self):
		"""Restore Taken, which only placements change (see utils/counters.py), and check it against Capacity."""
		before = self.get_doc_before_save()
		self.taken = before.taken if before else 0
		if self.capacity < max(1, self.taken):
			frappe.throw(
				_("{0} places are taken, so Places cannot be lower than that.").format(self.taken)
				if self.taken
				else _("Enter how many places there are, 1 or more.")
			)

	def validate_site(self):
		if self.site and frappe.get_cached_value("Employer Site", self.site, "employer") != self.employer:
			frappe.throw(_("That site belongs to another employer. Choose one of this employer's sites."))

	def validate_period(self):
		if self.available_from and self.available_until:
			if getdate(self.available_until) < getdate(self.available_from):
				frappe.throw(_("Until is before From. Check both dates."), DatesOutOfOrder)

	def set_hourly_rate(self):
		if self.pay_basis == "Unpaid":
			self.hourly_rate = 0

	def set_title(self):
		employer_name = frappe.get_cached_value("Employer", self.employer, "employer_name")
		self.title = opportunities.make_title(employer_name, self.role_title)

	def set_status(self):
		if self.status in ("Open", "Full"):
			self.status = "Full" if self.taken >= self.capacity else "Open"


def on_doctype_update():
	frappe.db.add_index("Placement Opportunity", ["status", "kind", "sector"])
