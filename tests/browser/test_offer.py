"""Making an offer on a phone: with the keyboard, without JavaScript, with every page checked."""

import frappe
import pytest

from tests.browser.conftest import check
from tests.portal.browsing import link_in
from unlocking_opportunities.portal import links

OFFER = "/opportunities/offer"


@pytest.fixture
def address(frappe_site):
	return f"owner-{frappe.generate_hash(length=8)}@cafe-{frappe.generate_hash(length=6)}.example"


def mailed_link(mailbox, address):
	frappe.db.rollback()
	links.send_requested()
	mailbox.send_queue()
	return link_in(mailbox.wait_for(to=address, subject="confirm"))


def tab_to(page, element_id=None, button=None):
	"""Press Tab until the element has the focus."""
	for _press in range(60):
		page.keyboard.press("Tab")
		focused = page.evaluate("[document.activeElement.id, document.activeElement.textContent.trim()]")
		if focused[0] == element_id if element_id else focused[1] == button:
			return
	raise AssertionError(f"Tab never reaches {element_id or button} on {page.url}")


def typed(page, **answers):
	"""Type each answer into the field of that name and press Continue."""
	for name, text in answers.items():
		tab_to(page, name)
		page.keyboard.type(text)
	pressed(page, "Continue")


def pressed(page, button):
	tab_to(page, button=button)
	before = page.url
	page.keyboard.press("Enter")
	page.wait_for_url(lambda url: url != before)


@pytest.mark.parametrize("scripts", [True, False])
def test_with_the_keyboard_only(phone, mailbox, address, scripts):
	page = phone(scripts=scripts)
	page.goto("/opportunities")
	pressed(page, "Make an offer")
	tab_to(page, "kind-1")
	page.keyboard.press("Space")
	pressed(page, "Continue")
	typed(page, role_title="Kitchen helper", number="2")
	tab_to(page, "sector")
	page.keyboard.press("ArrowDown")
	typed(page, address_line="1 High Street", postcode="AB1 2CD")
	typed(page, hours_per_week="10")
	tab_to(page, "employer_type-1")
	page.keyboard.press("Space")
	typed(page, employer_name="Corner Cafe")
	typed(page, contact_name="Jo Owner", email=address)
	pressed(page, "Send my offer")
	page.goto(mailed_link(mailbox, address))
	pressed(page, "Confirm")
	assert page.url.endswith(f"{OFFER}/done")
	frappe.db.rollback()
	employer = frappe.db.get_value("Portal Access", {"email": address}, "employer")
	assert frappe.db.get_value("Employer Pledge", {"employer": employer}) in page.inner_text("main")


class Offer:
	"""The pages of an offer in the order in which they come, each checked empty, with errors and filled in."""

	def __init__(self, page, address):
		self.page, self.address = page, address

	def look(self):
		"""Check the page as it is, and again with errors if a required field is empty."""
		check(self.page)
		button = self.page.get_by_role("button", name="Continue")
		if button.count() and self.page.locator("input:not([type=hidden])").count() > 1:
			here = self.page.url
			button.click()
			if self.page.url == here:
				assert self.page.locator(".govuk-error-summary").is_visible()
				check(self.page)

	def go_on(self):
		self.page.get_by_role("button", name="Continue").click()

	def what_it_is(self):
		page = self.page
		page.goto(OFFER)
		self.look()
		page.get_by_label("Work experience").check()
		self.go_on()
		self.look()
		page.get_by_label("What would they do?").fill("Kitchen helper")
		page.get_by_label("How many people could this be for?").fill("two")
		self.go_on()
		check(page)
		page.get_by_label("How many people could this be for?").fill("2")
		self.go_on()

	def where_it_is(self):
		page = self.page
		self.look()
		page.get_by_label("What kind of work is it?").select_option(index=1)
		page.get_by_label("Building and street").fill("1 High Street")
		page.get_by_label("Postcode").fill("nowhere")
		self.go_on()
		check(page)
		page.get_by_label("Postcode").fill("ab1 2cd")
		self.go_on()

	def when_it_is(self):
		"""A day that is no day is kept as it was typed."""
		page = self.page
		for part, number in (("Day", "31"), ("Month", "2"), ("Year", "2027")):
			page.get_by_label(part, exact=True).fill(number)
		self.go_on()
		assert page.get_by_label("Day", exact=True).input_value() == "31"
		check(page)
		page.get_by_label("Day", exact=True).fill("27")
		self.go_on()

	def who_offers_it(self):
		page = self.page
		self.look()
		page.get_by_label("A business").check()
		page.get_by_label("What is the organisation called?").fill("Corner Cafe")
		self.go_on()
		self.look()
		page.get_by_label("Your name").fill("Jo Owner")
		page.get_by_label("Your email address").fill(self.address)
		self.go_on()
		check(page)

	def sent(self):
		page = self.page
		page.goto(f"{OFFER}/save")
		check(page)
		page.goto(f"{OFFER}/check")
		page.get_by_role("button", name="Send my offer").click()
		check(page)

	def confirmed(self, link):
		"""The link works once."""
		page = self.page
		page.goto(link)
		check(page)
		page.get_by_role("button", name="Confirm").click()
		check(page)
		page.go_back()
		page.reload()
		assert "has expired" in page.inner_text("h1")
		check(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_each_page_empty_with_errors_and_filled_in(open_page, mailbox, address, size):
	offer = Offer(open_page(size), address)
	offer.what_it_is()
	offer.where_it_is()
	offer.when_it_is()
	offer.who_offers_it()
	offer.sent()
	offer.confirmed(mailed_link(mailbox, address))
