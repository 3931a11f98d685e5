import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, now_datetime

from unlocking_opportunities.utils.exceptions import DatesOutOfOrder


class NotStarted(frappe.ValidationError):
	"""The event can't be Held before it starts."""


class GroupRepeated(frappe.ValidationError):
	"""A group is counted in more than one row of Who Came."""


class ProgrammeEvent(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.programme_event_action.programme_event_action import (
			ProgrammeEventAction,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.programme_event_attendance.programme_event_attendance import (
			ProgrammeEventAttendance,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.programme_event_member.programme_event_member import (
			ProgrammeEventMember,
		)

		about: DF.SmallText | None
		actions: DF.Table[ProgrammeEventAction]
		attendance: DF.Table[ProgrammeEventAttendance]
		ends_on: DF.Datetime | None
		for_members: DF.Check
		kind: DF.Literal[
			"",
			"Careers Fayre",
			"Steering Group Meeting",
			"Skill Path Session",
			"Allotment Session",
			"Corporate Parenting Event",
			"Talk or Visit",
		]
		naming_series: DF.Literal["EVT-.YYYY.-.#####"]
		officer: DF.Link | None
		place: DF.Data | None
		sector: DF.Link | None
		sign_ups: DF.Table[ProgrammeEventMember]
		starts_on: DF.Datetime
		status: DF.Literal["Planned", "Held", "Cancelled"]
		title: DF.Data
		what_came_of_it: DF.SmallText | None

	# end: auto-generated types

	def validate(self):
		self.validate_times()
		self.validate_status()
		self.validate_attendance()
		self.set_sign_ups()

	def validate_times(self):
		if self.ends_on and get_datetime(self.ends_on) < get_datetime(self.starts_on):
			frappe.throw(_("To is before From. Swap the two times."), DatesOutOfOrder)

	def validate_status(self):
		if self.status == "Held" and get_datetime(self.starts_on) > now_datetime():
			frappe.throw(_("This event has not started yet. Set it to Held afterwards."), NotStarted)

	def validate_attendance(self):
		groups = [row.who for row in self.attendance]
		if len(groups) != len(set(groups)):
			frappe.throw(
				_("The same group is in Who Came more than once. Use one row for each group."), GroupRepeated
			)

	def set_sign_ups(self):
		signed_up = {}
		for row in self.sign_ups:
			row.signed_up_on = row.signed_up_on or now_datetime()
			signed_up.setdefault(row.member, row)
		self.set("sign_ups", list(signed_up.values()))


def on_doctype_update():
	frappe.db.add_index("Programme Event", ["status", "starts_on"])
