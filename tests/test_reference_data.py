"""The reference data of a new site, as users find it."""

import json
from pathlib import Path

import frappe
import pytest

from tests import factories
from unlocking_opportunities.setup import reference_data

SECTORS = Path(reference_data.__file__).parent / "data/sectors.json"
SKILL_PATH = {"Hospitality", "Retail", "Technology", "Health and Safety", "Logistics", "Customer Service"}


@pytest.fixture
def officer(frappe_site):
	user = factories.standing_user("officer")
	frappe.set_user(user)
	return user


def _templates(sector):
	fields = ["hazard", "who_harmed", "usual_controls", "under_18_controls", "source", "environment_band"]
	return frappe.get_list("Hazard Template", filters={"sector": sector, "disabled": 0}, fields=fields)


def test_the_six_sectors_of_the_motion_are_the_skill_path(officer):
	assert set(frappe.get_list("Sector", filters={"skill_path": 1}, pluck="name")) == SKILL_PATH


def test_the_sectors_that_the_careers_adviser_works_with_are_there(officer):
	names = set(frappe.get_list("Sector", filters={"disabled": 0}, pluck="name"))
	assert {"Construction", "Childcare", "Horticulture and Allotment", "Office and Administration"} <= names


def test_each_sector_has_hazards_with_controls_and_a_source(officer):
	shipped = [row["sector_name"] for row in json.loads(SECTORS.read_text())]
	assert set(shipped) <= set(frappe.get_list("Sector", filters={"disabled": 0}, pluck="name"))
	for sector in shipped:
		templates = _templates(sector)
		assert len(templates) >= 4, sector
		for template in templates:
			assert template.who_harmed and template.usual_controls.strip() and template.source, (
				template.hazard
			)


@pytest.mark.parametrize(
	("sector", "hazard", "control"),
	[
		("Logistics", "Fork-lift", "never drive"),
		("Hospitality", "slicers", "under 16"),
		("Hospitality", "fryers", "under 16"),
		("Retail", "Balers", "under 18"),
		("Childcare", "alone with a child", "staff ratio"),
		("Construction", "Falls", "from the ground"),
		("Horticulture and Allotment", "Pesticides", "do not handle"),
	],
)
def test_what_a_young_person_must_not_do_stands_among_the_extra_controls(officer, sector, hazard, control):
	found = [row for row in _templates(sector) if hazard in row.hazard]
	assert len(found) == 1
	assert control in found[0].under_18_controls


def test_installing_again_adds_nothing(frappe_site):
	before = frappe.db.count("Sector"), frappe.db.count("Hazard Template")
	reference_data.install()
	assert (frappe.db.count("Sector"), frappe.db.count("Hazard Template")) == before


def test_what_is_missing_comes_back(frappe_site):
	lost = frappe.get_all("Hazard Template", filters={"sector": "Retail"}, pluck="name")
	for name in lost:
		frappe.delete_doc("Hazard Template", name)
	reference_data.install()
	assert set(frappe.get_all("Hazard Template", filters={"sector": "Retail"}, pluck="name")) == set(lost)


def test_a_councils_edits_stay(frappe_site):
	name = frappe.get_all("Hazard Template", filters={"sector": "Retail"}, pluck="name")[0]
	frappe.set_user(factories.standing_user("administrator"))
	template = frappe.get_doc("Hazard Template", name)
	template.update({"hazard": "Our own words", "usual_controls": "Our own control", "disabled": 1}).save()
	sector = frappe.get_doc("Sector", "Retail")
	sector.update({"disabled": 1, "usual_environment": "Less Familiar Risk"}).save()
	frappe.set_user("Administrator")

	count = frappe.db.count("Hazard Template")
	reference_data.install()

	template.reload()
	sector.reload()
	assert (template.hazard, template.usual_controls, template.disabled) == (
		"Our own words",
		"Our own control",
		1,
	)
	assert (sector.disabled, sector.usual_environment) == (1, "Less Familiar Risk")
	assert frappe.db.count("Hazard Template") == count
