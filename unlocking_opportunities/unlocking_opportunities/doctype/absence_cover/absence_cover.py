import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.council.roles import DESK_ROLES, MANAGER
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder


class CoversThemselves(frappe.ValidationError):
	"""Someone is to cover their own absence."""


class NotInTheTeam(frappe.ValidationError):
	"""The cover has no role in the Desk, or can't sign in."""


class ManagerNeeded(frappe.ValidationError):
	"""Only a manager can cover for a manager."""


class AbsenceCover(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

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


def on_doctype_update():
	frappe.db.add_index("Absence Cover", ["from_date", "to_date"])
