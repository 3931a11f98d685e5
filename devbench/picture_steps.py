"""What is done on a page before its picture is taken. Each step gets Playwright's page, already at its address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
	from playwright.sync_api import Locator, Page

Step = Callable[["Page"], None]
# Frappe Charts moves its bars for most of a second.
CHART_MILLISECONDS = 1500
PHONE_NUMBER = "01632 960001"


def nothing(page: Page) -> None:
	pass


def shown(page: Page) -> Locator:
	"""Return the page of the Desk that is shown: Frappe keeps earlier ones in the document."""
	return page.locator(".page-container:visible")


def wait_for_queue(page: Page) -> None:
	page.locator(".queue-sections").first.wait_for()
	page.wait_for_load_state("networkidle")


def wait_for_chart(page: Page) -> None:
	page.locator(".frappe-chart").first.wait_for()
	page.wait_for_timeout(CHART_MILLISECONDS)


def wait_for_list(page: Page) -> None:
	shown(page).locator(".list-row-container .list-row").first.wait_for()


def wait_for_diary(page: Page) -> None:
	page.locator(".fc-event").first.wait_for()


def show_next_month(page: Page) -> None:
	"""Show the month to come, which has visits on most of its days whatever today is."""
	wait_for_diary(page)
	page.locator(".fc-next-button").click()
	wait_for_diary(page)


def wait_for_board(page: Page) -> None:
	page.locator(".kanban-card-wrapper").first.wait_for()


def wait_for_map(page: Page) -> None:
	page.locator(".leaflet-interactive").first.wait_for()


def wait_for_form(page: Page) -> None:
	"""Wait until the form is complete: it goes back to its first tab once it is."""
	shown(page).locator(".form-page").wait_for()
	page.wait_for_load_state("networkidle")


def open_start_gate(page: Page) -> None:
	_open_tab(page, "Start Gate")
	shown(page).locator("[data-fieldname=gate_html]").get_by_role("status").wait_for()


def open_follow_up(page: Page) -> None:
	"""Show the end of the timeline, with the menu open."""
	_open_tab(page, "Timeline")
	shown(page).get_by_text("Still to come").last.scroll_into_view_if_needed()
	shown(page).get_by_role("button", name="Follow Up").click()
	page.get_by_role("link", name="Plan a Visit").wait_for()


def record_on_site(page: Page) -> None:
	_press(page, "Record on Site")
	page.locator(".modal:visible").get_by_text("Young Person Seen Alone").first.wait_for()


def open_matrix(page: Page) -> None:
	_open_tab(page, "Hazards")
	shown(page).locator(".risk-matrix td").first.wait_for()


def compare_two_places(page: Page) -> None:
	_press(page, "Find a Place")
	dialog = page.locator(".modal:visible")
	dialog.locator("p[role=status]").wait_for()
	for number in (0, 1):
		dialog.get_by_role("checkbox", name="Compare").nth(number).check()
	dialog.get_by_role("heading", name="Side by Side").wait_for()
	dialog.locator(".modal-header").scroll_into_view_if_needed()


def _open_tab(page: Page, name: str) -> None:
	wait_for_form(page)
	shown(page).locator(".form-tabs").get_by_text(name, exact=True).click()


def _press(page: Page, name: str) -> None:
	wait_for_form(page)
	shown(page).get_by_role("button", name=name).click()


def give_a_reason(page: Page) -> None:
	page.get_by_text("Return with a reason").click()
	page.get_by_label("What needs to change?").fill("Please ask the school first.")


def approve(page: Page) -> None:
	page.get_by_role("button", name="Approve").click()
	page.get_by_text("Approved by you on").wait_for()


def save_too_soon(page: Page) -> None:
	"""Save with nothing filled in, so that the page says what is missing."""
	page.get_by_role("button", name="Save", exact=True).click()
	page.locator(".govuk-error-summary").wait_for()


def introduce(page: Page) -> None:
	page.get_by_label("What is the business called?").fill("Riverside Bakery")
	page.get_by_label("Who should we ask for?").fill("Rosa")
	page.get_by_label("Their phone number").fill(PHONE_NUMBER)
	page.get_by_label("I'm not sure yet").check()
	page.get_by_role("button", name="Send to the team", exact=True).click()
	page.wait_for_url("**/member?done=introduced")


def offer_with_an_error(page: Page) -> None:
	page.get_by_label("Work experience").check()
	_continue(page)
	page.get_by_label("What would they do?").fill("Kitchen helper")
	page.get_by_label("How many people could this be for?").fill("two")
	_continue(page)
	page.locator(".govuk-error-summary").wait_for()


def offer_where(page: Page) -> None:
	offer_with_an_error(page)
	page.get_by_label("How many people could this be for?").fill("2")
	_continue(page)
	page.get_by_label("What kind of work is it?").select_option(index=1)
	page.get_by_label("Building and street").fill("1 High Street")
	page.get_by_label("Postcode").fill("AB1 2CD")


def offer_contact(page: Page) -> None:
	offer_where(page)
	_continue(page)
	_continue(page)
	page.get_by_label("A business").check()
	page.get_by_label("What is the organisation called?").fill("Corner Cafe")
	_continue(page)
	page.get_by_label("Your name").fill("Jo Owner")
	page.get_by_label("Your email address").fill("jo@corner-cafe.example")


def offer_answers(page: Page) -> None:
	offer_contact(page)
	_continue(page)


def _continue(page: Page) -> None:
	page.get_by_role("button", name="Continue").click()
