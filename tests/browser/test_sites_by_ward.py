"""The page Sites by Ward: the list says everything, and the map repeats it."""

import frappe
import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import shown

SAFE, RISKY = "#15803d", "#b91c1c"


@pytest.fixture
def council(frappe_site):
	"""Three sites of a sector of their own: one placed, one known by its ward alone, one that is nowhere yet."""
	tag = frappe.generate_hash(length=6)
	sector = factories.make("Sector", sector_name=f"Lanterns {tag}").name
	ward = factories.make("Ward", ward_name=f"Lighthouse {tag}", latitude=52.1, longitude=-0.7).name
	host = factories.employer(employer_name=f"Quillmarsh Lanterns {tag}", sector=sector)
	placed = factories.site(host, latitude=52.05, longitude=-0.75)
	factories.set_stored(placed, ward=ward)
	factories.opportunity(placed, capacity=3)
	risky = factories.set_stored(factories.site(host, band="Higher Risk"), ward=ward)
	nowhere = factories.set_stored(factories.site(host), ward=None)
	frappe.db.commit()
	return frappe._dict(sector=sector, ward=ward, placed=placed, risky=risky, nowhere=nowhere)


@pytest.fixture
def page(council, desk_of):
	"""The page, filtered to the sector as a user would do it."""
	page = desk_of(factories.user_who_signs_in("officer"))
	page.goto("/app/sites-by-ward")
	shown(page).locator(".sites-list li").first.wait_for()
	sector = shown(page).locator("[data-fieldname=sector] input")
	sector.click()
	sector.press_sequentially(council.sector)
	page.locator("[role=option]:visible, .awesomplete li:visible", has_text=council.sector).first.click()
	expect(shown(page).locator(".sites-list li")).to_have_count(3)
	return page


def line(page, site):
	return shown(page).locator(f"li[data-site={site.name}]")


def test_the_list_says_everything(page, council):
	expect(shown(page).locator(".sites-list h3")).to_have_text(["No ward yet (1)", f"{council.ward} (2)"])
	expect(line(page, council.placed)).to_contain_text("3 places open, Low Risk, host readiness: Not Started")
	expect(line(page, council.placed)).not_to_contain_text("middle of its ward")
	expect(line(page, council.risky)).to_contain_text("Higher Risk")
	expect(line(page, council.risky)).to_contain_text("shown in the middle of its ward")
	expect(line(page, council.nowhere)).to_contain_text("not on the map: fill in its ward")


def test_the_map_shows_those_with_a_position_and_finds_them_in_the_list(page, council):
	circles = shown(page).locator(".sites-map path.leaflet-interactive")
	expect(circles).to_have_count(2)
	assert {circles.nth(number).get_attribute("stroke") for number in range(2)} == {SAFE, RISKY}
	shown(page).locator(f".sites-map path[stroke='{RISKY}']").click()
	link = line(page, council.risky).get_by_role("link")
	expect(line(page, council.risky)).to_have_class("pointed-out")
	expect(link).to_be_focused()
	page.keyboard.press("Enter")
	page.wait_for_url(f"**/employer-site/{council.risky.name}")


def test_filters_leave_out_what_does_not_fit_and_say_when_nothing_does(page, council):
	shown(page).get_by_role("checkbox", name="Only with open places").check()
	expect(shown(page).locator(".sites-list li")).to_have_count(1)
	expect(line(page, council.placed)).to_be_visible()
	expect(shown(page).locator(".sites-map path.leaflet-interactive")).to_have_count(1)
	frappe.db.set_value("Placement Opportunity", {"site": council.placed.name}, "status", "Closed")
	frappe.db.commit()
	page.reload()
	shown(page).locator(".sites-list li").first.wait_for()
	shown(page).get_by_role("checkbox", name="Only with open places").check()
	shown(page).locator("[data-fieldname=sector] input").fill(council.sector)
	page.locator("[role=option]:visible, .awesomplete li:visible", has_text=council.sector).first.click()
	expect(shown(page).locator(".sites-list")).to_have_text(
		"No sites match. Remove a filter, or add a site from an employer's page."
	)
	expect(shown(page).locator(".sites-map")).to_be_hidden()
