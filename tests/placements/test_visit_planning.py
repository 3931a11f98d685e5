"""Planned visits follow a placement's dates: planned once, moved with the dates, cancelled if they no longer fit."""

from datetime import date, timedelta

import frappe
import pytest
from frappe.utils import add_days, get_datetime, getdate, today
from hypothesis import given
from hypothesis import strategies as st

from tests import factories
from tests.placements.start_gate.complete import first_monday
from unlocking_opportunities.placements import due, follow_ups, visit_planning
from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS, days_worked
from unlocking_opportunities.placements.visit_planning import Interval, due_dates
from unlocking_opportunities.rules.working_days import is_working_day
from unlocking_opportunities.setup import defaults


def planned(placement) -> dict:
	visits = frappe.get_all(
		"Visit", filters={"placement": placement.name}, fields=["name", "plan_key", "due_on", "status"]
	)
	return {visit.name: visit for visit in visits}


def agreed(**values):
	placement = factories.placement(factories.young_person(), factories.site(band="Higher Risk"), **values)
	return factories.set_stored(placement, status="Agreed")


def test_planned_again_there_are_no_second_visits(frappe_site):
	placement = agreed()
	visit_planning.plan(placement)
	first = planned(placement)
	assert first and all(visit.plan_key and visit.status == "Planned" for visit in first.values())
	visit_planning.plan(placement)
	assert planned(placement) == first


def test_visits_move_with_the_dates_and_are_cancelled_when_they_no_longer_fit(frappe_site):
	placement = agreed(start_date=add_days(today(), 21), end_date=add_days(today(), 140))
	visit_planning.plan(placement)
	first = planned(placement)
	placement.update({"start_date": add_days(today(), 28), "end_date": add_days(today(), 56)})
	visit_planning.plan(placement)
	second = planned(placement)
	assert second.keys() == first.keys()
	assert {visit.status for visit in second.values()} == {"Planned", "Cancelled"}
	still_on = [visit for visit in second.values() if visit.status == "Planned"]
	assert all(visit.due_on <= getdate(placement.end_date) for visit in still_on)


def test_planned_late_the_visit_before_the_start_is_due_today_however_often(frappe_site):
	placement = agreed(start_date=add_days(today(), 1), end_date=add_days(today(), 49))
	for _time in range(2):
		visit_planning.plan(placement)
		due = frappe.get_all("Visit", {"placement": placement.name, "kind": "Before Start"}, pluck="due_on")
		assert due == [getdate(today())]


# What the settings start with, in force long before any placement below.
INTERVALS = [Interval(date(2020, 1, 1), *row) for row in defaults.VISIT_INTERVALS]
# Weekdays worked, first day, last day, and whether bank holidays are worked.
SCHEDULES = [
	(("Friday", "Saturday"), date(2026, 11, 2), date(2027, 1, 30), 0),
	(("Saturday", "Sunday"), date(2026, 11, 2), date(2027, 1, 31), 0),
	(("Wednesday",), date(2026, 12, 7), date(2027, 3, 31), 0),
	(("Monday",), date(2027, 4, 26), date(2027, 6, 30), 0),  # two bank holidays on Mondays
	(("Monday",), date(2027, 4, 26), date(2027, 6, 30), 1),
	(("Friday",), date(2026, 12, 25), date(2027, 1, 8), 0),  # Christmas Day and New Year's Day are Fridays
	(WEEKDAYS[:5], date(2026, 12, 21), date(2027, 1, 8), 0),
	(("Tuesday", "Wednesday", "Thursday"), date(2026, 11, 10), date(2026, 11, 12), 0),
	(("Thursday",), date(2026, 11, 12), date(2026, 11, 12), 0),
	(WEEKDAYS, date(2028, 2, 21), date(2028, 3, 10), 0),
	(("Friday",), date(2027, 3, 26), date(2027, 3, 30), 0),  # Good Friday only: no day is worked
]


