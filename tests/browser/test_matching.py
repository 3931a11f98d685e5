"""Find a Place and Find a Person: compared side by side, and not suggested again after a no."""

import frappe
import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import open_form, shown

PLACES = 4


@pytest.fixture
def council(frappe_site):
	"""A young person, and four places in the sector that interests them."""
	tag = frappe.generate_hash(length=6)
	sector = factories.make("Sector", sector_name=f"Baking {tag}").name
	person = factories.young_person(age=19, interests=[{"sector": sector}])
	factories.care_record(person, right_to_work="Unrestricted")
	place = factories.site()
	places = [
		factories.opportunity(
			place, sector=sector, role_title=f"Baker {tag}-{number}", hours_per_week=10 + number
		)
		for number in range(PLACES)
	]
	officer = factories.user_who_signs_in("officer")
	return frappe._dict(officer=officer, sector=sector, person=person, places=places)


@pytest.fixture
def page(council, desk_of):
	return desk_of(council.officer)


def find(page, doc, button: str):
	open_form(page, doc)
	shown(page).get_by_role("button", name=button).press("Enter")
	dialog = page.locator(".modal:visible")
	dialog.locator("p[role=status]").wait_for()
	return dialog


def card(dialog, name: str):
	return dialog.locator("section").filter(has_text=name)


def declined(council) -> list[dict]:
	frappe.db.rollback()
	return frappe.get_all(
		"Declined Match", {"young_person": council.person.name}, ["opportunity", "how", "reason"]
	)


def test_up_to_three_are_compared_side_by_side(page, council):
	dialog = find(page, council.person, "Find a Place")
	boxes = [
		card(dialog, place.role_title).get_by_role("checkbox", name="Compare") for place in council.places
	]
	boxes[0].focus()
	page.keyboard.press("Space")
	expect(dialog).to_contain_text("Tick another one to compare them side by side.")
	expect(dialog.get_by_role("heading", name="Side by Side")).to_have_count(0)
	boxes[1].check()
	expect(dialog.get_by_role("heading", name="Side by Side")).to_be_visible()
	side_by_side = dialog.locator("[aria-live] table")
	expect(side_by_side.locator("thead th")).to_have_count(3)
	for place, column in zip(council.places[:2], (1, 2), strict=True):
		expect(side_by_side.locator("thead th").nth(column)).to_contain_text(place.role_title)
	hours = side_by_side.get_by_role("row", name="Hours a week")
	expect(hours.locator("td")).to_have_text(["10", "11"])
	expect(side_by_side.get_by_role("row").filter(has_text="Fit").first).to_contain_text("of 100")
	boxes[2].check()
	boxes[3].click()
	expect(page.locator("#alert-container")).to_contain_text("You can compare 3 at a time. Untick one first.")
	expect(boxes[3]).not_to_be_checked()
	expect(side_by_side.locator("thead th")).to_have_count(4)
	for box in boxes[:2]:
		box.uncheck()
	expect(dialog.get_by_role("heading", name="Side by Side")).to_have_count(0)


def test_a_no_is_kept_and_the_place_is_not_suggested_again(page, council):
	refused, *others = council.places
	dialog = find(page, council.person, "Find a Place")
	card(dialog, refused.role_title).get_by_role("button", name="They said no").click()
	asked = page.locator(".modal:visible").filter(has_text="Record Their Answer")
	how = asked.locator("[data-fieldname=how] select")
	expect(how).to_have_value("In Person")
	expect(how.locator("option")).to_have_text(
		["In Person", "By Phone, Heard by an Officer", "On Paper, Seen by an Officer"]
	)
	how.select_option("By Phone, Heard by an Officer")
	asked.locator("[data-fieldname=reason] textarea").fill("Too early in the morning")
	asked.get_by_role("button", name="Record", exact=True).press("Enter")
	expect(card(dialog, refused.role_title)).to_have_count(0)
	for place in others:
		expect(card(dialog, place.role_title)).to_have_count(1)
	assert declined(council) == [
		{
			"opportunity": refused.name,
			"how": "By Phone, Heard by an Officer",
			"reason": "Too early in the morning",
		}
	]


def test_a_no_that_is_not_recorded_changes_nothing(page, council):
	dialog = find(page, council.person, "Find a Place")
	first = card(dialog, council.places[0].role_title)
	first.get_by_role("button", name="They said no").click()
	asked = page.locator(".modal:visible").filter(has_text="Record Their Answer")
	asked.locator("[data-fieldname=how] select").wait_for()
	asked.locator(".btn-modal-close").click()
	expect(asked).to_have_count(0)
	expect(first).to_be_visible()
	assert declined(council) == []


def test_from_a_place_it_is_people_who_are_compared_and_none_is_named(page, council):
	other = factories.young_person(age=19, interests=[{"sector": council.sector}], preferred_name="Planted")
	factories.care_record(other, right_to_work="Unrestricted")
	frappe.db.commit()
	dialog = find(page, council.places[0], "Find a Person")
	for person in (council.person, other):
		card(dialog, person.name).get_by_role("checkbox", name="Compare").check()
	expect(dialog.locator("[aria-live] table thead th")).to_have_text(["", council.person.name, other.name])
	expect(dialog).not_to_contain_text("Planted")
