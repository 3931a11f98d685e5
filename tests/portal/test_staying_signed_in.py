"""Answers survive an expired session; Frappe sessions work in the portal."""

import frappe
import pytest

from tests import factories
from tests.portal.browsing import FORM_TOKEN, Outsider, link_in
from unlocking_opportunities.portal import identity, tokens

PAGE = "/employer/offers"


@pytest.fixture
def pledge(frappe_site):
	"""A pledge returned to the employer of `pledge.email` with a question."""
	access = factories.portal_access()
	made = factories.pledge(frappe.get_doc("Employer", access.employer))
	made = factories.set_stored(made, status="Returned", reason="Which days?")
	frappe.db.commit()
	made.email = access.email
	return made


def end_session(visitor):
	held = tokens.hashed(visitor.session.cookies[identity.COOKIE])
	frappe.db.set_value("Portal Session", {"token_hash": held}, "expires_at", "2020-01-01 00:00:00")
	frappe.db.commit()


def sign_in_again(visitor, deliver, mailbox, email):
	visitor.send(email=email, next=visitor.path.partition("next=")[2].partition("&")[0])
	deliver()
	return visitor.open(link_in(mailbox.wait_for(to=email, subject="sign in"))).send()


def test_answers_are_kept_after_signing_in_again(outsider, deliver, mailbox, pledge):
	visitor = outsider().signed_in(pledge.email).open(f"{PAGE}/{pledge.name}")
	end_session(visitor)
	visitor.send(**{f"role_title-{pledge.offers[0].name}": "Kept over the gap"})
	assert (
		visitor.path.startswith("/sign-in?next=") and "Sign in again to check what you typed" in visitor.text
	)
	sign_in_again(visitor, deliver, mailbox, pledge.email)
	assert visitor.path == f"{PAGE}/{pledge.name}"
	assert "Kept over the gap" in visitor.page.text and "We've kept what you typed" in visitor.text
	frappe.db.rollback()
	assert factories.stored(pledge).offers[0].role_title != "Kept over the gap"
	assert "Kept over the gap" not in visitor.open(f"{PAGE}/{pledge.name}").page.text


def test_answers_are_hidden_from_the_next_visitor(outsider, deliver, mailbox, pledge):
	somebody = factories.portal_access(employer=pledge.employer).email
	frappe.db.commit()
	visitor = outsider().signed_in(pledge.email).open(f"{PAGE}/{pledge.name}")
	end_session(visitor)
	visitor.send(**{f"role_title-{pledge.offers[0].name}": "Kept over the gap"})
	sign_in_again(visitor, deliver, mailbox, somebody)
	assert visitor.path == f"{PAGE}/{pledge.name}"
	assert "Kept over the gap" not in visitor.page.text


def test_answers_without_a_session_are_said_to_be_lost(outsider, pledge):
	visitor = outsider().signed_in(pledge.email).open(f"{PAGE}/{pledge.name}")
	visitor.session.cookies.clear()
	visitor.send(**{f"role_title-{pledge.offers[0].name}": "Lost"})
	assert "we didn't get what you typed" in visitor.text
	assert "signed out" not in outsider().open(f"{PAGE}/{pledge.name}").text


def test_frappe_portal_user_is_recognised_by_address(http, frappe_site):
	user = factories.user("employer", password=factories.PASSWORD)
	frappe.db.commit()
	visitor = Outsider(http(user, factories.PASSWORD))
	assert visitor.open("/employer").path.startswith("/sign-in")
	access = factories.portal_access(email=user)
	# Their role is for employers: a row for mentors gives them nothing here.
	factories.portal_access("Mentor", email=user)
	frappe.db.commit()
	assert visitor.open("/employer").path == "/employer"
	assert visitor.page.status_code == 200
	assert visitor.open("/mentor").page.status_code == 403
	frappe.db.set_value("Portal Access", access.name, "revoked", 1)
	frappe.db.commit()
	assert visitor.open("/employer").path.startswith("/sign-in")


def test_officer_may_make_an_offer_for_someone(http, frappe_site):
	officer = factories.user("officer", password=factories.PASSWORD)
	frappe.db.commit()
	visitor = Outsider(http(officer, factories.PASSWORD))
	visitor.open("/opportunities/offer")
	assert FORM_TOKEN.search(visitor.page.text)
	assert visitor.send(kind="Kit").path == "/opportunities/offer/what"
