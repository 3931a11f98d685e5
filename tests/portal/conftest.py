import frappe
import pytest

from tests.portal.browsing import Outsider
from unlocking_opportunities.messages import purge
from unlocking_opportunities.portal import links


@pytest.fixture
def outsider(http):
	"""`outsider()`: somebody's browser, over HTTP and without scripts."""
	frappe.cache.delete_keys("unlocking_portal")
	yield lambda: Outsider(http())
	frappe.cache.delete_keys("unlocking_portal_limit")


@pytest.fixture
def deliver(frappe_site, mailbox):
	"""What the worker does after links were asked for: makes them and sends their mail."""

	def run():
		frappe.db.rollback()
		links.send_requested()
		mailbox.send_queue()
		purge.purge()

	return run
