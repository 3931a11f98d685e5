from frappe.model.document import Document

from unlocking_opportunities.gate import judge


class YoungPersonCareRecord(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.young_person_eet_entry.young_person_eet_entry import (
			YoungPersonEETEntry,
		)

		care_category: DF.Literal[
			"", "Looked After Under 16", "Eligible", "Relevant", "Former Relevant", "Qualifying", "None"
		]
		category_as_at: DF.Date | None
		eet_history: DF.Table[YoungPersonEETEntry]
		ethnicity: DF.Literal["", "Asian", "Black", "Mixed", "White", "Other", "Not Recorded"]
		legal_status: DF.Literal[
			"",
			"Looked After: Care Order",
			"Looked After: Interim Care Order",
			"Looked After: Section 20",
			"Looked After: Placement Order",
			"Not Looked After",
		]
		right_to_work: DF.Literal[
			"Not Checked", "Unrestricted", "Time-limited", "Restricted by Visa", "No Permission"
		]
		right_to_work_until: DF.Date | None
		send: DF.Literal["", "None", "SEN Support", "EHC Plan", "Not Recorded"]
		sex: DF.Literal["", "Female", "Male", "Not Recorded"]
		uasc: DF.Check
		young_person: DF.Link

	# end: auto-generated types

	def on_update(self):
		judge.soon_for_person(self.young_person)
