import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.council.roles import MANAGER, require
from unlocking_opportunities.utils.server_fields import act_on_stored, keep


class DisposalReview(Document):
	"""Records whose time is up, put before a manager (data_protection/retention.py, disposal.py).

	Proposed by the nightly job, or by a manager for one person's erasure; approved by a manager who did not propose it.
	It is carried out the next night, so an approval can be taken back the same day.
	"""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.disposal_review_item.disposal_review_item import (
			DisposalReviewItem,
		)

		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		done_on: DF.Datetime | None
		filed_elsewhere: DF.Check
		items: DF.Table[DisposalReviewItem]
		naming_series: DF.Literal["DSP-.YYYY.-.#####"]
		number: DF.Int
		proposed_by: DF.Link | None
		proposed_on: DF.Datetime | None
		record_type: DF.Data | None
		rule: DF.SmallText | None
		status: DF.Literal["Proposed", "Approved", "Done"]

	# end: auto-generated types

	def validate(self):
		keep(self, "proposing", "record_type", "rule", "number", "proposed_by", "proposed_on")
		keep(self, "deciding", "status", "approved_by", "approved_on")
		keep(self, "carrying_out", "done_on")
		self.keep_the_list()
		self.check_reasons_to_keep()

	def keep_the_list(self):
		"""What is on the list, and what became of it, is the server's; only the decisions are the manager's.

		After the approval they stand: another decision begins with taking the approval back.
		"""
		before = self.get_doc_before_save()
		if self.flags.proposing or not before:
			return
		decisions = {row.name: row for row in self.items}
		self.set("items", [])
		for row in before.items:
			values = row.as_dict()
			decided = decisions.get(row.name)
			if decided and before.status == "Proposed":
				values |= {"decision": decided.decision, "keep_reason": decided.keep_reason}
			self.append("items", values)
		if before.status != "Proposed":
			self.filed_elsewhere = before.filed_elsewhere

	def check_reasons_to_keep(self):
		for row in self.items:
			if row.decision == "Keep" and not row.keep_reason:
				frappe.throw(_("Row {0}: fill in Reason to Keep.").format(row.idx))
			if row.decision == "Dispose":
				row.keep_reason = ""

	@frappe.whitelist(methods=["POST"])
	def approve(self) -> None:
		"""Have what is marked Dispose disposed of the next night.

		Raises PermissionError for whoever proposed it, ValidationError while it is not said that what the law wants
		kept stands in the case system.
		"""
		self._act()
		if self.status != "Proposed":
			frappe.throw(_("This review is already {0}. Reload the page.").format(_(self.status)))
		if self.proposed_by == frappe.session.user:
			frappe.throw(_("You proposed this, so another manager must decide."), frappe.PermissionError)
		if not self.filed_elsewhere:
			frappe.throw(
				_("First confirm that the records the law says we must keep longer are in the case system.")
			)
		self._become("Approved", frappe.session.user, now_datetime())

	@frappe.whitelist(methods=["POST"])
	def take_back(self) -> None:
		"""Take the approval back, before it is carried out."""
		self._act()
		if self.status != "Approved":
			frappe.throw(_("This review is not approved, so there is no approval to take back."))
		self._become("Proposed", None, None)

	def _act(self) -> None:
		act_on_stored(self, "write")
		require(MANAGER)

	def _become(self, status: str, approved_by: str | None, approved_on) -> None:
		self.status, self.approved_by, self.approved_on = status, approved_by, approved_on
		self.flags.deciding = True
		self.save()


def on_doctype_update():
	frappe.db.add_index("Disposal Review", ["status", "record_type"])
