import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from unlocking_opportunities.gate import judge
from unlocking_opportunities.kept import keep


class ShareRelease(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.share_release_item.share_release_item import (
			ShareReleaseItem,
		)

		ends_on: DF.Date | None
		items: DF.Table[ShareReleaseItem]
		naming_series: DF.Literal["SHR-.YYYY.-.#####"]
		placement: DF.Link
		released_to: DF.Data
		status: DF.Literal["Draft", "Released", "Withdrawn", "Ended"]
		young_person: DF.Link | None

	# end: auto-generated types

	def validate(self):
		keep(self, "releasing", "status")
		self.items_run_forwards()
		self.choice_is_respected()

	def on_update(self):
		judge.soon(self.placement)

	def items_run_forwards(self):
		for item in self.items:
			if item.from_date and item.to_date and getdate(item.to_date) < getdate(item.from_date):
				frappe.throw(_("Row {0}: To is before From. Swap the two dates.").format(item.idx))

	def choice_is_respected(self):
		"""Consent is a basis only with a yes. Without one, only what safety needs may be shared, on another basis."""
		for item in self.items:
			if item.lawful_basis == "Consent" and item.young_persons_view != "Agrees":
				frappe.throw(
					_("Row {0}: consent needs the young person's yes. Ask them, or leave it out.").format(
						item.idx
					)
				)
			if item.young_persons_view == "Disagrees" and not item.safety_item:
				frappe.throw(
					_("Row {0}: they said no, and it is not needed for safety. Take it out.").format(item.idx)
				)

	@frappe.whitelist(methods=["POST"])
	def release(self) -> None:
		"""Let the named supervisor see the items, each from its stage on."""
		self.check_permission("write")
		if self.status != "Draft":
			frappe.throw(_("{0} is already {1}.").format(self.name, _(self.status)))
		if not self.items:
			frappe.throw(
				_("List what is shared first, or record that the young person wants nothing more shared.")
			)
		self._become("Released")

	@frappe.whitelist(methods=["POST"])
	def withdraw(self, row: str, decision: str = "") -> None:
		"""Stop sharing the item in `row`. A safety item needs an officer's `decision`, or the placement pauses."""
		self.check_permission("write")
		item = next((item for item in self.items if item.name == row), None)
		if not item:
			frappe.throw(_("That item is not on this release any more. Reload the page."))
		item.withdrawn_on = now_datetime()
		item.withdrawal_decision = decision
		item.decided_by = frappe.session.user if decision.strip() else None
		self._become("Withdrawn" if all(item.withdrawn_on for item in self.items) else self.status)

	def _become(self, status: str) -> None:
		self.status = status
		self.flags.releasing = True
		self.save()

	def shown_on(self, day=None) -> list[str]:
		"""Return the words that the named supervisor may read on `day`, today by default."""
		on = getdate(day or today())
		return [
			item.wording or item.item
			for item in self.items
			if self.status == "Released"
			and not item.withdrawn_on
			and (not item.from_date or getdate(item.from_date) <= on)
			and (not item.to_date or on <= getdate(item.to_date))
		]
