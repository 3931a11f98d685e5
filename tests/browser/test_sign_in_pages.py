"""The sign-in pages, as people see them."""

import pytest

from tests.browser.conftest import check


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_requesting_a_link(open_page, size):
	page = open_page(size)
	page.goto("/sign-in")
	check(page)
	page.get_by_role("button", name="Send me a link").click()
	assert page.locator(".govuk-error-summary").is_visible()
	assert page.evaluate("document.activeElement.className").startswith("govuk-error-summary")
	check(page)
	page.get_by_label("Email address").fill("nobody@host.example")
	page.keyboard.press("Enter")
	page.wait_for_url("**/sign-in/sent")
	check(page)


def test_without_scripts(phone):
	page = phone(scripts=False)
	page.goto("/sign-in/link/abcdefghijklmnopqrstuvwxyz")
	assert page.get_by_role("heading", level=1).inner_text() == "This link has expired"
