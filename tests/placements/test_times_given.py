"""A time that was left empty stays empty: Frappe would set it to the current time, in a schedule for example."""

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories


def test_an_opportunity_from_a_pledge_has_no_hours_until_they_are_entered(frappe_site):
	opened = factories.opportunity()
	assert (opened.start_time, opened.end_time) == (None, None)
	said = factories.opportunity(start_time="09:00:00", end_time="16:30:00")
	assert (str(said.start_time), str(said.end_time)) == ("09:00:00", "16:30:00")


def test_a_day_without_hours_is_refused_and_not_filled_in(frappe_site):
	person, opportunity = factories.young_person(), factories.opportunity()
	with pytest.raises(frappe.MandatoryError):
		factories.make(
			"Placement",
			young_person=person.name,
			opportunity=opportunity.name,
			start_date=today(),
			end_date=add_days(today(), 7),
			schedule=[{"weekday": "Monday"}],
		)


def test_when_someone_was_expected_is_not_guessed(frappe_site):
	placement = factories.placement(factories.young_person())
	assert factories.not_here_alert(placement).expected_at is None
