"""The Start Gate tab: an assessment of other work is confirmed with its button, by those who may."""

import frappe
import pytest
from frappe.utils import add_days, today
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import open_form, shown
from unlocking_opportunities.agreements import fingerprints


@pytest.fixture
def placement(frappe_site):
	"""An adult's, with an approved assessment that was chosen before the supervisor changed."""
	place = factories.site()
	assessment = factories.set_stored(
		factories.assessment(place), status="Approved", docstatus=1, review_by=add_days(today(), 300)
	)
	worker = factories.user_who_signs_in("worker")
	doc = factories.placement(factories.young_person(worker, age=19), place, risk_assessment=assessment.name)
	frappe.db.set_value("Placement", doc.name, "supervisor_name", "Alex Another")
	frappe.db.commit()
	return factories.stored(doc)


def gate(page, placement):
	open_form(page, placement)
	shown(page).locator(".form-tabs").get_by_text("Start Gate", exact=True).click()
	tab = shown(page).locator("[data-fieldname=gate_html]")
	tab.get_by_role("status").wait_for()
	return tab.get_by_role("listitem").filter(has_text="Risk assessment")


def test_an_officer_confirms_that_the_assessment_still_fits(placement, desk_of):
	assert placement.assessment_hash != fingerprints.of_assessed_work(placement)
	page = desk_of(factories.user_who_signs_in("officer"))
	check = gate(page, placement)
	expect(check.filter(has_text="have changed since this assessment was chosen")).to_be_visible()
	check.get_by_role("button", name="Still Fits").press("Enter")
	settled = shown(page).locator("[data-fieldname=gate_html] details")
	expect(settled).to_contain_text("Approved and in date.")
	expect(shown(page).get_by_role("button", name="Still Fits")).to_have_count(0)
	frappe.db.rollback()
	stored = factories.stored(placement)
	assert stored.assessment_hash == fingerprints.of_assessed_work(stored)


def test_their_worker_sees_the_check_without_the_button(placement, desk_of):
	page = desk_of(factories.user_who_signs_in("worker"))
	check = gate(page, placement)
	expect(check.filter(has_text="have changed since this assessment was chosen")).to_be_visible()
	expect(check.get_by_role("button", name="Still Fits")).to_have_count(0)
