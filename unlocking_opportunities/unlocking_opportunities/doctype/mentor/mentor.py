import frappe
from frappe import _
from frappe.model.document import Document


class Mentor(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.mentor_sector.mentor_sector import (
			MentorSector,
		)

		about: DF.SmallText | None
		active_pairings: DF.Int
		capacity: DF.Int
		check_decision: DF.Literal[
			"", "Not Needed", "Not Eligible", "Eligible: Check Asked For", "Eligible: Check Seen"
		]
		checks_valid_until: DF.Date | None
		email: DF.Data | None
		employer: DF.Link | None
		mentor_name: DF.Data
		mentor_type: DF.Literal["Senior Leader", "Council Colleague", "Employer", "Community"]
		naming_series: DF.Literal["MEN-.YYYY.-.#####"]
		phone: DF.Data | None
		references_on: DF.Date | None
		sectors: DF.TableMultiSelect[MentorSector]
		status: DF.Literal["Applied", "Active", "Paused", "Left"]
		training_on: DF.Date | None
		user: DF.Link | None

	# end: auto-generated types

	def validate(self):
		self.validate_capacity()
		self.validate_clearance()

	def validate_capacity(self):
		"""Restore Active Pairings, which only pairings change (see utils/counters.py), and check it against Capacity."""
		before = self.get_doc_before_save()
		self.active_pairings = before.active_pairings if before else 0
		if self.capacity < self.active_pairings:
			frappe.throw(
				_("They have {0} pairings now, so Maximum Pairings cannot be lower than that.").format(
					self.active_pairings
				)
			)

	def validate_clearance(self):
		if self.status != "Active":
			return
		missing = [
			_(self.meta.get_label(field))
			for field in ("references_on", "training_on", "check_decision", "checks_valid_until")
			if not self.get(field)
		]
		if self.check_decision == "Eligible: Check Asked For":
			missing.append(_("the result of the check"))
		if missing:
			frappe.throw(
				_("A mentor cannot be Active without these. Fill in: {0}.").format(", ".join(missing)),
				frappe.MandatoryError,
			)
