"""Public figures never identify a person."""

import frappe
import pytest

from tests import factories
from unlocking_opportunities.portal.public import figures


@pytest.fixture(autouse=True)
def fresh(frappe_site):
	frappe.cache.delete_keys("unlocking_portal_figures")
	yield
	frappe.cache.delete_keys("unlocking_portal_figures")


def interested(sector, number):
	for _time in range(number):
		factories.set_stored(
			factories.make("Young Person", ward=factories.ward(), interests=[{"sector": sector}]),
			status="Active",
		)


def test_wanted_sectors_need_five_people_and_a_shortage():
	wanted = factories.make("Sector", sector_name="Wanted Work").name
	rare = factories.make("Sector", sector_name="Rare Work").name
	enough = factories.make("Sector", sector_name="Enough Work").name
	interested(wanted, 5)
	interested(rare, 4)
	interested(enough, 5)
	factories.opportunity(factories.site(), sector=enough, capacity=5)
	named = figures.get_figures()["sectors_wanted"]
	assert wanted in named and rare not in named and enough not in named


def accepted(*places):
	"""Accepted offers of as many employers as there are numbers, each with that number of places."""
	for number in places:
		factories.set_stored(factories.pledge(), status="Accepted", places_pledged=number)


def test_counts_are_rounded_and_small_ones_left_out():
	for doctype in ("Employer Pledge", "Placement", "Placement Opportunity"):
		frappe.db.delete(doctype)
	accepted(4, 0, 0, 0, 0, 0, 0)  # seven employers, four places
	assert [count for _words, count in figures.get_figures()["counts"]] == [5]


def test_figures_are_kept_for_a_month():
	first = figures.get_figures()
	accepted(500)
	assert figures.get_figures() == first
	frappe.cache.delete_keys("unlocking_portal_figures")
	assert figures.get_figures() != first
