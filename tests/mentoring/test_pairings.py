"""What a mentor's page shows: their own pairings, only what was agreed, and nothing else."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from tests import factories
from tests.budgets.counting import counted
from unlocking_opportunities.mentoring import pairings

pytestmark = pytest.mark.usefixtures("empty_bells")


@pytest.fixture
def pair(frappe_site):
	for kind in ("officer", "worker"):
		factories.standing_user(kind)
	user = factories.standing_user("mentor")
	mentor = factories.set_stored(factories.mentor(), status="Active", user=user)
	yield mentor, paired(mentor)
	frappe.flags.pop("unlocking_readings", None)


def paired(mentor, age=17, **values):
	person = factories.young_person(factories.standing_user("worker"), age, preferred_name="Planted")
	frappe.db.set_value("Young Person Identity", person.name, "introduced_as", "A keen baker")
	doc = factories.pairing(
		person,
		mentor,
		meeting_places="Council Building",
		officer=factories.standing_user("officer"),
		**{"mentor_knows_name": 1, "mentor_knows_introduction": 1, **values},
	)
	return factories.set_stored(doc, status="Active")


SESSION = {"went": "Well", "minutes": 45, "place": "Council Building", "note": "", "next_on": None}


def log(mentor, pairing, **values):
	frappe.set_user(factories.standing_user("mentor"))
	try:
		return pairings.log(
			mentor.name, pairing.name, frappe.session.user, {"met_on": today(), **SESSION, **values}
		)
	finally:
		frappe.set_user("Administrator")


def test_a_mentor_reads_what_was_agreed(pair):
	mentor, pairing = pair
	(shown,) = pairings.current(mentor.name, "m@mentors.example")
	assert (shown.name, shown.first_name, shown.introduced_as) == (pairing.name, "Planted", "A keen baker")
	assert shown.goals == "Confidence" and shown.read_by_others
	assert not {"young_person", "date_of_birth", "surname"} & shown.keys()


def test_what_was_not_agreed_is_not_there(pair):
	mentor, pairing = pair
	pairing.db_set({"mentor_knows_name": 0, "mentor_knows_introduction": 0})
	(shown,) = pairings.current(mentor.name, "m@mentors.example")
	assert (shown.first_name, shown.introduced_as) == (None, None)
	assert "unlocking_readings" not in frappe.flags


def test_a_disclosure_is_noted_for_the_log(pair):
	mentor, pairing = pair
	pairings.current(mentor.name, "m@mentors.example")
	(reading,) = frappe.flags["unlocking_readings"]
	assert (reading.user, reading.record_type) == ("m@mentors.example", "Mentoring Pairing")
	assert reading.record == pairing.name
	assert (reading.items, reading.how) == ("First Name, How I Am Introduced", "Portal Disclosure")


@pytest.mark.parametrize("status", ["Proposed", "Ended"])
def test_before_it_is_approved_and_after_it_ends_there_is_nothing(pair, status):
	mentor, pairing = pair
	pairing.db_set("status", status)
	assert pairings.current(mentor.name, "m@mentors.example") == []
	for attempt in (
		lambda: pairings.one(mentor.name, pairing.name, "m@mentors.example"),
		lambda: log(mentor, pairing),
	):
		with pytest.raises(frappe.DoesNotExistError):
			attempt()


def test_a_session_is_logged_with_the_next_date(pair):
	mentor, pairing = pair
	session = frappe.get_doc("Mentoring Session", log(mentor, pairing, next_on=add_days(today(), 14)))
	assert session.logged_by == factories.standing_user("mentor") and session.under_18
	shown = pairings.one(mentor.name, pairing.name, "m@mentors.example")
	assert (shown.number_of_sessions, shown.next_on) == (1, getdate(add_days(today(), 14)))
	assert pairings.sessions(mentor.name, pairing.name)[0].minutes == 45


def test_of_18_the_log_is_not_read_by_others(pair):
	mentor, _pairing = pair
	adult = paired(mentor, age=19)
	assert not pairings.one(mentor.name, adult.name, "m@mentors.example").read_by_others


def test_a_wish_for_another_pairing_reaches_the_officer(pair):
	mentor, pairing = pair
	pairings.say_fit(mentor.name, pairing.name, "Re-pair")
	told = frappe.get_all(
		"Notification Log", {"for_user": factories.standing_user("officer")}, pluck="subject"
	)
	assert told == [f"New pairing requested: {pairing.name}"]


def test_anothers_pairing_is_like_one_that_is_not_there(pair):
	_mentor, pairing = pair
	other = factories.mentor()
	for name in (pairing.name, "PAIR-2026-99999", "", "%"):
		for attempt in (
			lambda: pairings.one(other.name, name, "m@mentors.example"),
			lambda: pairings.log(other.name, name, "x", {"met_on": today(), **SESSION}),
			lambda: pairings.say_fit(other.name, name, "Good"),
		):
			with pytest.raises(frappe.DoesNotExistError):
				attempt()
	assert pairings.sessions(other.name, pairing.name) == []
	assert factories.stored(pairing).fit == "Too Soon to Say"


def test_the_page_costs_the_same_however_much_there_is(pair):
	mentor, pairing = pair
	few = cost(mentor)
	for _number in range(4):
		paired(mentor)
	rows = [
		(frappe.generate_hash(), pairing.name, mentor.name, today(), add_days(today(), 1))
		for _number in range(2000)
	]
	frappe.db.bulk_insert("Mentoring Session", ["name", "pairing", "mentor", "met_on", "next_on"], rows)
	assert cost(mentor) == few <= 2
	assert pairings.one(mentor.name, pairing.name, "m@mentors.example").number_of_sessions == 2000


def cost(mentor):
	with counted() as statements:
		pairings.current(mentor.name, "m@mentors.example")
	return len(statements)
