"""Chromium for the tests: a phone and a desktop, with and without JavaScript, and the checks of every page.

`phone(...)` and `desktop(...)` open a page; any error on the console or in a script fails the test.
"""

from collections.abc import Callable, Iterator

import frappe
import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from tests import factories
from unlocking_opportunities.portal import identity

PHONE, DESKTOP = (320, 640), (1280, 900)
SIZES = {"phone": PHONE, "desktop": DESKTOP}
# WCAG 2.2 AA, and axe's best practices.
STANDARD = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]


# The Desk loads much more than a page of the portal.
DESK_LOAD = 60_000

NOT_THE_PAGES = (
	# The browser logs a response of 403, 404 or 429; the test checks it.
	"the server responded with a status of 4",
	# Frappe Charts throws a harmless error if its frame changes size while a chart is still moving.
	"boundDrawFn",
	# In developer mode Frappe's Desk notes each refusal there too; the test that asked for it looks at what the user reads.
	", in _raise_exception\n",
)


@pytest.fixture
def open_page(browser, served) -> Iterator[Callable[..., Page]]:
	"""`open_page("phone", scripts=True, email=None, portal_access=None)`: a new browser's page, signed in if one is given.

	`errors_matter=False` is for a test that leaves pages of the Desk before they are complete.
	"""
	contexts, errors = [], []
	frappe.cache.delete_keys("unlocking_portal")

	def opened(size="phone", scripts=True, email=None, portal_access=None, errors_matter=True) -> Page:
		width, height = SIZES[size]
		context = browser.new_context(
			base_url=served,
			viewport={"width": width, "height": height},
			java_script_enabled=scripts,
			locale="en-GB",
		)
		contexts.append(context)
		if email or portal_access:
			sign_in(context, served, email, portal_access)
		page = context.new_page()
		page.set_default_timeout(15_000)
		if errors_matter:
			page.on("pageerror", lambda error: errors.append(error.stack or str(error)))
			page.on(
				"console", lambda message: errors.append(message.text) if message.type == "error" else None
			)
		return page

	yield opened
	for context in contexts:
		context.close()
	noted = [error for error in errors if not any(other in error for other in NOT_THE_PAGES)]
	assert noted == [], noted


@pytest.fixture
def phone(open_page):
	"""`phone(scripts=True, email=None, portal_access=None)`: a page 320 pixels wide."""
	return lambda **options: open_page("phone", **options)


@pytest.fixture
def desktop(open_page):
	"""`desktop(...)`: the same, 1280 pixels wide."""
	return lambda **options: open_page("desktop", **options)


@pytest.fixture
def desk_of(desktop) -> Callable[[str], Page]:
	"""`desk_of(user)`: a page of the Desk, signed in as this user, whose password is factories.PASSWORD."""

	def opened(user: str) -> Page:
		page = desktop()
		page.set_default_timeout(DESK_LOAD)
		expect.set_options(timeout=DESK_LOAD)
		page.context.request.post("/api/method/login", form={"usr": user, "pwd": factories.PASSWORD})
		return page

	return opened


def shown(page: Page):
	"""The form, list or page of the Desk that is shown: Frappe keeps those of earlier steps in the document."""
	return page.locator(".page-container:visible")


def open_form(page: Page, doc) -> None:
	page.goto(f"/app/{frappe.scrub(doc.doctype).replace('_', '-')}/{doc.name}")
	shown(page).locator(".form-page").wait_for()


def sign_in(context, base: str, email: str | None = None, portal_access: str | None = None) -> None:
	"""Give the browser the cookie of a new session of this person (as their link would)."""
	token = identity.open_session(email, portal_access)
	frappe.db.commit()
	context.add_cookies([{"name": identity.COOKIE, "value": token, "url": base}])


def check(page: Page) -> None:
	"""Assert what every page needs in its present state: no axe violation, no sideways scrolling."""
	found = Axe().run(page, options={"runOnly": {"type": "tag", "values": STANDARD}}).response["violations"]
	broken = [(violation["id"], [node["html"] for node in violation["nodes"]]) for violation in found]
	assert not broken, f"{page.url}: {broken}"
	wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
	assert wider <= 0, f"{page.url} scrolls sideways by {wider} pixels"
