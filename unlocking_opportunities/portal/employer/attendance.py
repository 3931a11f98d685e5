"""Attendance by week, one tap per day."""

from datetime import date, timedelta
from functools import partial
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate, today

from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS, weekly_hours
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
# Further placements are reached from the list of placements.
AT_ONCE = 10


class NoOneDue(frappe.ValidationError):
	"""Nobody is due at the host on that day."""


class RecordedByTeam(frappe.ValidationError):
	"""The team has recorded that day, so the host can't change it."""


def get_week(visitor: Visitor, of: date, name: Any = None) -> list[frappe._dict]:
	"""Return each running placement (or the one called `name`, running or over) with its days in the week of `of`.

	`days`: each working day up to today, with the attendance recorded (`said`). Raises NotFound for another employer's
	placement.
	"""
	table, opportunity = DocType("Placement"), DocType("Placement Opportunity")
	query = own.rows(visitor, table).left_join(opportunity).on(opportunity.name == table.opportunity)
	query = query.select(table.name, table.status, table.kind, table.start_date, table.end_date)
	query = query.select(opportunity.role_title)
	if name:
		found = [own.first(query.where((table.name == str(name)) & table.status.isin(BEGUN)))]
	else:
		running = query.where(table.status.isin(RUNNING)).orderby(table.start_date)
		found = running.limit(AT_ONCE).run(as_dict=True)
	for row in found:
		row.role = own.get_role(row)
	_set_days(found, monday_of(of))
	return found


def _set_days(placements: list[frappe._dict], monday: date) -> None:
	shift, said = DocType("Placement Schedule Day"), DocType("Placement Attendance")
	of_this_week = said.attended_on[monday : monday + timedelta(days=6)]
	query = (
		frappe.qb.from_(shift)
		.left_join(said)
		.on((said.parent == shift.parent) & (said.parenttype == "Placement") & of_this_week)
		.select(shift.parent, shift.weekday, said.attended_on, said.attendance)
		.where(
			(shift.parenttype == "Placement") & shift.parent.isin([row.name for row in placements] or [""])
		)
	)
	found = query.run(as_dict=True)
	for placement in placements:
		rows = [row for row in found if row.parent == placement.name]
		due, answers = {row.weekday for row in rows}, {row.attended_on: row.attendance for row in rows}
		days = (monday + timedelta(days=number) for number in range(7))
		placement.days = [
			frappe._dict(day=day, said=answers.get(day))
			for day in days
			if WEEKDAYS[day.weekday()] in due and _is_reached(placement, day)
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
	if placement.status not in BEGUN or not shifts or not _is_reached(placement, day):
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


def _is_reached(placement: Any, day: date) -> bool:
	return getdate(placement.start_date) <= day <= min(getdate(placement.end_date), getdate(today()))
