import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories
from unlocking_opportunities.unlocking_opportunities.doctype.mentoring_session.mentoring_session import (
	PairingOver,
)
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder, FutureDate

pytestmark = pytest.mark.usefixtures("empty_bells")


@pytest.fixture
def pairing(frappe_site):
	officer = factories.standing_user("officer")
	worker = factories.standing_user("worker")
	person = factories.young_person(worker, age=17)
	return factories.set_stored(
		factories.pairing(person, meeting_places="Council Building", channel="Phone", officer=officer),
		status="Active",
	)


def log(pairing, **values):
	return factories.mentoring_session(None, pairing, **values)


def told(user):
	return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")


def test_an_officer_logs_what_a_mentor_told_by_phone(pairing):
	frappe.set_user(factories.standing_user("officer"))
	session = log(pairing)
	assert (session.young_person, session.mentor) == (pairing.young_person, pairing.mentor)
	assert session.logged_by == factories.standing_user("officer")
	assert session.under_18 and session.as_agreed


def test_the_date_has_been_and_the_next_comes_later(pairing):
	frappe.set_user(factories.standing_user("officer"))
	with pytest.raises(FutureDate):
		log(pairing, met_on=add_days(today(), 1))
	with pytest.raises(DatesOutOfOrder):
		log(pairing, next_on=add_days(today(), -1))


@pytest.mark.parametrize("minutes", [0, -5, 601])
def test_it_took_some_minutes(pairing, minutes):
	frappe.set_user(factories.standing_user("officer"))
	with pytest.raises(frappe.MandatoryError):
		log(pairing, minutes=minutes)


def test_one_that_did_not_happen_has_no_minutes_and_no_place(pairing):
	frappe.set_user(factories.standing_user("officer"))
	session = log(pairing, went="Did Not Happen", minutes=45, place="Workplace")
	assert (session.minutes, session.place, session.as_agreed) == (0, "", 1)


def test_the_officer_is_told_of_a_place_that_was_not_agreed(pairing):
	frappe.set_user(factories.standing_user("manager"))
	log(pairing, place="Phone")
	assert told(factories.standing_user("officer")) == []
	log(pairing, place="Public Place")
	assert told(factories.standing_user("officer")) == [f"Session not as agreed: {pairing.name}"]


def test_no_session_of_a_pairing_that_is_over(pairing):
	factories.set_stored(pairing, status="Ended")
	frappe.set_user(factories.standing_user("officer"))
	with pytest.raises(PairingOver):
		log(pairing)


def test_from_18_on_worker_and_lead_do_not_read_it(frappe_site):
	worker, lead = factories.standing_user("worker"), factories.standing_user("lead")
	sessions = {age: factories.mentoring_session(factories.young_person(worker, age=age)) for age in (17, 19)}
	for user in (worker, lead):
		frappe.set_user(user)
		assert frappe.has_permission("Mentoring Session", "read", sessions[17])
		assert not frappe.has_permission("Mentoring Session", "read", sessions[19])
		assert frappe.get_list(
			"Mentoring Session", {"name": ["in", [s.name for s in sessions.values()]]}, pluck="name"
		) == [sessions[17].name]


def test_what_the_server_sets_stays(pairing):
	frappe.set_user(factories.standing_user("officer"))
	session = log(pairing)
	another = factories.standing_user("manager")
	session.update({"logged_by": another, "under_18": 0, "as_agreed": 0, "young_person": None})
	session.save()
	assert (session.logged_by, session.under_18, session.as_agreed) == (
		factories.standing_user("officer"),
		1,
		1,
	)
	assert session.young_person == pairing.young_person


def test_the_officer_is_told_once_when_it_does_not_fit(pairing):
	frappe.set_user(factories.standing_user("manager"))
	for _attempt in range(2):
		pairing = factories.stored(pairing)
		pairing.fit = "Re-pair"
		pairing.save()
	assert told(factories.standing_user("officer")) == [f"New pairing requested: {pairing.name}"]
