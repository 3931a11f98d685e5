import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make
from tests.placements.start_gate.complete import acting


@pytest.fixture
def running(frappe_site):
	officer = make.standing_user("officer")
	of = make.placement(make.young_person(age=19), officer=officer)
	make.set_stored(of, status="In Progress", actual_start=today())
	return make.stored(of)


def test_an_officer_agrees_and_the_placement_is_extended(running):
	until = add_days(running.end_date, 14)
	asked = make.placement_request(running, until=until)
	acting(running.officer, make.stored(asked).agree)
	assert make.stored(running).end_date == frappe.utils.getdate(until)
	assert (make.stored(asked).status, make.stored(asked).answered_by) == ("Agreed", running.officer)


def test_a_childs_is_extended_by_a_manager_only(frappe_site):
	officer = make.standing_user("officer")
	of = make.set_stored(make.placement(make.young_person(age=16), officer=officer), status="In Progress")
	asked = make.placement_request(of)
	with pytest.raises(frappe.PermissionError):
		acting(officer, make.stored(asked).agree)
	assert make.stored(asked).status == "Open"


def test_an_early_end_carries_the_reason_and_ends_it(running):
	asked = make.placement_request(running, kind="End Early", until=None, reason="We are closing the shop")
	acting(running.officer, make.stored(asked).agree)
	assert make.stored(running).status == "Ended Early"


def test_no_is_said_with_words_for_the_host(running):
	asked = make.placement_request(running)
	with pytest.raises(frappe.MandatoryError):
		acting(running.officer, make.stored(asked).decline, " ")
	acting(running.officer, make.stored(asked).decline, "They start college then")
	assert (make.stored(asked).status, make.stored(asked).answer) == ("Declined", "They start college then")


def test_asked_once_until_it_is_answered(running):
	make.placement_request(running)
	with pytest.raises(frappe.DuplicateEntryError):
		make.placement_request(running)


@pytest.mark.parametrize("days", [0, -3])
def test_an_extension_is_to_a_later_day(running, days):
	with pytest.raises(frappe.ValidationError, match="after"):
		make.placement_request(running, until=add_days(running.end_date, days))


def test_what_is_over_is_not_extended(running):
	make.set_stored(running, status="Completed")
	with pytest.raises(frappe.ValidationError, match="running"):
		make.placement_request(running)
