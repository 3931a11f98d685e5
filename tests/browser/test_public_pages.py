"""The public pages in each of their states, on a phone and on a desktop."""

import pytest

from tests.browser.conftest import check

PAGES = ("/opportunities", "/community", "/accessibility", "/privacy", "/privacy/complaint", "/call-me")
SENT = (
	"/privacy/complaint/sent",
	"/call-me/done",
	"/opportunities/offer/sent",
	"/opportunities/offer/saved",
	"/sign-out/done",
)
FORMS = {
	"/privacy/complaint": ("Send my complaint", {"What is wrong?": "You wrote to my old address."}),
	"/call-me": ("Call me back", {"Your name": "Jo Owner", "Your phone number": "1"}),
}


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_each_page(open_page, size):
	page = open_page(size)
	for path in (*PAGES, *SENT):
		assert page.goto(path).status == 200, path
		for question in page.locator("details").all():
			question.locator("summary").click()
		check(page)


@pytest.mark.parametrize("size", ["phone", "desktop"])
@pytest.mark.parametrize("path", FORMS)
def test_each_form_empty_and_half_filled(open_page, size, path):
	button, answers = FORMS[path]
	page = open_page(size)
	page.goto(path)
	page.get_by_role("button", name=button).click()
	assert page.locator(".govuk-error-summary").is_visible()
	assert page.title().startswith("Error:")
	check(page)
	for label, text in answers.items():
		page.get_by_label(label, exact=True).fill(text)
	page.get_by_role("button", name=button).click()
	check(page)
	for label, text in answers.items():
		assert page.get_by_label(label, exact=True).input_value() == text


def test_missing_pages_say_so(phone):
	page = phone()
	for path in ("/opportunities/nothing", "/community/x", "/sign-in/x/y/z"):
		assert page.goto(path).status == 404
		check(page)
