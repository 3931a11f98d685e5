"""Pages of mentors, councillors, young people and those who sign for them, in a browser.

Each state, on a phone and a desktop, and each journey with the keyboard or by touch.
"""

import re

import frappe
import pytest
from frappe.utils import getdate, today

from tests import factories
from tests.browser.conftest import check
from tests.stored import Stored

HOME = "/placement-link"


@pytest.fixture
def world(frappe_site):
	with Stored() as stored:
		yield stored


def heading(page):
	return page.get_by_role("heading", level=1).first.inner_text()


def press(page, name):
	page.get_by_role("button", name=name, exact=True).click()


def errors_are_said(page):
	summary = page.locator(".govuk-error-summary")
	assert summary.is_visible()
	assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
	check(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_of_a_mentor_in_every_state(open_page, world, size):
	page = open_page(size, email=world.mentor_email)
	pairing = world.pairing.name
	for path in ("/mentor", f"/mentor/pairing/{pairing}", "/mentor/worried", "/mentor/worried/sent"):
		page.goto(path)
		check(page)
	for path, button in (
		(f"/mentor/session/{pairing}", "Save"),
		("/mentor/worried/call-me", "Please call me"),
	):
		page.goto(path)
		check(page)
		press(page, button)
		errors_are_said(page)
	page.goto(f"/mentor/fit/{pairing}")
	check(page)
	factories.mentoring_session(None, world.pairing)
	frappe.db.commit()
	for path in ("/mentor", f"/mentor/pairing/{pairing}"):
		page.goto(path)
		check(page)
	nobody = open_page(size, email=world.other_mentor_email)
	nobody.goto("/mentor")
	assert "You don't have a pairing at the moment" in nobody.inner_text("main")
	check(nobody)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_of_a_councillor_in_every_state(open_page, world, size):
	page = open_page(size, email=world.councillor)
	page.goto("/member")
	assert "you can see here what happened next" in page.inner_text("main")
	check(page)
	page.goto("/member/introduce")
	check(page)
	press(page, "Send to the team")
	errors_are_said(page)
	page.goto("/member/events")
	check(page)
	introduced(page)
	check(page)
	report = published()
	try:
		page.goto("/member/report")
		check(page)
	finally:
		frappe.db.delete("Council Report", {"name": report})
		frappe.db.delete("Council Report Figure", {"parent": report})
		frappe.db.commit()


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("kind", ["Young Person", "Signatory"])
def test_every_page_of_a_placement_link_in_every_state(open_page, world, size, kind):
	page = open_page(size, portal_access=world.access[kind])
	steps = [
		"",
		"/answer",
		"/sign",
		"/first-day",
		"/wrong",
		"/wrong/call-me",
		"/wrong/sent",
		"/again",
		"/again/sent",
	]
	steps += ["/introduce", "/share"] if kind == "Young Person" else []
	for step in steps:
		page.goto(HOME + step)
		check(page)
	for step, button in (("/answer", "Send"), ("/sign", "Sign"), ("/again", "Send me a link")):
		page.goto(HOME + step)
		press(page, button)
		errors_are_said(page)
	if kind == "Young Person":
		page.goto(HOME + "/share")
		press(page, "Save")
		errors_are_said(page)
	for status in ("Paused", "Completed", "Cancelled"):
		world.placement.db_set("status", status)
		frappe.db.commit()
		page.goto(HOME)
		check(page)
		if status == "Completed" and kind == "Young Person":
			page.goto(HOME + "/feedback")
			check(page)
			press(page, "Send")
			errors_are_said(page)


def test_expired_link_page(open_page, world):
	for size in ("phone", "desktop"):
		page = open_page(size)
		page.goto(HOME + "/open/abcdefghijklmnopqrstuvwxyz")
		assert heading(page) == "This link has expired"
		check(page)


@pytest.mark.parametrize("scripts", [True, False])
def test_mentor_logs_a_session(phone, world, scripts):
	"""Only one question needs an answer; the day, length and agreed place are filled in."""
	page = phone(scripts=scripts, email=world.mentor_email)
	page.goto("/mentor")
	page.get_by_role("button", name="Log a session").click()
	page.get_by_label("Well", exact=True).check()
	press(page, "Save")
	assert page.url.endswith("/mentor?done=logged")
	assert "Your session is logged" in page.inner_text("main")
	frappe.db.rollback()
	session = frappe.get_last_doc("Mentoring Session", {"pairing": world.pairing.name})
	assert (session.met_on, session.place, session.minutes) == (getdate(today()), "Council Building", 60)


def test_mentor_logs_a_session_with_the_keyboard(phone, world):
	page = phone(email=world.mentor_email)
	page.goto(f"/mentor/session/{world.pairing.name}")
	page.get_by_label("Well", exact=True).focus()
	page.keyboard.press("Space")
	for _tab in range(40):
		page.keyboard.press("Tab")
		if page.evaluate("document.activeElement.textContent.trim()") == "Save":
			break
	page.keyboard.press("Enter")
	page.wait_for_url("**/mentor?done=logged")


@pytest.mark.parametrize("scripts", [True, False])
def test_worried_mentor_sees_numbers_first(phone, world, scripts):
	page = phone(scripts=scripts, email=world.mentor_email)
	page.goto("/mentor")
	page.get_by_role("button", name="I need help").click()
	assert page.locator("a[href='tel:999']").is_visible() and page.locator("textarea").count() == 0
	page.get_by_role("button", name="It can wait. Please call me").click()
	page.get_by_label("Robin").check()
	page.get_by_label("Which number can we call you on?").fill("01632 960001")
	press(page, "Please call me")
	assert heading(page) == "We'll call you"


@pytest.mark.parametrize("scripts", [True, False])
def test_young_person_answers_chooses_and_signs(phone, world, scripts):
	page = phone(scripts=scripts, portal_access=world.access["Young Person"])
	page.goto(HOME)
	page.get_by_role("link", name="Tell us yes or no, or ask for a change").click()
	page.get_by_label("Yes", exact=True).check()
	press(page, "Send")
	page.get_by_role("link", name="Choose how we introduce you").click()
	page.get_by_role("textbox").fill("Robin, who likes to bake")
	press(page, "Save")
	page.get_by_role("link", name="Choose what we tell").click()
	for yes in page.get_by_label("Yes, tell them").all():
		yes.check()
	press(page, "Save")
	page.get_by_role("link", name="Sign the agreement").click()
	page.get_by_label("I've read this and I agree to it").check()
	press(page, "Sign")
	assert "Thank you for signing." in page.inner_text("main")
	assert "To do" not in page.inner_text("main")
	page.get_by_role("link", name="See the first-day sheet").click()
	assert "Bus 5 from the station" in page.inner_text("main")


@pytest.mark.parametrize("scripts", [True, False])
def test_signatory_reads_and_signs(phone, world, scripts):
	page = phone(scripts=scripts, portal_access=world.access["Signatory"])
	page.goto(HOME)
	page.get_by_role("link", name="Sign the agreement").click()
	assert "Monday, 10am to 3pm" in page.inner_text("main")
	page.get_by_label("I've read this and I agree to it").check()
	press(page, "Sign")
	assert "Thank you for signing." in page.inner_text("main")
	frappe.db.rollback()
	(signature,) = factories.stored(world.placement).signatures
	assert (signature.party, signature.how) == ("Holder of Parental Responsibility", "By Link")


@pytest.mark.parametrize("scripts", [True, False])
def test_councillor_introduces_a_business_and_signs_up(phone, world, scripts):
	page = phone(scripts=scripts, email=world.councillor)
	page.goto("/member")
	page.get_by_role("button", name="Introduce a business").click()
	introduced(page)
	assert "Riverside Bakery" in page.inner_text("main")
	page.get_by_role("button", name="See the events").click()
	page.get_by_role("button", name=f"I'm coming : {world.event.title}").or_(
		page.get_by_role("button", name=f"I'm coming: {world.event.title}")
	).click()
	assert "You're on the list" in page.inner_text("main")


def introduced(page):
	page.goto("/member/introduce")
	page.get_by_label("What is the business called?").fill("Riverside Bakery")
	page.get_by_label("Who should we ask for?").fill("Rosa")
	page.get_by_label("Their phone number").fill("01632 960001")
	page.get_by_label("I'm not sure yet").check()
	press(page, "Send to the team")
	assert page.url.endswith("/member?done=introduced")


def test_first_day_sheet_prints_alone(phone, world):
	page = phone(portal_access=world.access["Young Person"])
	page.goto(HOME + "/first-day")
	page.emulate_media(media="print")
	assert not page.locator(".portal-header").is_visible() and not page.locator(".portal-footer").is_visible()
	assert page.locator(".govuk-summary-list").is_visible()


def published():
	report = factories.council_report(
		narrative="More young people found a place.\n\nNext year we ask more shops.",
		period_from="2041-01-01",
		period_to="2041-12-31",
	)
	factories.set_stored(report, docstatus=1, status="Approved", published=1)
	frappe.db.commit()
	return report.name
