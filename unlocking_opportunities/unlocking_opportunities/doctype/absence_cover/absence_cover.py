import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import DESK_ROLES, MANAGER, require
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import Act, acting, changed, is_acting, keep, reload_stored


class CoversThemselves(frappe.ValidationError):
	"""Someone is to cover their own absence."""


class NotInTheTeam(frappe.ValidationError):
	"""The cover has no role in the Desk, or can't sign in."""


class ManagerNeeded(frappe.ValidationError):
	"""Only a manager can cover for a manager."""


class AnotherManagerNeeded(frappe.PermissionError):
	"""Nobody approves their own absence, or themselves as cover."""


class OverlappingCover(frappe.ValidationError):
	"""Someone covers for the same person on some of these days already."""


class AbsenceCover(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		cover_by: DF.Link
		from_date: DF.Date
		naming_series: DF.Literal["ABS-.YYYY.-.#####"]
		to_date: DF.Date
		user: DF.Link

	# end: auto-generated types

	def validate(self):
		self.validate_entered_by()
		self.validate_dates()
		self.validate_cover()
		self.validate_overlap()
		self.set_approval()

	def validate_entered_by(self):
		"""People enter their own absence; a manager may enter anyone's."""
		before = self.get_doc_before_save()
		concerned = {self.user, before.user if before else self.user}
		if concerned != {frappe.session.user} and MANAGER not in frappe.get_roles():
			frappe.throw(
				_("You can enter only your own absence. Ask a manager to enter someone else's."),
				frappe.PermissionError,
			)

	def validate_dates(self):
		if getdate(self.to_date) < getdate(self.from_date):
			frappe.throw(_("Last Day Away is before First Day Away. Check both dates."), DatesOutOfOrder)

	def validate_cover(self):
		"""Cover is a team member who can sign in, and a manager covers a manager, because decisions need one."""
		if self.cover_by == self.user:
			frappe.throw(_("You cannot cover for yourself. Choose a colleague."), CoversThemselves)
		roles = set(frappe.get_roles(self.cover_by))
		if not frappe.db.get_value("User", self.cover_by, "enabled") or not roles & set(DESK_ROLES):
			frappe.throw(
				_("{0} does not work on this programme. Choose someone in the team.").format(self.cover_by),
				NotInTheTeam,
			)
		if MANAGER in frappe.get_roles(self.user) and MANAGER not in roles:
			frappe.throw(
				_("A manager needs another manager as cover, because only managers make decisions."),
				ManagerNeeded,
			)

	def validate_overlap(self):
		"""One cover at a time, so that it's clear who gets the messages."""
		if not changed(self, "user", "from_date", "to_date"):
			return
		same_days = {
			"user": self.user,
			"from_date": ["<=", self.to_date],
			"to_date": [">=", self.from_date],
			"name": ["!=", self.name or ""],
		}
		other = frappe.db.get_value(
			self.doctype, same_days, ["name", "cover_by", "from_date", "to_date"], as_dict=True
		)
		if other:
			text = _("{0} already covers from {1} to {2} ({3}). Change that cover, or choose other days.")
			days = (dates.day(other.from_date), dates.day(other.to_date))
			frappe.throw(text.format(other.cover_by, *days, other.name), OverlappingCover)

	def set_approval(self):
		"""What a manager enters for others is approved. Any change that someone else makes needs approval again."""
		keep(self, "approved_by", "approved_on", unless=Act.APPROVING_COVER)
		if is_acting(self, Act.APPROVING_COVER) or not changed(
			self, "user", "cover_by", "from_date", "to_date"
		):
			return
		self.approved_by = self.approved_on = None
		if self.may_approve():
			self.approved_by, self.approved_on = frappe.session.user, now_datetime()

	def may_approve(self) -> bool:
		user = frappe.session.user
		return MANAGER in frappe.get_roles() and user not in (self.user, self.cover_by)

	@frappe.whitelist(methods=["POST"])
	def approve(self) -> None:
		"""Approve, as a manager who is neither away nor the cover. Raises RoleNeeded or AnotherManagerNeeded."""
		reload_stored(self, "write")
		require(MANAGER)
		if not self.may_approve():
			frappe.throw(
				_("You are part of this cover yourself. Ask another manager to approve it."),
				AnotherManagerNeeded,
			)
		self.approved_by, self.approved_on = frappe.session.user, now_datetime()
		with acting(self, Act.APPROVING_COVER):
			self.save()


def on_doctype_update():
	frappe.db.add_index("Absence Cover", ["from_date", "to_date"])
