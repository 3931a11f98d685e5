"""The home page: everything on it exists, opens for somebody, and counts only what its reader may read."""

import json
from pathlib import Path

import frappe
import pytest
from frappe.desk.desktop import get_desktop_page, get_workspace_sidebar_items
from frappe.desk.doctype.number_card.number_card import get_result

import unlocking_opportunities
from tests import factories
from unlocking_opportunities.setup import desk_views
from unlocking_opportunities.unlocking_opportunities.dashboard_chart_source.open_places_by_sector import (
	open_places_by_sector,
)

NAME = "Unlocking Opportunities"
PACKAGE = Path(unlocking_opportunities.__file__).parent
# Besides the home page, which everybody in the programme has, each role's own.
PAGES = {
	"manager": "Decisions",
	"worker": "My Young People",
	"adviser": "Higher-risk Places",
	"lead": "Safeguarding Watch",
	"analyst": "Programme Figures",
	"administrator": "Programme Set-up",
}
DESK = ("officer", "manager", "worker", "adviser", "lead", "analyst", "administrator")


@pytest.fixture
def home(frappe_site):
	return frappe.get_doc("Workspace", NAME)


@pytest.fixture(params=[NAME, *PAGES.values()])
def workspace(frappe_site, request):
	return frappe.get_doc("Workspace", request.param)


def page_of(user: str, name: str = NAME) -> dict:
	frappe.set_user(user)
	return get_desktop_page(json.dumps({"name": name, "title": name, "public": 1}))


def test_everything_on_the_page_exists(workspace):
	rows = {
		"number_card": {row.label for row in workspace.number_cards},
		"chart": {row.label for row in workspace.charts},
		"shortcut": {row.label for row in workspace.shortcuts},
		"custom_block": {row.label for row in workspace.custom_blocks},
		"card": {row.label for row in workspace.links if row.type == "Card Break"},
	}
	for block in json.loads(workspace.content):
		if block["type"] in rows:
			assert block["data"][f"{block['type']}_name"] in rows[block["type"]]
	for row in workspace.links:
		if row.type == "Link":
			assert frappe.db.exists(row.link_type, row.link_to), row.link_to
	for row in workspace.shortcuts:
		assert frappe.db.exists(row.type, row.link_to), row.link_to
	for row in workspace.custom_blocks:
		assert frappe.db.exists("Custom HTML Block", row.custom_block_name)
	for doctype, names in (
		("Number Card", [row.number_card_name for row in workspace.number_cards]),
		("Dashboard Chart", [row.chart_name for row in workspace.charts]),
	):
		assert all(frappe.db.exists(doctype, name) for name in names)


@pytest.mark.parametrize("kind", DESK)
def test_each_desk_role_has_the_page(frappe_site, kind):
	# Asked as each role itself: a page is offered by role.
	frappe.set_user(factories.standing_user(kind))
	assert NAME in [page.name for page in get_workspace_sidebar_items()["pages"]]


def test_each_role_has_its_own_page_and_nobody_elses(frappe_site):
	for kind in DESK:
		# As above.
		frappe.set_user(factories.standing_user(kind))
		seen = {page.name for page in get_workspace_sidebar_items()["pages"]} & set(PAGES.values())
		assert seen == ({PAGES[kind]} if kind in PAGES else set()), kind


@pytest.mark.parametrize(("kind", "name"), PAGES.items())
def test_everything_on_a_roles_page_is_offered_to_that_role(frappe_site, kind, name):
	"""Frappe leaves out, without a word, what the reader may not open: a page made for a role has nothing of the kind."""
	workspace = frappe.get_doc("Workspace", name)
	page = page_of(factories.standing_user(kind), name)
	for table, column in (("shortcuts", "label"), ("number_cards", "label"), ("charts", "label")):
		offered = {row.get(column) for row in page[table]["items"]}
		assert offered == {row.get(column) for row in workspace.get(table)}, table


def test_a_shortcuts_filter_names_fields_that_exist(workspace):
	for row in workspace.shortcuts:
		if row.type == "DocType" and row.stats_filter:
			frappe.get_list(row.link_to, filters=json.loads(row.stats_filter), limit=1)


