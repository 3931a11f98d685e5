"""The site that all tests run on: those in tests/ and those that lie beside what they test.

Run by `./dev test`, which makes the site, sets the environment and names the site in UNLOCKING_TEST_SITE.
"""

import os

import frappe
import pytest

from devbench.paths import SITES


@pytest.fixture(scope="session", autouse=True)
def connected_site():
	"""The test site, connected for the whole run as Frappe's own test runner does it."""
	os.chdir(SITES)
	frappe.init(site=os.environ["UNLOCKING_TEST_SITE"])
	frappe.connect()
	frappe.flags.in_test = True
	yield
	frappe.db.rollback()
	frappe.destroy()


def pytest_collection_modifyitems(items):
	"""The demo first: it tells a whole council's story, so it is read before other tests have stored anything."""
	items.sort(key=lambda item: item.path.name != "test_demo.py")
