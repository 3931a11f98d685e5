import frappe
from frappe import _
from frappe.contacts.address_and_contact import load_address_and_contact
from frappe.model.document import Document

from unlocking_opportunities.employers import changes, duplicates, readiness
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.utils.server_fields import Act, changed, is_acting, keep


class InvalidCompanyNumber(frappe.ValidationError):
	"""The number is not written as Companies House writes one."""


class Employer(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		company_number: DF.Data | None
		employer_name: DF.Data
		employer_type: DF.Literal[
			"Business",
			"Charity or Social Enterprise",
			"Public Body",
			"Council Department",
			"Council Contractor",
			"Community Group",
			"Individual",
		]
		host_again: DF.Literal["Not Asked", "Yes", "Maybe", "No"]
		introduced_by: DF.Data | None
		is_contractor: DF.Check
		merged_into: DF.Link | None
		naming_series: DF.Literal["EMP-.YYYY.-.#####"]
		notes: DF.SmallText | None
		officer: DF.Link | None
		readiness: DF.Literal["Not Started", "In Progress", "Ready", "Renewal Due", "Expired"]
		sector: DF.Link | None
		size: DF.Literal["", "Under 5", "5 to 49", "50 to 249", "250 or more"]
		status: DF.Literal["Active", "Paused", "Former", "Merged"]
		ward: DF.Link | None
		website: DF.Data | None

	# end: auto-generated types

	def onload(self):
		load_address_and_contact(self)

	def validate(self):
		keep(self, "readiness")
		self.validate_company_number()
		self.validate_merged_status()

	def after_insert(self):
		duplicates.warn_of_duplicates(self)

	def on_update(self):
		# The kind of host decides the checks on pay, permits and the right to work.
		if self.get_doc_before_save() and changed(self, "employer_type"):
			judge.enqueue_for_employer(self.name)
		changes.follow_name(self)
		changes.follow_status(self)

	def validate_company_number(self):
		"""Format the number as Companies House does: 8 characters, capitals, leading zeros."""
		if not self.company_number:
			return
		number = self.company_number.replace(" ", "").upper()
		self.company_number = number.zfill(8)
		if len(self.company_number) != 8 or not self.company_number.isalnum():
			frappe.throw(
				_(
					"{0} is not a company number. Enter eight characters, such as 01234567 or SC123456."
				).format(frappe.bold(number)),
				InvalidCompanyNumber,
			)

	def validate_merged_status(self):
		before = self.get_doc_before_save()
		was_merged = bool(before and before.status == "Merged")
		if (self.status == "Merged") != was_merged and not is_acting(self, Act.MERGING):
			frappe.throw(
				_(
					"You cannot set or change the status Merged by hand. Use Merge into Another to merge an employer."
				)
			)

	def refresh_readiness(self):
		"""Store Readiness, worked out from this employer's host agreements."""
		self.db_set("readiness", readiness.of_employer(self.name), notify=True)


def on_doctype_update():
	frappe.db.add_index("Employer", ["status", "sector"])
