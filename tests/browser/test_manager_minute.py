"""A manager decides in a minute: from the email on a phone, through signing in, to approved or returned.

Taps are counted.
"""

import re

import frappe
import pytest
from frappe.utils.password import update_password

from tests import factories as make
from tests.approvals.stored import taken_out_again
from tests.browser.conftest import check

# From the button in the email, for someone signed in on their phone. Signing in takes two fields and a button more.
TAPS_TO_APPROVE = 2
TAPS_TO_RETURN = 4


class Phone:
	"""A manager with a phone: taps and typing are counted."""

	def __init__(self, page):
		self.page, self.taps = page, 0

	def tap(self, locator):
		self.taps += 1
		locator.click()

	def type(self, label: str, words: str):
		self.taps += 1
		self.page.get_by_label(label).fill(words)


@pytest.fixture(scope="module", autouse=True)
def leaves_nothing(connected_site):
	with taken_out_again():
		yield


@pytest.fixture
def manager(frappe_site):
	"""A manager who can sign in. The user is kept: Frappe limits how many users are made in an hour."""
	user = make.standing_user("manager", "of-the-minute")
	update_password(user, make.PASSWORD)
	frappe.db.delete("Decision Request", {"asked_of": user})
	frappe.db.commit()
	return user


@pytest.fixture
def asked(manager, mailbox):
	"""`asked()` proposes a child's placement; returns the address in the manager's email, and the placement."""

	def ask():
		make.empty_mail_queue()
		placement = make.placement(make.young_person(age=16, preferred_name="Planted"))
		request = frappe.get_doc("Decision Request", {"reference_name": placement.name})
		mailbox.send_queue()
		mail = mailbox.wait_for(to=request.asked_of, subject=request.name)
		body = mail.get_body(("html",)).get_content()
		assert "Planted" not in mail.as_string() and placement.young_person not in body
		(address,) = re.findall(r'href="([^"]*/decide/[^"]*)"', body)
		return address, placement, request

	return ask


def signs_in(page, user: str):
	page.get_by_role("textbox", name="Email").first.fill(user)
	page.locator("#login_password").fill(make.PASSWORD)
	page.locator(".btn-login").first.click()


def opens(phone, address: str, user: str) -> Phone:
	"""Tap the button in the email; a manager who isn't signed in on the phone signs in, and comes back to the page."""
	page = phone()
	page.goto(address)
	signs_in(page, user)
	page.wait_for_url("**/decide/*")
	hand = Phone(page)
	hand.taps = 1  # the button in the email
	return hand


def stored(request) -> tuple[str, str]:
	frappe.db.rollback()
	return (
		frappe.db.get_value("Decision Request", request.name, "status"),
		frappe.db.get_value("Placement", request.reference_name, "status"),
	)


def test_approved_from_the_mail_in_two_taps(manager, asked, phone):
	address, placement, request = asked()
	hand = opens(phone, address, manager)
	check(hand.page)
	assert placement.name in hand.page.inner_text("h1")
	approve = hand.page.get_by_role("button", name="Approve")
	box = approve.bounding_box()
	assert box["height"] >= 44
	assert box["y"] + box["height"] <= hand.page.viewport_size["height"], "in reach without scrolling"
	hand.tap(approve)
	hand.page.get_by_text("Approved by you on").wait_for()
	assert hand.taps == TAPS_TO_APPROVE
	check(hand.page)
	assert stored(request) == ("Approved", "Agreed")


def test_returned_with_a_reason_in_four(manager, asked, phone):
	address, _placement, request = asked()
	hand = opens(phone, address, manager)
	hand.tap(hand.page.get_by_text("Return with a reason"))
	hand.type("What needs to change?", "Please ask the school first.")
	hand.tap(hand.page.get_by_role("button", name="Return", exact=True))
	hand.page.get_by_text("Returned by you on").wait_for()
	assert hand.taps == TAPS_TO_RETURN
	assert "Please ask the school first." in hand.page.inner_text("main")
	assert stored(request) == ("Returned", "Proposed")


def test_returning_without_a_reason_keeps_the_page_and_says_what_is_missing(manager, asked, phone):
	address, _placement, request = asked()
	hand = opens(phone, address, manager)
	hand.tap(hand.page.get_by_text("Return with a reason"))
	hand.tap(hand.page.get_by_role("button", name="Return", exact=True))
	alert = hand.page.get_by_role("alert")
	alert.wait_for()
	assert "Explain what needs to change" in alert.inner_text()
	check(hand.page)
	assert stored(request) == ("Waiting", "Proposed")


def test_without_scripts_and_by_keyboard_alone(manager, asked, open_page):
	address, _placement, request = asked()
	signing_in = open_page("phone")
	signing_in.goto(address)
	signs_in(signing_in, manager)
	signing_in.wait_for_url("**/decide/*")
	page = open_page("phone", scripts=False)
	page.context.add_cookies(signing_in.context.cookies())
	page.goto(address)
	page.get_by_role("button", name="Approve").focus()
	page.keyboard.press("Enter")
	page.get_by_text("Approved by you on").wait_for()
	assert stored(request) == ("Approved", "Agreed")
