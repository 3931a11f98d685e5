"""Plan a placement's visits by the visit intervals in the settings."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.placements.start_gate.timetable import days_worked
from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.working_days import add_working_days, is_working_day
from unlocking_opportunities.utils.server_fields import Act, acting

BEFORE_START, FIRST_DAY_CALL = "Before Start", "First-day Call"


@dataclass(frozen=True)
class Interval:
	"""A dated row of Visit Intervals. `days` means days before or after the start or end, or between visits, by kind."""

	effective_from: date
	kind: str
	applies_to: str
	days: int


def due_dates(
	start: date,
	end: date,
	intervals: Iterable[Interval],
	under_18: bool,
	higher_risk: bool,
	worked: Sequence[date],
) -> list[tuple[str, date]]:
	"""Return each visit that is due up to the last day, as (kind, day), in order of day.

	If several rows apply to a kind, the one in force at `start` with the fewest days is used. `worked`: the days on which
	someone is there, in order. A visit moves to the next of them that is a working day in England or, without one, to the
	last; the first-day call moves to the first of them, whatever day that is. If there are none, only the visit before the
	start is due.
	"""
	audience = (
		{"Everyone"}
		| ({"Under 18s"} if under_18 else set())
		| ({"Higher-risk Places"} if higher_risk else set())
	)
	visits = []
	for kind, interval in _strictest(intervals, audience, start).items():
		if not worked and kind != BEFORE_START:
			continue
		days = _days(kind, interval.days, start, end)
		visits += dict.fromkeys((kind, _when_someone_is_there(kind, day, end, worked)) for day in days)
	return sorted(visits, key=lambda visit: (visit[1], visit[0]))


def plan(placement: Document) -> None:
	"""Bring the planned visits of `placement` into line with its dates. Safe to run again: each visit has a key.

	New visits are planned only from today on, and those of the past aren't brought back. Visits that were made or not
	possible stay as they are. Planned ones move, or are cancelled if they no longer fit. Those booked with the host stay,
	and are flagged if that day no longer fits them (see `is_off_day`).
	"""
	on = getdate(today())
	wanted = _keyed(placement)
	existing = {
		visit.plan_key: visit
		for visit in frappe.get_all(
			"Visit",
			filters={"placement": placement.name, "plan_key": ["is", "set"]},
			fields=["name", "plan_key", "status", "starts_on"],
		)
	}
	for key, (kind, due_on) in wanted.items():
		is_new = key not in existing or existing[key].status == "Cancelled"
		if is_new and (due_on < on or (kind == BEFORE_START and getdate(placement.start_date) < on)):
			continue
		if key not in existing:
			visit = _new_visit(placement, key, kind, due_on)
			with acting(visit, Act.PLANNING_VISITS):
				visit.insert(ignore_permissions=True)  # for any user who changes the placement
		elif existing[key].status == "Cancelled":
			again = {"due_on": due_on, "status": "Planned", "starts_on": None, "ends_on": None}
			_amend(existing[key].name, again)
		elif existing[key].status == "Planned" and not existing[key].starts_on:
			_amend(existing[key].name, {"due_on": due_on})
	for key, visit in existing.items():
		if key not in wanted and visit.status == "Planned" and not visit.starts_on:
			_amend(visit.name, {"status": "Cancelled"})
	_flag_booked(placement.name)


def is_off_day(visit: Document) -> bool:
	"""Return whether a planned visit is booked for a day that doesn't fit it, so that another has to be booked.

	The visit before the start doesn't fit after the first day worked, the first-day call fits only that day, and the others
	need a day on which someone works. Once the first day has passed, the first two fit any day: late is better than never.
	"""
	if visit.status != "Planned" or not visit.starts_on:
		return False
	day, placement = getdate(visit.starts_on), frappe.get_doc("Placement", visit.placement)
	if visit.kind in (BEFORE_START, FIRST_DAY_CALL):
		first = _first_day(placement, visit.kind)
		if first >= getdate(today()):
			return day > first if visit.kind == BEFORE_START else day != first
	return visit.kind != BEFORE_START and not days_worked(placement, day, day)


def cancel_planned(placement: str) -> None:
	"""Cancel the visits that are still planned for a placement that has ended."""
	for name in frappe.get_all("Visit", filters={"placement": placement, "status": "Planned"}, pluck="name"):
		_amend(name, {"status": "Cancelled"})


def _first_day(placement: Document, kind: str) -> date:
	"""Return the first day worked, or for a first-day call the day that the settings choose for it."""
	start, end = getdate(placement.start_date), getdate(placement.end_date)
	if kind == FIRST_DAY_CALL:
		due = (due_on for planned, due_on in _keyed(placement).values() if planned == kind)
		if chosen := next(due, None):
			return chosen
	return next(iter(days_worked(placement, start, end)), start)


def _flag_booked(placement: str) -> None:
	booked = {"placement": placement, "status": "Planned", "starts_on": ["is", "set"]}
	for name in frappe.get_all("Visit", filters=booked, pluck="name"):
		_amend(name, {})


def _keyed(placement: Document) -> dict[str, tuple[str, date]]:
	band = frappe.get_cached_value("Placement Opportunity", placement.opportunity, "environment_band")
	visits = due_dates(
		getdate(placement.start_date),
		getdate(placement.end_date),
		intervals_in_settings(),
		under_18=bool(placement.under_18),
		higher_risk=band == "Higher Risk",
		worked=days_worked(placement, getdate(placement.start_date), getdate(placement.end_date)),
	)
	seen: dict[str, int] = {}
	keyed = {}
	for kind, due_on in visits:
		seen[kind] = seen.get(kind, 0) + 1
		# Planned late, the visit before the start is due at once.
		due_on = max(due_on, getdate(today())) if kind == BEFORE_START else due_on
		keyed[f"{placement.name}/{kind}/{seen[kind]}"] = (kind, due_on)
	return keyed


def intervals_in_settings() -> list[Interval]:
	"""Return the council's dated visit intervals."""
	rows = get_settings().visit_intervals
	return [Interval(getdate(row.effective_from), row.kind, row.applies_to, row.days) for row in rows]