@pytest.mark.parametrize("kind", DESK)
def test_whatever_a_role_may_read_it_finds_from_its_pages(frappe_site, kind):
	reader = factories.standing_user(kind)
	pages = [page_of(reader, name) for name in (NAME, *([PAGES[kind]] if kind in PAGES else []))]
	offered = {row.link_to for page in pages for row in page["shortcuts"]["items"]}
	offered |= {row.link_to for page in pages for card in page["cards"]["items"] for row in card["links"]}
	# All there are, whether the reader may see their definitions or not.
	ours = frappe.get_all("DocType", {"module": NAME, "istable": 0}, pluck="name")
	readable = {doctype for doctype in ours if frappe.has_permission(doctype, "read")}
	# Fact Source says what has changed since the last release: a part of the machine, which its administrator may check.
	assert readable - offered <= {"Fact Source"}


def test_somebody_without_a_role_of_ours_does_not_see_it(frappe_site):
	# Asked as somebody who holds no role of ours.
	frappe.set_user(factories.standing_user("nobody"))
	assert NAME not in [page.get("name") for page in get_workspace_sidebar_items()["pages"]]


def test_an_analyst_is_offered_nothing_about_people(frappe_site):
	page = page_of(factories.standing_user("analyst"))
	offered = {row.link_to for card in page["cards"]["items"] for row in card["links"]}
	assert "Employer" in offered
	assert not offered & {"Young Person", "Young Person Identity", "Placement", "Visit", "Placement Register"}
	cards = [row.number_card_name for row in page["number_cards"]["items"]]
	assert cards == ["Offers Made", "Employers on Board"]


def counted(card: str) -> int:
	doc = frappe.get_doc("Number Card", card)
	return get_result(doc.as_dict(), doc.filters_json)


def test_a_workers_cards_count_only_their_own_young_people(frappe_site):
	officer, worker = factories.standing_user("officer"), factories.standing_user("worker", "home")
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
	# Asked as the reader with the fewest rights on people.
	frappe.set_user(factories.standing_user("analyst"))
	chart = open_places_by_sector.get()
	assert dict(zip(chart["labels"], chart["datasets"][0]["values"], strict=True))[sector] == 135


def test_open_places_are_closed_to_those_who_may_not_read_opportunities(frappe_site):
	# Asked as somebody outside.
	frappe.set_user(factories.standing_user("mentor"))
	with pytest.raises(frappe.PermissionError):
		open_places_by_sector.get()


def test_the_sidebar_of_newer_frappe_lists_what_the_page_lists(home):
	sidebar = json.loads((PACKAGE / "workspace_sidebar/unlocking_opportunities.json").read_text())
	links = [item for item in sidebar["items"] if item["type"] == "Link"]
	listed = {item["link_to"] for item in links if item["link_type"] != "Workspace"}
	pages = {item["link_to"] for item in links if item["link_type"] == "Workspace"}
	assert pages == {NAME, *PAGES.values()}
	assert listed == {row.link_to for row in home.links if row.type == "Link"}
	assert sidebar["title"] == NAME


def test_newer_frappe_finds_the_icon_that_it_would_make_of_the_app(frappe_site):
	"""It makes one for each app that has none, under the app's title, and stops at the first name that is taken."""
	icon = json.loads((PACKAGE / "desktop_icon/unlocking_opportunities.json").read_text())
	(screen,) = frappe.get_hooks("add_to_apps_screen", app_name="unlocking_opportunities")
	assert (icon["icon_type"], icon["app"]) == ("App", screen["name"])
	assert (icon["name"], icon["link"], icon["logo_url"]) == (NAME, screen["route"], screen["logo"])


def test_the_board_and_the_saved_filters_are_installed_once_and_name_fields_that_exist(frappe_site):
	before = frappe.db.count("List Filter"), frappe.db.count("Kanban Board")
	desk_views.install()
	assert (frappe.db.count("List Filter"), frappe.db.count("Kanban Board")) == before
	frappe.set_user(factories.standing_user("officer"))
	for saved in frappe.get_list("List Filter", filters={"for_user": ["is", "not set"]}, fields=["*"]):
		if saved.reference_doctype in {doctype for doctype, _name, _filters in desk_views.FILTERS}:
			frappe.get_list(saved.reference_doctype, filters=json.loads(saved.filters), limit=1)
	assert frappe.db.count("List Filter") >= len(desk_views.FILTERS)