def check_visits(weekdays, start, end, bank_holidays, under_18, higher_risk):
	"""Visits are on days worked, but for the one before the start; the call is on the first. Without such days there are none."""
	rows = [
		frappe._dict(weekday=day, start_time="10:00:00", end_time="15:00:00", break_minutes=0)
		for day in weekdays
	]
	timetable = frappe._dict(start_date=start, end_date=end, schedule=rows, works_bank_holidays=bank_holidays)
	worked = days_worked(timetable, start, end)
	visits = due_dates(start, end, INTERVALS, under_18, higher_risk, worked)
	assert [day for kind, day in visits if kind == "First-day Call"] == worked[:1]
	for kind, day in visits:
		if kind == "Before Start":
			assert day < start and is_working_day(day)
		else:
			assert day in worked, (kind, day)
	assert len(set(visits)) == len(visits)


@pytest.mark.parametrize("under_18,higher_risk", [(True, True), (False, False)])
@pytest.mark.parametrize("weekdays,start,end,bank_holidays", SCHEDULES)
def test_visits_are_on_days_worked(weekdays, start, end, bank_holidays, under_18, higher_risk):
	check_visits(weekdays, start, end, bank_holidays, under_18, higher_risk)


@given(
	st.sets(st.sampled_from(WEEKDAYS), min_size=1),
	st.dates(date(2026, 1, 1), date(2028, 12, 31)),
	st.integers(0, 400),
	st.booleans(),
	st.booleans(),
)
def test_so_they_are_for_any_schedule(weekdays, start, length, bank_holidays, under_18):
	check_visits(
		sorted(weekdays), start, start + timedelta(days=length), bank_holidays, under_18, higher_risk=True
	)


def days(*weekdays) -> list[dict]:
	hours = {"start_time": "10:00:00", "end_time": "15:00:00", "break_minutes": 30}
	return [{"weekday": weekday, **hours} for weekday in weekdays]


def saved(placement, **values):
	"""Change the placement as an officer does on its form."""
	doc = frappe.get_doc("Placement", placement.name)
	doc.update(values)
	return doc.save()


def planned_on_monday():
	"""A placement on Mondays with its visits, two of them in its weeks."""
	start = first_monday()
	placement = agreed(start_date=start, end_date=add_days(start, 84), schedule=days("Monday"))
	visit_planning.plan(placement)
	return placement


def weekday_of(visit) -> int:
	return getdate(visit.due_on).weekday()


def test_another_schedule_moves_the_visits_that_are_not_booked(frappe_site):
	placement = planned_on_monday()
	saved(placement, schedule=days("Thursday"))
	visits = [visit for visit in planned(placement).values() if "Before Start" not in visit.plan_key]
	assert visits and {weekday_of(visit) for visit in visits} == {3}


def test_the_same_schedule_saved_again_moves_nothing(frappe_site):
	placement = planned_on_monday()
	before = {name: frappe.db.get_value("Visit", name, "modified") for name in planned(placement)}
	saved(placement, journey="By bus")
	assert {name: frappe.db.get_value("Visit", name, "modified") for name in planned(placement)} == before


def test_a_booked_visit_stays_and_is_flagged_once_nobody_works_that_day(frappe_site):
	placement = planned_on_monday()
	name = frappe.db.get_value("Visit", {"placement": placement.name, "kind": "First Week"})
	booked = frappe.get_doc("Visit", name)
	booked.starts_on = f"{booked.due_on} 14:00:00"
	booked.save()
	assert not booked.off_day
	saved(placement, schedule=days("Thursday"))
	moved = factories.stored(booked)
	assert (moved.due_on, moved.starts_on, moved.status) == (
		booked.due_on,
		get_datetime(booked.starts_on),
		"Planned",
	)
	assert moved.off_day
	officers = {line.name: line.text for _owner, line in due.VISITS.lines(getdate(today()))}
	assert "nobody works that day" in officers[name]
	moved.starts_on = f"{add_days(booked.due_on, 3)} 14:00:00"
	moved.save()
	assert not moved.off_day
	assert name not in {line.name for _owner, line in due.VISITS.lines(getdate(today()))}


