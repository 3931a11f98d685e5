"""Attendance by week, one tap per day."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate, today

from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS, days_worked, weekly_hours
from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.rules.placement_states import BEGUN, RUNNING
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.utils.retry import retry_on_conflict
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import as_service

# A host's choices for a day, with their labels.
CHOICES = {
	"Present": _lt("Came"),
	"Late": _lt("Late"),
	"Absent: Told Us": _lt("Absent, told us"),
	"Absent: Not Known": _lt("Absent, didn't tell us"),
	"Not Needed": _lt("Not expected"),
}
WORKED = ("Present", "Late")
# Said of today, it alerts the team like "Tell us they haven't arrived".
UNEXPLAINED = "Absent: Not Known"
# What is read of each placement.
SHOWN = ("name", "kind", "status", "start_date", "end_date", "works_bank_holidays")
# Further placements are reached from the list of placements.
AT_ONCE = 10


class NoOneDue(frappe.ValidationError):
	"""Nobody is due at the host on that day."""


class RecordedByTeam(frappe.ValidationError):
	"""The team has recorded that day, so the host can't change it."""


def get_week(visitor: Visitor, of: date, name: Any = None) -> list[frappe._dict]:
	"""Return each placement that ran in the week of `of` (or the one called `name`, in any week) with its days in that week.

	`days`: each day up to today on which someone was expected, with the attendance recorded (`said`). This week has only
	placements that are still running. Raises NotFound for another employer's placement.
	"""
	table, opportunity, monday = DocType("Placement"), DocType("Placement Opportunity"), monday_of(of)
	query = own.rows(visitor, table).left_join(opportunity).on(opportunity.name == table.opportunity)
	query = query.select(opportunity.role_title, *(table[field] for field in SHOWN))
	if name:
		found = [own.first(query.where((table.name == str(name)) & table.status.isin(BEGUN)))]
	else:
		is_past = monday < monday_of(getdate(today()))
		query = query.where(table.status.isin(BEGUN if is_past else RUNNING))
		query = query.where((table.start_date <= monday + timedelta(days=6)) & (table.end_date >= monday))
		found = query.orderby(table.start_date).limit(AT_ONCE).run(as_dict=True)
	for row in found:
		row.role = own.get_role(row)
	set_days(found, monday, min(monday + timedelta(days=6), getdate(today())))
	return found


def set_days(placements: list[frappe._dict], first: date, last: date) -> None:
	"""Set on each of `placements` its `schedule` and its `days` from `first` to `last` on which someone is expected.

	Each day has `day` and `said`, the attendance recorded. One query. `placements` have the fields SHOWN.
	"""
	shift, said = DocType("Placement Schedule Day"), DocType("Placement Attendance")
	query = (
		frappe.qb.from_(shift)
		.left_join(said)
		.on((said.parent == shift.parent) & (said.parenttype == "Placement") & said.attended_on[first:last])
		.select(shift.parent, shift.weekday, shift.start_time, shift.end_time, shift.break_minutes)
		.select(said.attended_on, said.attendance)
		.where(
			(shift.parenttype == "Placement") & shift.parent.isin([row.name for row in placements] or [""])
		)
	)
	found = query.run(as_dict=True)
	for placement in placements:
		placement.schedule = [row for row in found if row.parent == placement.name]
		answers = {row.attended_on: row.attendance for row in placement.schedule}
		placement.days = [
			frappe._dict(day=day, said=answers.get(day)) for day in days_worked(placement, first, last)
		]


def monday_of(day: date) -> date:
	return day - timedelta(days=day.weekday())


def record(visitor: Visitor, name: Any, day: str | date, attendance: str) -> None:
	"""Record the attendance of one day. A host may change their own record but not the team's."""
	own.document(visitor, "Placement", name)
	retry_on_conflict(partial(_record, visitor, str(name), getdate(day), attendance))


def _record(visitor: Visitor, name: str, day: date, attendance: str) -> None:
	placement = frappe.get_doc("Placement", name)
	shifts = [row for row in placement.schedule if row.weekday == WEEKDAYS[day.weekday()]]
	is_due = day <= getdate(today()) and days_worked(placement, day, day)
	if placement.status not in BEGUN or not is_due:
		frappe.throw(_("No one was due on that day. Choose a day from the list."), NoOneDue)
	if attendance not in CHOICES:
		frappe.throw(_("Choose one of the answers."))
	row = next((row for row in placement.attendance if getdate(row.attended_on) == day), None)
	if row and row.recorded_by not in (visitor.actor, None, ""):
		frappe.throw(_("Someone else has already recorded that day. If it's wrong, call us."), RecordedByTeam)
	row = row or placement.append("attendance", {"attended_on": day, "recorded_by": visitor.actor})
	row.attendance = attendance
	row.hours = weekly_hours(shifts) if attendance in WORKED else 0
	with as_service(), acting(placement, Act.FROM_PORTAL):
		placement.save()
