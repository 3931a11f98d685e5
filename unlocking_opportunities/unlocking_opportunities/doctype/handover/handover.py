import frappe
from frappe.model.document import Document

from unlocking_opportunities.approvals import handover, ownership
from unlocking_opportunities.utils.server_fields import Act, acting, is_acting, keep, reload_stored


class Handover(Document):
	"""The plan for handing over a leaver's work and, once it is done, the account of what went to whom."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.handover_colleague.handover_colleague import (
			HandoverColleague,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.handover_item.handover_item import (
			HandoverItem,
		)

		colleagues: DF.Table[HandoverColleague]
		finished_on: DF.Datetime | None
		items: DF.Table[HandoverItem]
		leaver: DF.Link
		naming_series: DF.Literal["HND-.YYYY.-.#####"]
		started_by: DF.Link | None
		started_on: DF.Datetime | None
		status: DF.Literal["Draft", "Running", "Done", "Not Needed"]

	# end: auto-generated types

	def validate(self):
		keep(self, "status", "started_by", "started_on", "finished_on", unless=Act.HANDING_OVER)
		if self.status != "Draft" and not is_acting(self, Act.HANDING_OVER):
			# The account of what was done isn't edited.
			keep(self, "colleagues", "items")
		elif self.status == "Draft":
			self.list_work()

	def get_work(self) -> list[ownership.Owned]:
		"""Return the work that it lists."""
		return [ownership.Owned(row.record_type, row.record, row.fieldname) for row in self.items]

	def list_work(self):
		"""List all the work that is the leaver's now. Only who gets it may be chosen."""
		chosen = {(row.record_type, row.record, row.fieldname): row.given_to for row in self.items}
		self.set("items", [])
		for work in ownership.of(self.leaver):
			self.append(
				"items",
				{
					"record_type": work.doctype,
					"record": work.name,
					"fieldname": work.fieldname,
					"given_to": chosen.get(work),
				},
			)

	@frappe.whitelist(methods=["POST"])
	def start(self) -> None:
		"""Hand the work over in the background. Raises NobodyToTakeItOn or CannotTakeItOn before anything is moved."""
		reload_stored(self, "write")
		with acting(self, Act.HANDING_OVER):
			handover.start(self)