def test_a_booked_visit_after_the_new_last_day_is_flagged_not_cancelled(frappe_site):
	placement = planned_on_monday()
	name = frappe.db.get_value(
		"Visit", {"placement": placement.name, "kind": "Before the End"}
	) or frappe.db.get_value(
		"Visit", {"placement": placement.name, "kind": "Regular"}, order_by="due_on desc"
	)
	visit = frappe.get_doc("Visit", name)
	visit.starts_on = f"{visit.due_on} 14:00:00"
	visit.save()
	saved(placement, end_date=add_days(placement.start_date, 21))
	stored = factories.stored(visit)
	assert (stored.status, stored.off_day) == ("Planned", 1)


def test_another_first_day_moves_the_first_day_call(frappe_site):
	placement = planned_on_monday()
	moved = saved(placement, start_date=add_days(placement.start_date, 1))
	worked = days_worked(moved, getdate(moved.start_date), getdate(moved.end_date))
	assert worked[0] > getdate(moved.start_date)
	call = frappe.db.get_value("Visit", {"placement": placement.name, "kind": "First-day Call"}, "due_on")
	assert call == worked[0]


def test_extended_late_no_visit_is_planned_on_a_day_that_is_over(frappe_site):
	start = add_days(today(), -60)
	placement = agreed(start_date=start, end_date=add_days(today(), -20))
	factories.set_stored(placement, status="In Progress", actual_start=start)
	doc = frappe.get_doc("Placement", placement.name)
	with pytest.raises(follow_ups.PastDate):
		doc.extend_until(add_days(today(), -10))
	frappe.get_doc("Placement", placement.name).extend_until(add_days(today(), 60))
	visits = planned(placement).values()
	assert visits and all(visit.due_on >= getdate(today()) for visit in visits)
	assert not frappe.db.exists("Visit", {"placement": placement.name, "kind": "Before Start"})


@pytest.mark.parametrize("status", ["In Progress", "Paused"])
def test_a_running_placement_is_not_ended_by_its_dates(frappe_site, status):
	placement = agreed(start_date=add_days(today(), -60), end_date=add_days(today(), 20))
	factories.set_stored(placement, status=status, actual_start=placement.start_date)
	with pytest.raises(follow_ups.PastDate, match="Complete or End Early"):
		saved(placement, end_date=add_days(today(), -1))
	assert saved(placement, end_date=today()).end_date == today()
	factories.set_stored(placement, end_date=add_days(today(), -1))
	assert saved(placement, journey="By bus").journey == "By bus"


def book(placement, kind, day):
	name = frappe.db.get_value("Visit", {"placement": placement.name, "kind": kind})
	visit = frappe.get_doc("Visit", name)
	visit.starts_on = f"{day} 10:00:00"
	return visit.save()


@pytest.mark.parametrize(
	("kind", "booked", "moved", "said"),
	[
		# days from the first Monday: the visit, and the new first day
		("First-day Call", 0, -7, "isn't the first day"),
		("First-day Call", 0, 7, "isn't the first day"),
		("Before Start", -3, -7, "after the first day"),
		("First Week", 21, 28, "nobody works that day"),
	],
)
def test_a_booked_visit_that_another_first_day_leaves_behind_is_flagged(
	frappe_site, kind, booked, moved, said
):
	placement = planned_on_monday()
	visit = book(placement, kind, add_days(placement.start_date, booked))
	assert not visit.off_day
	saved(placement, start_date=add_days(placement.start_date, moved))
	assert factories.stored(visit).off_day
	lines = {line.name: line.text for _owner, line in due.VISITS.lines(getdate(today()))}
	assert said in lines[visit.name] and "Book another day." in lines[visit.name]


def test_a_call_that_is_late_may_be_booked_for_any_day_worked(frappe_site):
	placement = planned_on_monday()
	monday = getdate(add_days(today(), -getdate(today()).weekday()))
	factories.set_stored(placement, start_date=add_days(monday, -7), status="In Progress")
	assert not book(placement, "First-day Call", add_days(monday, 7)).off_day
