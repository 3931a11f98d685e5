import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.utils.exceptions import DatesOutOfOrder


class SteeringGroupPartner(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.steering_group_commitment.steering_group_commitment import (
			SteeringGroupCommitment,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.steering_group_sector.steering_group_sector import (
			SteeringGroupSector,
		)

		commitments: DF.Table[SteeringGroupCommitment]
		consulted_on: DF.SmallText | None
		email: DF.Data | None
		employer: DF.Link | None
		naming_series: DF.Literal["SGP-.YYYY.-.#####"]
		partner_name: DF.Data
		representative: DF.Data | None
		sectors: DF.TableMultiSelect[SteeringGroupSector]
		status: DF.Literal["Invited", "Member", "Stood Down"]
		term_from: DF.Date | None
		term_to: DF.Date | None

	# end: auto-generated types

	def validate(self):
		self.validate_term()

	def validate_term(self):
		if self.term_from and self.term_to and getdate(self.term_to) < getdate(self.term_from):
			frappe.throw(_("Term To is before Term From. Check both dates."), DatesOutOfOrder)
