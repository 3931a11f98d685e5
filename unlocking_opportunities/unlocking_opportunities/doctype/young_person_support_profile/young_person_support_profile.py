from frappe.model.document import Document

from unlocking_opportunities.placements.start_gate import judge


class YoungPersonSupportProfile(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.young_person_restriction.young_person_restriction import (
			YoungPersonRestriction,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.young_person_support_need.young_person_support_need import (
			YoungPersonSupportNeed,
		)

		accessible_toilet: DF.Check
		accompanied_first_day: DF.Check
		journey_notes: DF.SmallText | None
		needs: DF.Table[YoungPersonSupportNeed]
		prayer_space: DF.Check
		quiet_space: DF.Check
		restrictions: DF.Table[YoungPersonRestriction]
		step_free: DF.Check
		young_person: DF.Link

	# end: auto-generated types

	def on_update(self):
		judge.enqueue_for_person(self.young_person)
