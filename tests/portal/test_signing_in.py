"""Signing in with an emailed link, over HTTP and with the real mail."""

import frappe
import pytest

from tests import factories
from tests.portal.browsing import link_in


@pytest.fixture
def email(frappe_site):
	access = factories.portal_access()
	frappe.db.commit()
	yield access.email
	frappe.db.rollback()
	frappe.delete_doc("Portal Access", access.name, force=True)
	frappe.db.commit()


def asked_for(outsider, mailbox, deliver, email):
	outsider().open("/sign-in").send(email=email)
	deliver()
	return link_in(mailbox.wait_for(to=email))


def test_link_signs_in_and_its_mail_is_deleted(outsider, mailbox, deliver, email):
	visitor = outsider().open("/sign-in").send(email=email.upper())
	assert visitor.path == "/sign-in/sent"
	deliver()
	message = mailbox.wait_for(to=email)
	assert "care" not in message.get_body(("html",)).get_content().lower()
	visitor.open(link_in(message)).send()
	assert visitor.path == "/employer" or visitor.session.cookies.get("unlocking_portal")
	assert not frappe.db.exists("Email Queue", {"reference_doctype": "Portal Link", "status": "Sent"})


def test_link_works_once_and_only_by_its_button(outsider, mailbox, deliver, email):
	link = asked_for(outsider, mailbox, deliver, email)
	scanner = outsider()
	for _time in range(3):
		scanner.open(link)
		scanner.session.head(link)
	assert "unlocking_portal" not in scanner.session.cookies
	first = outsider().open(link).send()
	assert "unlocking_portal" in first.session.cookies
	second = outsider().open(link)
	assert "has expired" in second.text
	second.send(form_token="x")
	assert "unlocking_portal" not in second.session.cookies


def test_expired_link(outsider, mailbox, deliver, email):
	link = asked_for(outsider, mailbox, deliver, email)
	frappe.db.set_value("Portal Link", {"email": email}, "expires_at", "2020-01-01 00:00:00")
	frappe.db.commit()
	assert "Ask for a new one" in outsider().open(link).text


def test_signing_out_ends_the_session_everywhere(outsider, email):
	visitor = outsider().signed_in(email)
	copied = outsider()
	copied.session.cookies.update(visitor.session.cookies)
	assert "Do you want to sign out?" in copied.open("/sign-out").text
	visitor.open("/sign-out").send()
	assert "You've signed out" in copied.open("/sign-out").text


def test_revoked_access_ends_the_session(outsider, email):
	visitor = outsider().signed_in(email)
	assert "Do you want to sign out?" in visitor.open("/sign-out").text
	frappe.db.set_value("Portal Access", {"email": email}, "revoked", 1)
	frappe.db.commit()
	assert "You've signed out" in visitor.open("/sign-out").text
