"""Planned visits follow a placement's dates: planned once, moved with the dates, cancelled if they no longer fit."""

import frappe
from frappe.utils import add_days, getdate, today

from tests import factories
from unlocking_opportunities.placements import visit_planning


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
