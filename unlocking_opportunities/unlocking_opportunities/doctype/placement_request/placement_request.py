import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate, now_datetime

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import TEAM, require
from unlocking_opportunities.messages import staff
from unlocking_opportunities.placements.follow_ups import NotRunning
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE, RUNNING
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import Act, acting, is_acting, keep, reload_stored

EXTEND, END_EARLY = "Extend", "End Early"


class AlreadyAsked(frappe.ValidationError):
	"""There is an open request of this kind for the placement."""


class PlacementRequest(Document):
	"""A host's request to extend or end a placement, which an officer agrees or declines."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.SmallText | None
		answered_by: DF.Link | None
		answered_on: DF.Datetime | None
		asked_by: DF.Data | None
		asked_on: DF.Datetime | None
		employer: DF.Link | None
		kind: DF.Literal["", "Extend", "End Early"]
		naming_series: DF.Literal["PRQ-.YYYY.-.#####"]
		placement: DF.Link
		reason: DF.SmallText | None
		status: DF.Literal["Open", "Agreed", "Declined"]
		until: DF.Date | None
		young_person: DF.Link | None

	# end: auto-generated types

	def before_insert(self):
		self.asked_on = now_datetime()
		if not is_acting(self, Act.FROM_PORTAL):
			self.asked_by = frappe.session.user

	def validate(self):
		keep(self, "status", "answered_by", "answered_on", unless=Act.ANSWERING)
		if not self.is_new():
			keep(self, "asked_by", "asked_on")
			return
		self.validate_request()
		self.validate_duplicate()

	def after_insert(self):
		officer = frappe.db.get_value("Placement", self.placement, "officer")
		asks = {
			EXTEND: _("The host has asked to extend this placement."),
			END_EARLY: _("The host has asked to end this placement early."),
		}
		staff.notify(
			{officer},
			subject=_("Request from the host: {0}").format(self.placement),
			lines=[asks[self.kind], _("Open the request to read the reason and answer it.")],
			document=self,
		)

	def validate_request(self):
		placement = frappe.db.get_value("Placement", self.placement, ["status", "end_date"], as_dict=True)
		may = HOLDS_A_PLACE if self.kind == EXTEND else RUNNING
		if placement.status not in may:
			frappe.throw(_("You can ask for this only while the placement is running."), NotRunning)
		if self.kind != EXTEND:
			self.until = None
		elif not self.until or getdate(self.until) <= getdate(placement.end_date):
			frappe.throw(
				_("The new last day must be after {0}. Choose a later day.").format(
					dates.day(placement.end_date)
				),
				DatesOutOfOrder,
			)

	def validate_duplicate(self):
		# Of two requests at once the second waits here. Then its next read has to lock too: a plain one would still see
		# the rows from before the wait.
		frappe.db.get_value("Placement", self.placement, "name", for_update=True)
		asked = {"placement": self.placement, "kind": self.kind, "status": "Open"}
		if frappe.db.get_value("Placement Request", asked, "name", for_update=True):
			frappe.throw(
				_("There is already an open request like this for {0}. Answer that one first.").format(
					self.placement
				),
				AlreadyAsked,
			)

	@frappe.whitelist(methods=["POST"])
	def agree(self) -> None:
		"""Agree: extend the placement or end it early, with the signed-in user's permissions."""
		self._require_open()
		placement = frappe.get_doc("Placement", self.placement)
		if self.kind == EXTEND:
			placement.extend_until(str(self.until))
		else:
			# Save first: the workflow action starts from the stored document.
			placement.end_reason = placement.end_reason or _("The host asked to end it early.")
			placement.save()
			apply_workflow(placement, "End Early")
		self._save_answer("Agreed")

	@frappe.whitelist(methods=["POST"])
	def decline(self, answer: str) -> None:
		"""Decline, with an `answer` that the host reads."""
		self._require_open()
		if not answer.strip():
			frappe.throw(_("Write an answer to the host."), frappe.MandatoryError)
		self.answer = answer.strip()
		self._save_answer("Declined")

	def _require_open(self) -> None:
		require(*TEAM)
		reload_stored(self, "write")
		if self.status != "Open":
			frappe.throw(_("{0} is already {1}.").format(self.name, _(self.status)))

	def _save_answer(self, status: str) -> None:
		self.status, self.answered_by, self.answered_on = status, frappe.session.user, now_datetime()
		with acting(self, Act.ANSWERING):
			self.save()


def on_doctype_update():
	frappe.db.add_index("Placement Request", ["placement", "kind", "status"])
	frappe.db.add_index("Placement Request", ["status", "asked_on"])
	frappe.db.add_index("Placement Request", ["young_person"])
