import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.matching import round as rounds
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import Act, acting, is_acting, keep, reload_stored


class AllocationRound(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.allocation_round_match.allocation_round_match import (
			AllocationRoundMatch,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.allocation_round_person.allocation_round_person import (
			AllocationRoundPerson,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.allocation_round_place.allocation_round_place import (
			AllocationRoundPlace,
		)

		average_fit: DF.Float
		end_date: DF.Date
		matches: DF.Table[AllocationRoundMatch]
		naming_series: DF.Literal["ALR-.YYYY.-.#####"]
		number_left: DF.Int
		number_matched: DF.Int
		occasion: DF.Literal["Work-experience Week", "Careers Fayre", "Other"]
		people: DF.Table[AllocationRoundPerson]
		places: DF.Table[AllocationRoundPlace]
		start_date: DF.Date
		status: DF.Literal["Choosing", "Worked Out", "Proposed"]
		title: DF.Data
		worked_out_on: DF.Datetime | None
		worst_fit: DF.Float

	# end: auto-generated types

	def validate(self):
		self.keep_server_fields()
		self.validate_dates()
		self.remove_duplicates()

	def keep_server_fields(self):
		"""Only the server suggests who goes where; people decide on each suggestion."""
		keep(
			self,
			"status",
			"worked_out_on",
			"number_matched",
			"number_left",
			"average_fit",
			"worst_fit",
			unless=Act.ALLOCATING,
		)
		if not is_acting(self, Act.ALLOCATING):
			self.keep_matches()

	def keep_matches(self):
		before = self.get_doc_before_save()
		decided = {row.name: row.decision for row in self.matches}
		self.set("matches", [])
		for row in before.matches if before else []:
			self.append("matches", {**row.as_dict(), "decision": decided.get(row.name, row.decision)})

	def validate_dates(self):
		if getdate(self.end_date) < getdate(self.start_date):
			frappe.throw(_("Ends is before Starts. Check both dates."), DatesOutOfOrder)

	def remove_duplicates(self):
		for table, fieldname in (("people", "young_person"), ("places", "opportunity")):
			chosen = set()
			for row in list(self.get(table)):
				if row.get(fieldname) in chosen:
					self.remove(row)
				chosen.add(row.get(fieldname))

	@frappe.whitelist(methods=["POST"])
	def suggest_matches(self) -> None:
		"""Work out who goes where from today's records. Rows that already led to a placement stay."""
		reload_stored(self, "write")
		require(*TEAM)
		rounds.suggest_matches(self)
		with acting(self, Act.ALLOCATING):
			self.save()

	@frappe.whitelist(methods=["POST"])
	def make_proposals(self) -> list[str]:
		"""Propose a placement for each row marked Propose. Returns a message for each row that failed."""
		frappe.db.get_value(self.doctype, self.name, "name", for_update=True)  # one at a time
		reload_stored(self, "write")
		problems = rounds.make_proposals(self)
		if any(row.placement for row in self.matches):
			self.db_set("status", "Proposed", notify=True)
		return problems
