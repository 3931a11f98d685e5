"""A young person's no: recorded once, by users who may, until they change their mind."""

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make
from unlocking_opportunities.matching import declined
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder, FutureDate, OnlyByLink


def test_saying_no_twice_leaves_one_record(frappe_site):
	worker = make.standing_user("worker")
	person, place = make.young_person(worker), make.opportunity()
	frappe.set_user(worker)
	first = declined.record(person.name, place.name, how="By Phone, Heard by an Officer", reason="Too far")
	assert declined.record(person.name, place.name).name == first.name
	assert (first.recorded_by, first.how) == (worker, "By Phone, Heard by an Officer")


def test_a_no_after_a_change_of_mind_is_a_new_record(frappe_site):
	officer = make.standing_user("officer")
	person, place = make.young_person(), make.opportunity()
	frappe.set_user(officer)
	first = declined.record(person.name, place.name)
	first.changed_mind_on = today()
	first.save()
	assert declined.record(person.name, place.name).name != first.name


def test_another_workers_young_person_is_refused(frappe_site):
	theirs, mine = make.standing_user("worker", "second"), make.standing_user("worker")
	person, place = make.young_person(theirs), make.opportunity()
	frappe.set_user(mine)
	with pytest.raises(frappe.PermissionError):
		declined.record(person.name, place.name)
	frappe.set_user(theirs)
	declined.record(person.name, place.name)
	frappe.set_user(mine)
	with pytest.raises(frappe.PermissionError):
		declined.record(person.name, place.name)


def test_by_link_needs_no_account(frappe_site):
	person, place = make.young_person(), make.opportunity()
	frappe.set_user("Guest")
	said = declined.record(person.name, place.name, by_link=True)
	assert (said.how, said.recorded_by) == ("By Link", "Guest")


@pytest.mark.parametrize(
	("dates", "failure"),
	[
		({"said_on": 1}, FutureDate),
		({"changed_mind_on": 1}, FutureDate),
		({"said_on": 0, "changed_mind_on": -1}, DatesOutOfOrder),
	],
)
def test_dates_that_cannot_be_are_refused(frappe_site, dates, failure):
	person = make.young_person()
	with pytest.raises(failure):
		make.declined_match(person, **{field: add_days(today(), days) for field, days in dates.items()})


def test_who_recorded_it_is_the_servers_to_say(frappe_site):
	officer = make.standing_user("officer")
	said = make.declined_match(make.young_person(), recorded_by="Guest")
	assert said.recorded_by == "Administrator"
	frappe.set_user(officer)
	said.recorded_by = officer
	said.save()
	assert said.recorded_by == "Administrator"


def test_nobody_else_speaks_for_the_link(frappe_site):
	with pytest.raises(OnlyByLink):
		make.declined_match(make.young_person(), how="By Link")
