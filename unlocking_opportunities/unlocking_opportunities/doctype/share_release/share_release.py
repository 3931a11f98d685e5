from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.messages import staff
from unlocking_opportunities.placements.placement_workflow import require_active_host
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE, LIVE
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import Act, acting, is_acting, keep, reload_stored

# The placement states in which items of each stage are shown. A placement that is over shows nothing.
STAGES = {
	"Before Either Says Yes": LIVE,
	"After Both Say Yes": HOLDS_A_PLACE,
	"Before the Start": ("Ready", "In Progress", "Paused"),
}
SHOWN_BY = ("stage", "withdrawn_on", "from_date", "to_date")


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
		released_by: DF.Link | None
		released_on: DF.Datetime | None
		released_to: DF.Data
		status: DF.Literal["Draft", "Released", "Withdrawn", "Ended"]
		young_person: DF.Link | None

	# end: auto-generated types

	def validate(self):
		keep(self, "status", "released_on", "released_by", unless=Act.RELEASING)
		self.set_released_to()
		self.keep_released_items()
		self.validate_item_dates()
		self.validate_consent()

	def on_update(self):
		judge.enqueue(self.placement)

	def set_released_to(self):
		"""Name the placement's supervisor on a draft. Once released, it stays with the supervisor it was released to."""
		if self.status == "Draft":
			supervisor = frappe.db.get_value("Placement", self.placement, "supervisor_name")
			self.released_to = supervisor or self.released_to

	def keep_released_items(self):
		"""Keep what the young person was asked about once it is released. Anything new needs another release."""
		if is_acting(self, Act.RELEASING):
			return
		if self.status == "Draft":
			for item in self.items:
				item.withdrawn_on = item.withdrawal_decision = item.decided_by = None
		else:
			keep(self, "items", "placement", "released_to", "ends_on")

	def validate_item_dates(self):
		for item in self.items:
			if item.from_date and item.to_date and getdate(item.to_date) < getdate(item.from_date):
				frappe.throw(
					_("Row {0}: To is before From. Check both dates.").format(item.idx), DatesOutOfOrder
				)

	def validate_consent(self):
		"""Consent needs a yes. After a no, only safety items may be shared, on another lawful basis."""
		for item in self.items:
			if item.lawful_basis == "Consent" and item.young_persons_view != "Agrees":
				frappe.throw(
					_(
						"Row {0}: the lawful basis is consent, so the young person must agree. Ask them, or remove the row."
					).format(item.idx)
				)
			if item.young_persons_view == "Disagrees" and not item.safety_item:
				frappe.throw(
					_(
						"Row {0}: the young person said no and it is not needed for safety. Remove the row."
					).format(item.idx)
				)

	@frappe.whitelist(methods=["POST"])
	def release(self) -> None:
		"""Show the items to the named supervisor, each from its stage onwards."""
		reload_stored(self, "write")
		if self.status != "Draft":
			frappe.throw(_("{0} is already {1}.").format(self.name, _(self.status)))
		self.validate_release()
		self.released_on, self.released_by = now_datetime(), frappe.session.user
		self._save_status("Released")

	def validate_release(self):
		require_active_host(frappe.get_doc("Placement", self.placement))
		placement = frappe.db.get_value(
			"Placement", self.placement, ["supervisor_name", "end_date"], as_dict=True
		)
		if not self.items:
			frappe.throw(
				_(
					"There is nothing to release. List what is shared or, if the young person wants nothing more shared, record that on the placement."
				)
			)
		for item in self.items:
			if item.young_persons_view == "Not Asked":
				frappe.throw(
					_("Row {0}: ask the young person first, then record what they said.").format(item.idx)
				)
		if not placement.supervisor_name:
			frappe.throw(
				_("{0} has no supervisor. Enter one first, because it is released to them.").format(
					self.placement
				)
			)
		self.released_to = placement.supervisor_name
		self.ends_on = self.ends_on or placement.end_date
		if getdate(self.ends_on) < getdate(today()):
			frappe.throw(
				_(
					"Ends On has passed. Choose a later day, or leave it empty to use the placement's last day."
				)
			)

	@frappe.whitelist(methods=["POST"])
	def withdraw(self, row: str, decision: str = "") -> None:
		"""Stop sharing the item in `row` at once.

		A safety item needs an officer's `decision` the same day, here or with `decide`; without one a running placement
		is paused overnight.
		"""
		reload_stored(self, "write")
		item = self._get_item(row)
		if item.withdrawn_on:
			frappe.throw(_("Row {0} has already been withdrawn.").format(item.idx))
		item.withdrawn_on = now_datetime()
		if decision.strip():
			self._set_decision(item, decision)
		self._save_status(self._get_status_after_withdrawal())
		if item.safety_item and not item.withdrawal_decision:
			self._notify_officer()

	@frappe.whitelist(methods=["POST"])
	def decide(self, row: str, decision: str) -> None:
		"""Record an officer's decision about a safety item that was withdrawn."""
		reload_stored(self, "write")
		item = self._get_item(row)
		if not item.withdrawn_on:
			frappe.throw(_("Row {0} is still shared, so there is nothing to decide.").format(item.idx))
		if not decision.strip():
			frappe.throw(
				_("Write down your decision: how the young person stays safe without it."),
				frappe.MandatoryError,
			)
		self._set_decision(item, decision)
		self._save_status(self.status)

	def end(self) -> None:
		"""Mark the release as ended; for the nightly check."""
		if self.status == "Released":
			self._save_status("Ended")

	def _get_item(self, row: str) -> Document:
		item = next((item for item in self.items if item.name == row), None)
		if not item:
			frappe.throw(_("This item is no longer on the release. Reload the page."))
		return item

	def _set_decision(self, item: Document, decision: str) -> None:
		require(*TEAM)
		item.withdrawal_decision, item.decided_by = decision.strip(), frappe.session.user

	def _get_status_after_withdrawal(self) -> str:
		return "Withdrawn" if all(item.withdrawn_on for item in self.items) else self.status

	def _notify_officer(self) -> None:
		officer = frappe.db.get_value("Placement", self.placement, "officer")
		staff.notify(
			{officer},
			subject=_("Decide today: {0}").format(self.name),
			lines=[
				_("Something needed for safety is no longer shared with the host of {0}.").format(
					self.placement
				),
				_(
					"Decide today what to do and record it with Record a Decision on the release. Otherwise a running placement is paused tonight."
				),
			],
			document=self,
		)

	def _save_status(self, status: str) -> None:
		self.status = status
		with acting(self, Act.RELEASING):
			self.save()


def is_shown(item: Any, ends_on: date | None, status: str, on: date) -> bool:
	"""Return whether an item (its SHOWN_BY fields) of a release until `ends_on` is shown while the placement is `status`."""
	if item.withdrawn_on or status not in STAGES[item.stage]:
		return False
	begun = not item.from_date or getdate(item.from_date) <= on
	return begun and all(not last or on <= getdate(last) for last in (ends_on, item.to_date))


def on_doctype_update():
	frappe.db.add_index("Share Release", ["placement"])
	frappe.db.add_index("Share Release", ["young_person"])
	frappe.db.add_index("Share Release", ["status", "ends_on"])
