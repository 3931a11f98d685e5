"""The home page: everything on it exists, opens for somebody, and counts only what its reader may read."""

import json
from pathlib import Path

import frappe
import pytest
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.number_card.number_card import get_result

import unlocking_opportunities
from tests import factories
from unlocking_opportunities.unlocking_opportunities.dashboard_chart_source.open_places_by_sector import (
	open_places_by_sector,
)

NAME = "Unlocking Opportunities"
PACKAGE = Path(unlocking_opportunities.__file__).parent
DESK = ("officer", "manager", "worker", "adviser", "lead", "analyst", "administrator")


@pytest.fixture
def home(frappe_site):
	return frappe.get_doc("Workspace", NAME)


def page_of(user: str) -> dict:
	frappe.set_user(user)
	return get_desktop_page(json.dumps({"name": NAME, "title": NAME, "public": 1}))


def test_everything_on_the_page_exists(home):
	rows = {
		"number_card": {row.label for row in home.number_cards},
		"chart": {row.label for row in home.charts},
		"shortcut": {row.label for row in home.shortcuts},
		"quick_list": {row.label for row in home.quick_lists},
		"card": {row.label for row in home.links if row.type == "Card Break"},
	}
	for block in json.loads(home.content):
		if block["type"] in rows:
			assert block["data"][f"{block['type']}_name"] in rows[block["type"]]
	for row in home.links:
		if row.type == "Link":
			assert frappe.db.exists(row.link_type, row.link_to), row.link_to
	for row in home.shortcuts:
		assert frappe.db.exists(row.type, row.link_to), row.link_to
	for row in home.quick_lists:
		assert frappe.db.exists("DocType", row.document_type)
	for doctype, names in (
		("Number Card", [row.number_card_name for row in home.number_cards]),
		("Dashboard Chart", [row.chart_name for row in home.charts]),
	):
		assert all(frappe.db.exists(doctype, name) for name in names)


@pytest.mark.parametrize("kind", DESK)
def test_each_desk_role_has_the_page(frappe_site, kind):
	frappe.set_user(factories.user(kind))
	assert NAME in [page.name for page in get_workspace_sidebar_items()["pages"]]


def test_somebody_without_a_role_of_ours_does_not_see_it(frappe_site):
	frappe.set_user(factories.user())
	assert NAME not in [page.get("name") for page in get_workspace_sidebar_items()["pages"]]


def test_an_analyst_is_offered_nothing_about_people(frappe_site):
	page = page_of(factories.user("analyst"))
	offered = {row.link_to for card in page["cards"]["items"] for row in card["links"]}
	assert "Employer" in offered
	assert not offered & {"Young Person", "Young Person Identity", "Placement", "Visit", "Placement Register"}
	cards = [row.number_card_name for row in page["number_cards"]["items"]]
	assert cards == ["Offers to Answer"]


def counted(card: str) -> int:
	doc = frappe.get_doc("Number Card", card)
	return get_result(doc.as_dict(), doc.filters_json)


def test_a_workers_cards_count_only_their_own_young_people(frappe_site):
	officer, worker = factories.user("officer"), factories.user("worker")
	frappe.set_user(officer)
	live, proposed = counted("Placements Live"), counted("Placements to Agree")
	frappe.set_user("Administrator")
	for whose in (worker, None, None):
		factories.placement(factories.young_person(whose))
		running = factories.placement(factories.young_person(whose))
		factories.set_stored(running, status="In Progress")
	frappe.set_user(worker)
	assert (counted("Placements Live"), counted("Placements to Agree")) == (1, 1)
	frappe.set_user(officer)
	assert (counted("Placements Live"), counted("Placements to Agree")) == (live + 3, proposed + 3)


def test_no_chart_about_people_is_one_that_frappe_keeps_for_everybody(home):
	"""Frappe answers a chart of a DocType from one cache, whoever asks; ours are counted afresh for each reader."""
	kinds = {frappe.db.get_value("Dashboard Chart", row.chart_name, "chart_type") for row in home.charts}
	assert kinds <= {"Report", "Custom"}


def test_open_places_are_what_is_left_of_open_opportunities(frappe_site):
	sector = factories.make("Sector", sector_name="Lighthouse Keeping").name
	for values in ({"capacity": 90}, {"capacity": 40}, {"capacity": 30, "status": "Closed"}):
		place = factories.opportunity(sector=sector, **values)
	factories.set_stored(factories.opportunity(sector=sector, capacity=50), taken=45)
	assert place.status == "Closed"
	frappe.set_user(factories.user("analyst"))
	chart = open_places_by_sector.get()
	assert dict(zip(chart["labels"], chart["datasets"][0]["values"], strict=True))[sector] == 135


def test_open_places_are_closed_to_those_who_may_not_read_opportunities(frappe_site):
	frappe.set_user(factories.user("mentor"))
	with pytest.raises(frappe.PermissionError):
		open_places_by_sector.get()


def test_the_sidebar_of_newer_frappe_lists_what_the_page_lists(home):
	sidebar = json.loads((PACKAGE / "workspace_sidebar/unlocking_opportunities.json").read_text())
	icon = json.loads((PACKAGE / "desktop_icon/unlocking_opportunities.json").read_text())
	listed = {item["link_to"] for item in sidebar["items"] if item["type"] == "Link"} - {NAME}
	assert listed == {row.link_to for row in home.links if row.type == "Link"}
	assert icon["link_to"] == sidebar["title"] == NAME
