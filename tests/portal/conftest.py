import frappe
import pytest

from tests.portal.browsing import Outsider
from unlocking_opportunities.messages import purge
from unlocking_opportunities.portal import links


@pytest.fixture
def outsider(http):
	"""`outsider()`: a visitor's browser over HTTP without JavaScript."""
	frappe.cache.delete_keys("unlocking_portal")
	yield lambda: Outsider(http())
	frappe.cache.delete_keys("unlocking_portal_limit")


@pytest.fixture
def deliver(frappe_site, mailbox):
	"""Run the worker's job: make the requested links and send their mail."""

	def run():
		frappe.db.rollback()
		links.send_requested()
		mailbox.send_queue()
		purge.purge()

	return run
