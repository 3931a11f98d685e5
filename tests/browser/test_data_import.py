"""A file looked at before it is imported: the template with our headings, and what would fail, row by row."""

import csv

import frappe
import pytest
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import open_form, shown
from tests.daily_work.test_import_check import file_of
from unlocking_opportunities.daily_work import import_check


@pytest.fixture
def importer(frappe_site):
	"""An officer who may import: Frappe leaves that to System Managers."""
	user = factories.user_who_signs_in("officer", "who imports")
	frappe.get_doc("User", user).add_roles("System Manager")
	frappe.db.commit()
	return user


@pytest.fixture
def page(importer, desk_of):
	return desk_of(importer)


def data_import(*lines: str):
	doc = frappe.get_doc("Data Import", file_of("Employer", *lines))
	frappe.db.commit()
	return doc


def test_the_template_has_our_headings(page):
	open_form(page, data_import("Quillmarsh Bakery,Business,,,,,,"))
	with page.expect_download() as download:
		shown(page).get_by_role("button", name="Download Programme Template").click()
	with open(download.value.path(), encoding="utf-8-sig") as file:
		assert list(csv.reader(file)) == [import_check.headings("Employer")]


def test_each_row_that_would_fail_is_told_and_nothing_is_kept(page):
	name = f"Quillmarsh {frappe.generate_hash(length=6)}"
	doc = data_import(f"{name},Business,,,,,,", f"{name} Motors,Business,,,123 456 789,,,")
	open_form(page, doc)
	shown(page).get_by_role("button", name="Check the File").press("Enter")
	told = page.locator(".msgprint-dialog:visible")
	expect(told).to_contain_text("Import Check")
	expect(told).to_contain_text("1 records can be imported, 1 cannot. Nothing has been saved.")
	expect(told.get_by_role("listitem")).to_have_count(1)
	expect(told.get_by_role("listitem")).to_contain_text("Row 3: ")
	expect(told.get_by_role("listitem")).to_contain_text("is not a company number")
	frappe.db.rollback()
	assert not frappe.db.exists("Employer", {"employer_name": ["like", f"{name}%"]})
	assert factories.stored(doc).status == "Pending"


def test_a_file_without_faults_says_so(page):
	open_form(page, data_import(f"Quillmarsh {frappe.generate_hash(length=6)},Business,,,,,,"))
	shown(page).get_by_role("button", name="Check the File").click()
	told = page.locator(".msgprint-dialog:visible")
	expect(told).to_contain_text("1 records can be imported, 0 cannot.")
	expect(told.get_by_role("listitem")).to_have_count(0)
	expect(told.locator(".indicator.green")).to_be_visible()


def test_another_apps_import_is_left_alone(page):
	doc = frappe.new_doc("Data Import")
	doc.update({"reference_doctype": "Contact", "import_type": "Insert New Records"})
	doc.insert()
	frappe.db.commit()
	open_form(page, doc)
	expect(shown(page).get_by_role("button", name="Download Template")).to_be_visible()
	expect(shown(page).get_by_role("button", name="Download Programme Template")).to_have_count(0)
	expect(shown(page).get_by_role("button", name="Check the File")).to_have_count(0)
