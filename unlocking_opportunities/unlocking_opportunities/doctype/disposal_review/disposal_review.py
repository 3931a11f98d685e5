import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.council.roles import MANAGER, SecondManagerNeeded, require
from unlocking_opportunities.utils.server_fields import Act, acting, is_acting, keep, reload_stored


class NotFiledElsewhere(frappe.ValidationError):
	"""Nobody has confirmed that what the law says we must keep is in the case system."""


class DisposalReview(Document):
	"""Records past their retention period, for a manager to decide on (data_protection/retention.py, disposal.py).

	Proposed by the nightly job, or by a manager for one person's erasure. Approved by a manager who didn't propose it.
	Carried out the next night, so an approval can be taken back the same day.
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
		keep(
			self, "record_type", "rule", "number", "proposed_by", "proposed_on", unless=Act.PROPOSING_DISPOSAL
		)
		keep(self, "status", "approved_by", "approved_on", unless=Act.DECIDING_DISPOSAL)
		keep(self, "done_on")
		self.keep_items()
		self.validate_keep_reasons()

	def keep_items(self):
		"""Keep the list as the server made it; managers set only the decision on each item, and only before approval.

		To change a decision after approval, take the approval back first.
		"""
		before = self.get_doc_before_save()
		if is_acting(self, Act.PROPOSING_DISPOSAL) or not before:
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

	def validate_keep_reasons(self):
		for row in self.items:
			if row.decision == "Keep" and not row.keep_reason:
				frappe.throw(_("Row {0}: fill in Reason to Keep.").format(row.idx), frappe.MandatoryError)
			if row.decision == "Dispose":
				row.keep_reason = ""

	@frappe.whitelist(methods=["POST"])
	def approve(self) -> None:
		"""Approve the disposal, tonight, of the items marked Dispose.

		Raises SecondManagerNeeded for the manager who proposed it, and NotFiledElsewhere until Filed Elsewhere is ticked:
		what the law requires to be kept is in the case system.
		"""
		self._require_manager()
		if self.status != "Proposed":
			frappe.throw(_("This review is already {0}. Reload the page.").format(_(self.status)))
		if self.proposed_by == frappe.session.user:
			frappe.throw(_("You proposed this, so another manager must decide."), SecondManagerNeeded)
		if not self.filed_elsewhere:
			frappe.throw(
				_("First confirm that the records the law says we must keep longer are in the case system."),
				NotFiledElsewhere,
			)
		self._save_status("Approved", frappe.session.user, now_datetime())

	@frappe.whitelist(methods=["POST"])
	def take_back(self) -> None:
		"""Take back an approval that hasn't been carried out yet."""
		self._require_manager()
		if self.status != "Approved":
			frappe.throw(_("This review is not approved, so there is no approval to take back."))
		self._save_status("Proposed", None, None)

	def _require_manager(self) -> None:
		reload_stored(self, "write")
		require(MANAGER)

	def _save_status(self, status: str, approved_by: str | None, approved_on) -> None:
		self.status, self.approved_by, self.approved_on = status, approved_by, approved_on
		with acting(self, Act.DECIDING_DISPOSAL):
			self.save()


def on_doctype_update():
	frappe.db.add_index("Disposal Review", ["status", "record_type"])
