"""The page Raise a Concern: the numbers first, references and never names, and a reference to write down."""

import re

import frappe
import pytest
from frappe.utils import formatdate
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import open_form, shown

NUMBER = "01632 960 999"
SETTINGS = "Unlocking Opportunities Settings"


@pytest.fixture
def council(frappe_site):
	"""A number to call, a lead to tell, an officer, and a placement to be worried about."""
	before = frappe.db.get_single_value(SETTINGS, "safeguarding_phone")
	frappe.db.set_single_value(SETTINGS, "safeguarding_phone", NUMBER)
	factories.standing_user("lead")
	placement = factories.placement(factories.young_person())
	officer = factories.user_who_signs_in("officer")
	yield frappe._dict(officer=officer, placement=placement)
	frappe.db.rollback()
	frappe.db.set_single_value(SETTINGS, "safeguarding_phone", before)
	frappe.db.commit()


@pytest.fixture
def page(council, desk_of):
	return desk_of(council.officer)


def field(page, name: str):
	return shown(page).locator(f"[data-fieldname={name}]:visible").locator("input, select")


def send(page) -> None:
	shown(page).get_by_role("button", name="Send to the Safeguarding Lead").press("Enter")


def raised_by(officer: str) -> list[dict]:
	frappe.db.rollback()
	fields = ["name", "about", "young_person", "placement", "case_reference", "lado_by"]
	return frappe.get_all("Concern Referral", {"reported_by": officer}, fields, order_by="creation desc")


def test_the_numbers_come_first_and_can_be_called(page):
	page.goto("/app/raise-a-concern")
	expect(shown(page).get_by_role("alert").first).to_have_text("Is someone in danger now? Call 999.")
	numbers = shown(page).locator(".numbers")
	expect(numbers.locator("caption")).to_have_text("Call first. Then record it here.")
	expect(numbers.get_by_role("link", name=NUMBER)).to_have_attribute("href", "tel:01632960999")


def test_from_a_placement_to_a_reference_to_write_down(page, council):
	known = len(raised_by(council.officer))
	open_form(page, council.placement)
	shown(page).get_by_role("button", name="Raise a Concern").click()
	page.wait_for_url("**/raise-a-concern")
	expect(field(page, "young_person")).to_have_value(council.placement.young_person)
	expect(field(page, "placement")).to_have_value(council.placement.name)
	field(page, "young_person").fill("Robin from the bakery")
	send(page)
	said = page.locator(".msgprint-dialog:visible")
	expect(said).to_contain_text("must be a reference, like YP-2B4D6F8H")
	assert len(raised_by(council.officer)) == known
	said.locator(".btn-modal-close").click()
	expect(said).to_have_count(0)
	expect(field(page, "young_person")).to_have_value("Robin from the bakery")
	field(page, "young_person").fill(council.placement.young_person)
	field(page, "case_reference").fill("CS-4711")
	send(page)
	sent = shown(page).locator("[role=status]", has_text="Sent")
	expect(sent).to_be_focused()
	expect(sent).to_contain_text("The safeguarding lead has been told.")
	reference = re.search(r"CON-\w{8}", sent.inner_text()).group()
	stored = raised_by(council.officer)[0]
	assert stored == {
		"name": reference,
		"about": "A Young Person",
		"young_person": council.placement.young_person,
		"placement": council.placement.name,
		"case_reference": "CS-4711",
		"lado_by": None,
	}
	shown(page).get_by_role("button", name="Raise Another Concern").press("Enter")
	expect(field(page, "young_person")).to_have_value("")


def test_one_about_an_adult_says_by_when_to_call_the_lado(page, council):
	page.goto("/app/raise-a-concern")
	warning = shown(page).get_by_text("Call the LADO within one working day.")
	expect(field(page, "about")).to_be_visible()
	expect(warning).to_be_hidden()
	field(page, "about").select_option(label="An Adult Who Works with Children")
	expect(warning).to_be_visible()
	send(page)
	sent = shown(page).locator("[role=status]", has_text="Sent")
	expect(sent).to_be_visible()
	stored = raised_by(council.officer)[0]
	assert stored.about == "An Adult Who Works with Children"
	expect(sent).to_contain_text(f"Call the LADO by {formatdate(stored.lado_by)}.")
