"""Who came on which day, by week: one tap to a day."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate, today

from unlocking_opportunities.gate.timetable import WEEKDAYS, weekly_hours
from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.retry import again_on_conflict
from unlocking_opportunities.workflow.placement import RUNNING
from unlocking_opportunities.workflow.service import as_service

# What a host can say of a day, in their words.
CHOICES = {
	"Present": "Came",
	"Late": "Came late",
	"Absent: Told Us": "Away, and told us",
	"Absent: Not Known": "Away, and we do not know why",
	"Not Needed": "Not due in",
}
WORKED = ("Present", "Late")
MAY_RECORD = (*RUNNING, "Completed", "Ended Early")


def week(visitor: Visitor, name: Any, of: date) -> frappe._dict:
	"""Return the days of the week of the day `of` on which somebody was due, each with what was said of it.

	Days still to come are not there. Raises NotFound for another employer's.
	"""
	placement = DocType("Placement")
	query = own.rows(visitor, placement).select(
		placement.name, placement.title, placement.status, placement.start_date, placement.end_date, placement.under_18
	)
	found = own.first(query.where((placement.name == str(name or "")) & placement.status.isin(MAY_RECORD)))
	found.monday = monday_of(of)
	due, said = _due(found.name), _said(found.name, found.monday)
	found.days = [
		frappe._dict(day=day, weekday=WEEKDAYS[day.weekday()], said=said.get(day))
		for day in (found.monday + timedelta(days=number) for number in range(7))
		if WEEKDAYS[day.weekday()] in due and _has_come(found, day)
	]
	return found


def monday_of(day: date) -> date:
	return day - timedelta(days=day.weekday())


def record(visitor: Visitor, name: Any, day: str | date, attendance: str) -> None:
	"""Say of one day who came. Said again, it is changed; what the team noted itself is left to the team."""
	own.document(visitor, "Placement", name)
	again_on_conflict(partial(_record, visitor, str(name), getdate(day), attendance))


def _record(visitor: Visitor, name: str, day: date, attendance: str) -> None:
	placement = frappe.get_doc("Placement", name)
	shifts = [row for row in placement.schedule if row.weekday == WEEKDAYS[day.weekday()]]
	if placement.status not in MAY_RECORD or not shifts or not _has_come(placement, day):
		frappe.throw(_("Nobody was due on that day. Choose a day of the list."))
	if attendance not in CHOICES:
		frappe.throw(_("Choose one of the answers."))
	row = next((row for row in placement.attendance if getdate(row.attended_on) == day), None)
	if row and row.recorded_by not in (visitor.reference, None, ""):
		frappe.throw(_("That day was noted by somebody else. Ring us if it is not right."))
	row = row or placement.append("attendance", {"attended_on": day})
	row.attendance = attendance
	row.hours = weekly_hours(shifts) if attendance in WORKED else 0
	placement.flags.recorded_by = visitor.reference
	with as_service():
		placement.save()


def _has_come(placement: Any, day: date) -> bool:
	return getdate(placement.start_date) <= day <= min(getdate(placement.end_date), getdate(today()))


def _due(placement: str) -> set[str]:
	table = DocType("Placement Schedule Day")
	query = frappe.qb.from_(table).select(table.weekday).distinct()
	return {row[0] for row in query.where((table.parent == placement) & (table.parenttype == "Placement")).run()}


def _said(placement: str, monday: date) -> dict[date, str]:
	table = DocType("Placement Attendance")
	query = frappe.qb.from_(table).select(table.attended_on, table.attendance)
	query = query.where((table.parent == placement) & (table.parenttype == "Placement"))
	return dict(query.where(table.attended_on[monday : monday + timedelta(days=6)]).run())
