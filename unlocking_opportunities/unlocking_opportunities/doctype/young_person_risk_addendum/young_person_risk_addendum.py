import frappe
from frappe.model.document import Document

from unlocking_opportunities.placements.start_gate import judge


class YoungPersonRiskAddendum(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.young_person_risk_factor.young_person_risk_factor import (
			YoungPersonRiskFactor,
		)

		assessed_on: DF.Date
		factors: DF.Table[YoungPersonRiskFactor]
		findings_shared_how: DF.Literal["", "In Person", "By Phone", "By Link", "On Paper"]
		findings_shared_on: DF.Date | None
		findings_shared_with: DF.Data | None
		naming_series: DF.Literal["YRA-.YYYY.-.#####"]
		placement: DF.Link
		young_person: DF.Link | None

	# end: auto-generated types

	def on_update(self):
		judge.enqueue(self.placement)


def on_doctype_update():
	frappe.db.add_index("Young Person Risk Addendum", ["young_person"])
