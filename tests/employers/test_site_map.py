"""Sites by ward: each with its position and open places, in one statement for any number."""

import frappe
import pytest

from tests import factories
from tests.budgets.counting import statements_of
from unlocking_opportunities.employers import site_map
from unlocking_opportunities.unlocking_opportunities.doctype.placement import placement_calendar


def on_the_map(name: str) -> dict:
	return next(site for site in site_map.get() if site["name"] == name)


def test_a_site_is_at_its_position_or_in_the_middle_of_its_ward(frappe_site):
	ward = factories.make("Ward", ward_name="Lighthouse Ward", latitude=52.1, longitude=-0.7).name
	placed = factories.site(latitude=52.05, longitude=-0.75)
	unplaced, nowhere = factories.site(), factories.site()
	factories.set_stored(unplaced, ward=ward)
	factories.set_stored(nowhere, ward=None)
	frappe.set_user(factories.standing_user("officer"))
	assert (on_the_map(placed.name)["latitude"], on_the_map(placed.name)["approximate"]) == (52.05, False)
	assert (on_the_map(unplaced.name)["latitude"], on_the_map(unplaced.name)["approximate"]) == (52.1, True)
	assert on_the_map(nowhere.name)["latitude"] is None


def test_it_counts_the_places_that_are_open(frappe_site):
	place = factories.site()
	factories.set_stored(factories.opportunity(place, capacity=5), taken=2)
	factories.opportunity(place, capacity=4)
	factories.set_stored(factories.opportunity(place, capacity=9), status="Closed")
	assert on_the_map(place.name)["open_places"] == 7


def test_one_that_is_out_of_use_is_not_shown(frappe_site):
	disabled, former = factories.site(disabled=1), factories.site()
	frappe.db.set_value("Employer", former.employer, "status", "Former")
	assert not {disabled.name, former.name} & {site["name"] for site in site_map.get()}


def test_it_is_one_statement_whatever_their_number(frappe_site):
	factories.site()
	frappe.set_user(factories.standing_user("officer"))
	assert len(statements_of(site_map.get)) == 1
	frappe.set_user(factories.standing_user("mentor"))
	with pytest.raises(frappe.PermissionError):
		site_map.get()


def test_the_placement_calendar_holds_what_its_reader_may_read(frappe_site):
	worker = factories.standing_user("worker")
	mine = factories.placement(factories.young_person(worker))
	theirs = factories.placement(factories.young_person())
	frappe.set_user(worker)
	events = {
		event["name"]: event
		for event in placement_calendar.get_events(str(mine.start_date), str(mine.end_date))
	}
	assert mine.name in events
	assert theirs.name not in events
	assert events[mine.name]["title"].startswith("Proposed: ")
