"""A sign-in link that was sent is deleted from the queue, and none that is still to be sent; other email is left to Frappe."""

import frappe
import pytest
from frappe.utils import add_to_date, now_datetime

from tests import factories as make
from unlocking_opportunities.messages import purge


@pytest.fixture
def link(frappe_site, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda *arguments, **options: None)
	return make.portal_link().name


def mail(status, link, about=purge.PORTAL_LINK, hours_ago=0):
	queue = frappe.new_doc("Email Queue")
	queue.update(
		{
			"message": "planted-token",
			"status": status,
			"reference_doctype": about,
			"reference_name": link,
			"sender": "a@b.example",
		}
	)
	queue.append("recipients", {"recipient": "robin@young.example"})
	queue.insert()
	queue.db_set("modified", add_to_date(now_datetime(), hours=-hours_ago), update_modified=False)
	return queue.name


@pytest.mark.parametrize(
	("status", "hours_ago", "kept"),
	[
		("Sent", 0, False),
		# Frappe has tried several times and tries no more.
		("Error", 1, True),
		("Error", 25, False),
		# The mail server or the worker was down: it goes out when they are back.
		("Not Sent", 0, True),
		("Not Sent", 25, True),
		("Not Sent", 24 * 20, True),
		("Partially Sent", 25, True),
		("Sending", 25, True),
	],
)
def test_it_is_deleted_once_it_was_sent_or_given_up(link, status, hours_ago, kept):
	name = mail(status, link, hours_ago=hours_ago)
	purge.purge()
	purge.purge()
	assert bool(frappe.db.exists("Email Queue", name)) is kept
	assert bool(frappe.db.exists("Email Queue Recipient", {"parent": str(name)})) is kept


def test_nobody_is_sent_a_link_that_no_longer_exists(link):
	"""Expired links are deleted a day later (portal/links.py). Until then their page offers a new one."""
	name = mail("Not Sent", link)
	frappe.db.delete("Portal Link", {"name": link})
	purge.purge()
	assert not frappe.db.exists("Email Queue", name)


def test_other_email_is_left_to_frappe(link):
	names = [mail(status, link, about="Placement", hours_ago=25) for status in ("Sent", "Error", "Not Sent")]
	purge.purge()
	assert all(frappe.db.exists("Email Queue", name) for name in names)
