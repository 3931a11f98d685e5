"""Urgent email doesn't wait for the rest of the queue."""

import frappe
import pytest

from tests import factories as make
from tests.daily_work.test_nights_at_once import at_once
from unlocking_opportunities.messages import email, outbox, staff

OFFICER, HOST = "officer@council.example", "host@host.example"


@pytest.fixture
def queue(frappe_site):
	"""An empty queue, with the emails of a morning in it: ordinary ones first."""
	make.empty_mail_queue()
	for number in range(3):
		email.send(f"reader{number}@host.example", "Your work today", ["Look"])
	frappe.db.commit()
	yield
	frappe.db.rollback()
	make.empty_mail_queue()
	frappe.db.delete("Portal Link", {"email": HOST})
	frappe.db.commit()


@pytest.fixture
def really(monkeypatch):
	"""Send as a worker does: in tests Frappe only says that it has."""
	monkeypatch.setattr(frappe, "in_test", False, raising=False)
	monkeypatch.setitem(frappe.flags, "in_test", False)


def alert():
	pledge = make.pledge()
	user = make.standing_user("officer")
	staff.notify([user], "Not here: PLC-1", ["Call"], pledge, urgent=True)
	return user


def secret():
	email.send_secret(make.portal_link(email=HOST), HOST, "Sign in", ["Press"], "/a-token", "Sign in")


def left() -> list[str]:
	frappe.db.rollback()
	return sorted(frappe.get_all("Email Queue Recipient", {"status": "Not Sent"}, pluck="recipient"))


def test_alerts_and_links_go_out_and_the_rest_waits(queue, mailbox, really):
	user = alert()
	secret()
	email.send("carer@host.example", "Please call us", ["Now"], urgent=True)
	frappe.db.commit()
	outbox.send_urgent()
	for address in (user, HOST, "carer@host.example"):
		mailbox.wait_for(address)
	assert left() == [f"reader{number}@host.example" for number in range(3)]
	assert not frappe.db.exists("Email Queue", {"reference_doctype": "Portal Link"})


def test_two_runs_at_once_send_each_once(queue, mailbox, really):
	secret()
	email.send("carer@host.example", "Please call us", ["Now"], urgent=True)
	at_once(outbox.send_urgent)
	mailbox.wait_for("carer@host.example"), mailbox.wait_for(HOST)
	assert len(mailbox.messages()) == 2


def test_one_that_failed_is_left_to_frappes_retries(queue, mailbox, really):
	"""Trying it again with each new email would use up its retries within a minute of the mail server being down."""
	secret()
	(name,) = frappe.get_all("Email Queue", {"reference_doctype": "Portal Link"}, pluck="name")
	frappe.db.set_value("Email Queue", name, "retry", 1)
	frappe.db.commit()
	outbox.send_urgent()
	assert HOST in left()


def test_a_link_goes_out_before_digests_even_if_frappe_sends_it(queue):
	secret()
	highest = frappe.get_all("Email Queue", order_by="priority desc", limit=1, pluck="reference_doctype")
	assert highest == ["Portal Link"]