def _strictest(intervals: Iterable[Interval], audience: set[str], start: date) -> dict[str, Interval]:
	by_rule: dict[tuple[str, str], list[Interval]] = {}
	for interval in intervals:
		if interval.applies_to in audience:
			by_rule.setdefault((interval.kind, interval.applies_to), []).append(interval)
	chosen: dict[str, Interval] = {}
	for (kind, _audience), rows in by_rule.items():
		begun = [row for row in rows if row.effective_from <= start]
		if not begun:
			continue
		row = in_force(begun, start)
		if kind not in chosen or row.days < chosen[kind].days:
			chosen[kind] = row
	return chosen


def _days(kind: str, days: int, start: date, end: date) -> Iterator[date]:
	if kind == BEFORE_START:
		yield start - timedelta(days=days)
	elif kind == "Before the End":
		if end - timedelta(days=days) > start:
			yield end - timedelta(days=days)
	elif kind == "Regular":
		day = start + timedelta(days=days)
		while days > 0 and day < end:
			yield day
			day += timedelta(days=days)
	elif start + timedelta(days=days) <= end:
		yield start + timedelta(days=days)


def _when_someone_is_there(kind: str, day: date, end: date, worked: Sequence[date]) -> date:
	if kind == BEFORE_START:
		return _on_a_working_day(day, end)
	if kind == FIRST_DAY_CALL:
		suitable = worked
	else:
		suitable = [there for there in worked if is_working_day(there)] or worked
	return next((there for there in suitable if there >= day), suitable[-1])


def _on_a_working_day(day: date, end: date) -> date:
	moved = add_working_days(day, 0)
	return moved if moved <= end else day


def _new_visit(placement: Document, key: str, kind: str, due_on: date) -> Document:
	visit = frappe.new_doc("Visit")
	visit.update(
		{
			"placement": placement.name,
			"kind": kind,
			"due_on": due_on,
			"visitor": placement.officer,
			"status": "Planned",
			"plan_key": key,
		}
	)
	return visit


def _amend(name: str, values: dict) -> None:
	visit = frappe.get_doc("Visit", name)
	with acting(visit, Act.PLANNING_VISITS):
		visit.update(values).save(ignore_permissions=True)  # as above
