"""What the tests of people's records share."""

import frappe
import pytest


@pytest.fixture(autouse=True)
def empty_bells(frappe_site):
	"""Nobody has been told anything yet; what tests over HTTP had to store for the standing users is not this test's."""
	frappe.db.delete("Notification Log")
