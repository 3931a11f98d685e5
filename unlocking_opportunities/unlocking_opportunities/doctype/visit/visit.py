import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, get_datetime, getdate, today

from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.placements import visit_planning
from unlocking_opportunities.utils.exceptions import FutureDate
from unlocking_opportunities.utils.server_fields import Act, is_acting, keep


class Visit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.visit_action.visit_action import (
			VisitAction,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.visit_checklist_item.visit_checklist_item import (
			VisitChecklistItem,
		)

		actions: DF.Table[VisitAction]
		as_agreed: DF.Literal["", "Yes", "Partly", "No"]
		checklist: DF.Table[VisitChecklistItem]
		controls_working: DF.Literal["", "Yes", "Partly", "No"]
		due_on: DF.Date
		employer: DF.Link | None
		ends_on: DF.Datetime | None
		kind: DF.Literal["Before Start", "First-day Call", "First Week", "Regular", "Before the End", "Extra"]
		naming_series: DF.Literal["VIS-.YYYY.-.#####"]
		next_visit_on: DF.Date | None
		notes: DF.SmallText | None
		off_day: DF.Check
		placement: DF.Link
		plan_key: DF.Data | None
		reason_not_possible: DF.SmallText | None
		seen_alone: DF.Literal["", "Yes", "No"]
		site: DF.Link | None
		starts_on: DF.Datetime | None
		status: DF.Literal["Planned", "Done", "Not Possible", "Cancelled"]
		supervisor_seen: DF.Literal["", "Yes", "No"]
		title: DF.Data | None
		visited_on: DF.Date | None
		visitor: DF.Link | None
		wellbeing: DF.Literal["", "Well", "Mixed", "Badly"]
		young_person: DF.Link | None

	# end: auto-generated types

	def onload(self):
		"""Say whether the host was told of a day that is still to come, so that they will be told of another one."""
		told = {"about": self.name, "due_on": [">=", today()]}
		self.set_onload("host_was_told", bool(frappe.db.exists("Employer Notice", told)))

	def validate(self):
		keep(self, "plan_key", unless=Act.PLANNING_VISITS)
		self.set_title()
		self.validate_visited_on()
		self.validate_findings()
		self.set_status()
		self.set_ends_on()
		self.set_off_day()

	def set_title(self):
		employer_name = frappe.get_cached_value("Employer", self.employer, "employer_name")
		self.title = f"{_(self.kind)}: {employer_name}"[:140]

	def validate_visited_on(self):
		if self.visited_on and getdate(self.visited_on) > getdate(today()):
			frappe.throw(_("Visited On is in the future. Record a visit after you have made it."), FutureDate)

	def validate_findings(self):
		if not self.visited_on:
			return
		asked = (
			["wellbeing"]
			if self.kind == "First-day Call"
			else ["seen_alone", "supervisor_seen", "controls_working"]
		)
		if self.kind == "Before Start":
			asked = ["supervisor_seen", "controls_working"]
		missing = [_(self.meta.get_label(fieldname)) for fieldname in asked if not self.get(fieldname)]
		if missing:
			frappe.throw(
				_("To record this visit, fill in: {0}.").format(", ".join(missing)), frappe.MandatoryError
			)

	def set_status(self):
		"""Done with a date, Not Possible with a reason. Only the visit plan cancels a visit."""
		before = self.get_doc_before_save()
		if self.visited_on:
			self.status = "Done"
		elif self.reason_not_possible:
			self.status = "Not Possible"
		elif not is_acting(self, Act.PLANNING_VISITS):
			self.status = "Cancelled" if before and before.status == "Cancelled" else "Planned"

	def set_ends_on(self):
		if not self.starts_on:
			self.ends_on = None
		elif not self.ends_on or get_datetime(self.ends_on) <= get_datetime(self.starts_on):
			minutes = get_settings().visit_minutes
			self.ends_on = add_to_date(self.starts_on, minutes=minutes)

	def set_off_day(self):
		"""Flag a booked visit on a day on which nobody works, so that the officer books another (placements/due.py)."""
		self.off_day = int(visit_planning.is_off_day(self))


def on_doctype_update():
	frappe.db.add_index("Visit", ["status", "due_on"])
	frappe.db.add_index("Visit", ["young_person"])
	frappe.db.add_index("Visit", ["placement"])
