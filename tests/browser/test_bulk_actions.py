"""Bulk actions from a list: what is asked first, that work begins in the background, and what is said at its end.

No worker runs beside the test site, so the test does the job that waits; its message reaches the open page as it would.
"""

import frappe
import pytest
from frappe.utils import add_days, format_date, today
from frappe.utils.background_jobs import get_queue
from playwright.sync_api import expect

from tests import factories
from tests.browser.conftest import shown
from unlocking_opportunities.daily_work import bulk_actions

RUN = "unlocking_opportunities.daily_work.bulk_actions.run"


@pytest.fixture
def council(frappe_site):
	"""Two placements, of which only one has been agreed to, and a pledge that nobody looks after."""
	officer = factories.user_who_signs_in("officer")
	place = factories.site()
	agreed = factories.set_stored(factories.placement(factories.young_person(), place), status="Agreed")
	proposed = factories.placement(factories.young_person(), place)
	pledge = factories.pledge(frappe.get_doc("Employer", place.employer))
	frappe.db.commit()
	for job in waiting():
		job.delete()
	return frappe._dict(officer=officer, agreed=agreed, proposed=proposed, pledge=pledge)


def waiting() -> list:
	"""The bulk actions that this site has queued."""
	of_site = (job for job in get_queue("long").get_jobs() if job.kwargs.get("site") == frappe.local.site)
	return [job for job in of_site if job.kwargs.get("method") == RUN]


def work() -> dict[str, str]:
	"""Do the one job that waits, as the user who asked for it."""
	(job,) = waiting()
	job.delete()
	frappe.db.rollback()
	# A worker runs a job as the user who queued it.
	frappe.set_user(job.kwargs["user"])
	try:
		return bulk_actions.run(**job.kwargs["kwargs"])
	finally:
		# The test goes on as before.
		frappe.set_user("Administrator")


def box(page, doc):
	return shown(page).locator(f".list-row-checkbox[data-name='{doc.name}']:visible")


def choose(page, action: str, *docs):
	"""Tick these records in their list and choose the action; the dialog that opens."""
	page.goto(f"/app/{frappe.scrub(docs[0].doctype).replace('_', '-')}")
	for doc in docs:
		box(page, doc).check()
	shown(page).locator(".actions-btn-group button").click()
	page.get_by_role("link", name=action).click()
	return page.locator(".modal:visible")


def test_a_visit_to_each_is_planned_and_the_one_that_fails_says_why(council, desk_of):
	page = desk_of(council.officer)
	dialog = choose(page, "Plan a Visit to Each", council.agreed, council.proposed)
	due = add_days(today(), 7)
	by = dialog.locator("[data-fieldname=due_on] input")
	expect(by).to_have_value(format_date(due))
	by.fill("")
	dialog.get_by_role("button", name="Apply to 2").click()
	missing = page.locator(".msgprint-dialog:visible")
	expect(missing).to_contain_text("Missing Values Required")
	assert waiting() == []
	missing.locator(".btn-modal-close").click()
	by.fill(format_date(due))
	by.press("Tab")
	dialog.get_by_role("button", name="Apply to 2").press("Enter")
	expect(page.locator("#alert-container")).to_contain_text("Started. You can carry on working.")
	failed = work()
	assert set(failed) == {council.proposed.name}
	told = page.locator(".msgprint-dialog:visible")
	expect(told).to_contain_text("Plan a visit: 1 done, 1 not done")
	expect(told.get_by_role("listitem")).to_have_text(
		f"{council.proposed.name}: {failed[council.proposed.name]}"
	)
	link = told.get_by_role("link", name=council.proposed.name)
	expect(link).to_have_attribute("href", f"/app/placement/{council.proposed.name}")
	frappe.db.rollback()
	visits = frappe.get_all(
		"Visit", {"placement": ["in", [council.agreed.name, council.proposed.name]]}, ["placement", "visitor"]
	)
	assert visits == [{"placement": council.agreed.name, "visitor": council.officer}]


def test_what_is_asked_before_says_what_will_happen_and_no_means_no(council, desk_of):
	page = desk_of(council.officer)
	dialog = choose(page, "Make Me the Officer", council.pledge)
	expect(dialog).to_contain_text(
		"You will become the officer for each of them. 1 records are selected. Carry on?"
	)
	dialog.get_by_role("button", name="No").click()
	expect(dialog).to_have_count(0)
	assert waiting() == []
	dialog = choose(page, "Make Me the Officer", council.pledge)
	dialog.get_by_role("button", name="Yes").click()
	expect(page.locator("#alert-container")).to_contain_text("Started.")
	assert work() == {}
	told = page.locator(".msgprint-dialog:visible")
	expect(told).to_contain_text("Make me the officer: 1 done, 0 not done")
	expect(told).to_contain_text("All done.")
	frappe.db.rollback()
	assert factories.stored(council.pledge).officer == council.officer


def test_those_who_may_not_write_are_offered_nothing(council, desk_of):
	page = desk_of(factories.user_who_signs_in("adviser"))
	page.goto("/app/employer-pledge")
	box(page, council.pledge).check()
	shown(page).locator(".actions-btn-group button").wait_for()
	expect(page.get_by_role("link", name="Make Me the Officer")).to_have_count(0)
