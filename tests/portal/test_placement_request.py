import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make
from tests.placements.start_gate.complete import acting
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.placements.follow_ups import NotRunning
from unlocking_opportunities.unlocking_opportunities.doctype.placement_request.placement_request import (
	AlreadyAsked,
)
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder


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


def test_only_a_manager_extends_a_childs_placement(frappe_site):
	officer = make.standing_user("officer")
	of = make.set_stored(make.placement(make.young_person(age=16), officer=officer), status="In Progress")
	asked = make.placement_request(of)
	with pytest.raises(RoleNeeded):
		acting(officer, make.stored(asked).agree)
	assert make.stored(asked).status == "Open"


def test_early_end_copies_the_reason(running):
	asked = make.placement_request(running, kind="End Early", until=None, reason="We are closing the shop")
	acting(running.officer, make.stored(asked).agree)
	assert make.stored(running).status == "Ended Early"


def test_declining_needs_an_answer_for_the_host(running):
	asked = make.placement_request(running)
	with pytest.raises(frappe.MandatoryError):
		acting(running.officer, make.stored(asked).decline, " ")
	acting(running.officer, make.stored(asked).decline, "They start college then")
	assert (make.stored(asked).status, make.stored(asked).answer) == ("Declined", "They start college then")


def test_one_open_request_at_a_time(running):
	make.placement_request(running)
	with pytest.raises(AlreadyAsked):
		make.placement_request(running)


@pytest.mark.parametrize("days", [0, -3])
def test_extension_needs_a_later_day(running, days):
	with pytest.raises(DatesOutOfOrder):
		make.placement_request(running, until=add_days(running.end_date, days))


def test_ended_placement_is_not_extended(running):
	make.set_stored(running, status="Completed")
	with pytest.raises(NotRunning):
		make.placement_request(running)
