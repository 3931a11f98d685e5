"""`/mentor` over HTTP without JavaScript."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from tests import factories
from tests.portal.browsing import Outsider
from tests.stored import Stored


@pytest.fixture
def world(frappe_site):
	with Stored() as stored:
		yield stored


@pytest.fixture
def mentor(http, world):
	return Outsider(http()).signed_in(world.mentor_email).open("/mentor")


def session(world, **answers):
	now = getdate(today())
	when = {"met_on-day": now.day, "met_on-month": now.month, "met_on-year": now.year}
	return {"went": "Well", "minutes": "45", "place": "Council Building", **when, **answers}


def test_page_shows_only_what_was_agreed(mentor, world):
	for words in ("Robin", "A keen baker", "Confidence", "Council building", "Checks valid until"):
		assert words in mentor.text
	for hidden in (world.person.name, "Planted-Surname", "07700 900123"):
		assert hidden not in mentor.page.text


def test_a_session_is_logged(mentor, world):
	mentor.open(f"/mentor/session/{world.pairing.name}")
	assert "under 18" in mentor.text
	mentor.send(**session(world, note="Went through the CV"))
	assert mentor.path == "/mentor?done=logged" and "Your session is logged" in mentor.text
	frappe.db.rollback()
	logged = frappe.get_last_doc("Mentoring Session", {"pairing": world.pairing.name})
	assert (logged.minutes, logged.note, logged.logged_by) == (45, "Went through the CV", world.mentor_email)
	mentor.open(f"/mentor/pairing/{world.pairing.name}")
	assert "45 minutes, council building" in mentor.text


def test_errors_are_shown_and_answers_kept(mentor, world):
	later = getdate(add_days(today(), 3))
	mentor.open(f"/mentor/session/{world.pairing.name}").send(
		**session(
			world,
			went="",
			note="Keep this",
			**{"met_on-day": later.day, "met_on-month": later.month, "met_on-year": later.year},
		)
	)
	assert "Select how it went" in mentor.text
	assert "The date you met must be today or earlier" in mentor.text
	assert "Keep this" in mentor.page.text


def test_how_they_keep_in_touch_is_not_a_place(mentor, world):
	factories.set_stored(world.pairing, channel="Through the Council")
	frappe.db.commit()
	mentor.open(f"/mentor/session/{world.pairing.name}")
	assert 'value="Through the Council"' not in mentor.page.text
	factories.set_stored(world.pairing, meeting_places="")
	frappe.db.commit()
	mentor.open(f"/mentor/session/{world.pairing.name}")
	assert 'value="Through the Council"' in mentor.page.text


def test_a_session_that_did_not_happen_needs_no_place(mentor, world):
	mentor.open(f"/mentor/session/{world.pairing.name}").send(
		**session(world, went="Did Not Happen", minutes="", place="")
	)
	assert "Your session is logged" in mentor.text


def test_fit_is_saved(mentor, world):
	mentor.open(f"/mentor/fit/{world.pairing.name}").send(fit="Deciding")
	assert "We've saved your answer" in mentor.text
	mentor.open(f"/mentor/fit/{world.pairing.name}").send(fit="Re-pair")
	assert "Thank you. We'll call you." in mentor.text
	frappe.db.rollback()
	assert factories.stored(world.pairing).fit == "Re-pair"


def test_numbers_come_before_the_form(mentor, world):
	mentor.open("/mentor/worried")
	assert "999" in mentor.text and "<textarea" not in mentor.page.text
	mentor.open("/mentor/worried/call-me")
	assert mentor.page.text.index("tel:999") < mentor.page.text.index('name="about"')
	mentor.send(about=world.pairing.name, phone="01632 960001")
	assert "Thank you for telling us" in mentor.text
	frappe.db.rollback()
	referral = frappe.get_last_doc("Concern Referral")
	assert referral.young_person == world.person.name
	assert referral.reported_by == f"{world.mentor_email}, 01632 960001"


def test_concern_about_an_adult_sets_the_lado_deadline(mentor, world):
	mentor.open("/mentor/worried/call-me").send(about="an-adult", phone="01632 960001")
	frappe.db.rollback()
	referral = frappe.get_last_doc("Concern Referral")
	assert referral.about == "An Adult Who Works with Children" and referral.lado_by
	assert not referral.young_person


def test_mentor_without_pairings_sees_next_steps(http, world):
	mentor = Outsider(http()).signed_in(world.other_mentor_email).open("/mentor")
	assert "We'll call you when someone would like to meet you" in mentor.text
	assert "Your checks are out of date" in mentor.text
