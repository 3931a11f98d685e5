"""An officer's morning in a browser: from the home page to a proposed placement, a visit, a reminder.

The test reads what the officer sees from the page, and the results from the site. Any error on the console
fails the test.
"""

from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, today
from playwright.sync_api import Page, expect

from tests import factories

PAGE_LOAD = 60_000


@pytest.fixture
def morning(frappe_site):
	"""One officer's work: a pledge two days overdue, a visit due today, a host whose insurance is missing."""
	officer = factories.user("officer", password=factories.PASSWORD)
	host = factories.employer(
		employer_name=f"Quillmarsh Bakery {frappe.generate_hash(length=6)}", officer=officer
	)
	place = factories.site(host)
	pledge = factories.set_stored(
		factories.pledge(host, officer=officer), status="Submitted", answer_by=add_days(today(), -2)
	)
	running = factories.placement(factories.young_person(), place, officer=officer, attendance=[])
	factories.set_stored(running, status="In Progress", start_date=add_days(today(), -14))
	before = factories.visit(
		running,
		due_on=add_days(today(), -7),
		visited_on=add_days(today(), -7),
		visitor=officer,
		seen_alone="Yes",
		supervisor_seen="Yes",
		controls_working="Partly",
		notes="Gloves were late",
	)
	visit = factories.visit(running, due_on=today(), visitor=officer)
	closed = factories.placement(factories.young_person(), place, officer=officer)
	closed.append(
		"gate_results", {"check_key": "insurance", "title": "Insurance", "outcome": "Fail"}
	).db_insert()
	factories.set_stored(closed, gate_status="Closed")
	factories.make(
		"Contact",
		first_name="Pat",
		email_ids=[{"email_id": f"{host.name.lower()}@employers.example", "is_primary": 1}],
		links=[{"link_doctype": "Employer", "link_name": host.name}],
	)
	sector = factories.make("Sector", sector_name=f"Baking {frappe.generate_hash(length=6)}").name
	person = factories.young_person(age=19)
	person.set("interests", [{"sector": sector}])
	person.save()
	factories.care_record(person, right_to_work="Unrestricted")
	opportunity = factories.opportunity(place, sector=sector)
	frappe.db.commit()
	return SimpleNamespace(
		officer=officer,
		host=host,
		pledge=pledge,
		before=before,
		visit=visit,
		closed=closed,
		person=person,
		opportunity=opportunity,
	)


@pytest.fixture
def desk(desktop, morning) -> Page:
	page = desktop()
	page.set_default_timeout(PAGE_LOAD)
	expect.set_options(timeout=PAGE_LOAD)
	page.context.request.post("/api/method/login", form={"usr": morning.officer, "pwd": factories.PASSWORD})
	go_home(page)
	return page


def go_home(page: Page) -> None:
	page.goto("/app/unlocking-opportunities")
	page.locator(".queue-sections").wait_for()
	# Frappe draws the charts last; drawing one after the page was left is an error on the console.
	expect(page.locator(".dashboard-widget-box .frappe-chart")).to_have_count(2)


def section(page: Page, title: str):
	return page.get_by_role("region", name=title)


def open_line(page: Page, title: str, reference: str) -> None:
	line = section(page, title).get_by_role("listitem").filter(has_text=reference)
	line.get_by_role("link").click()
	page.wait_for_url(f"**/{reference}")
	form(page).locator(".form-page").wait_for()


def form(page: Page):
	"""The form that is shown: Frappe keeps those of earlier steps in the page."""
	return page.locator(".page-container:visible")


def stored(doc):
	frappe.db.rollback()
	return factories.stored(doc)


def test_a_mornings_work(desk, morning, mailbox):
	answer_the_pledge(desk, morning)
	propose_a_placement(desk, morning)
	record_the_visit(desk, morning)
	remind_the_host(desk, morning, mailbox)
	go_home(desk)
	expect(section(desk, "Visits this week").get_by_text(morning.visit.name)).to_have_count(0)


def answer_the_pledge(page: Page, morning) -> None:
	"""The most overdue pledge comes first and says how late it is; the form shows what to do next."""
	first = section(page, "Pledges to answer").get_by_role("listitem").first
	expect(first).to_contain_text("days late")
	open_line(page, "Pledges to answer", morning.pledge.name)
	expect(form(page)).to_contain_text("We promised an answer by")
	form(page).get_by_role("button", name="Actions").click()
	page.get_by_role("link", name="Start Review").click()
	expect(form(page).locator(".indicator-pill", has_text="Under Review").first).to_be_visible()
	assert stored(morning.pledge).status == "Under Review"


def propose_a_placement(page: Page, morning) -> None:
	"""From the young person: choose the place that fits best, read why, and set two days."""
	page.goto(f"/app/young-person/{morning.person.name}")
	form(page).get_by_role("button", name="Find a Place").click()
	place = page.locator(".modal:visible section").filter(has_text=morning.opportunity.sector)
	expect(place).to_contain_text("Fits")
	place.get_by_role("button", name="Propose").click()
	page.wait_for_function("cur_dialog?.fields_dict.start_date")
	days = {"start_date": add_days(today(), 14), "end_date": add_days(today(), 28)}
	page.evaluate("days => cur_dialog.set_values(days)", days)
	page.locator(".modal:visible").last.get_by_role("button", name="Propose", exact=True).click()
	page.wait_for_url("**/placement/PLC-*")
	expect(form(page).locator(".indicator-pill", has_text="Proposed").first).to_be_visible()
	frappe.db.rollback()
	placements = frappe.get_all("Placement", {"young_person": morning.person.name}, ["status", "opportunity"])
	assert [(row.status, row.opportunity) for row in placements] == [("Proposed", morning.opportunity.name)]


def record_the_visit(page: Page, morning) -> None:
	"""On the tablet: the previous visit's findings are beside the questions."""
	go_home(page)
	open_line(page, "Visits this week", morning.visit.name)
	form(page).get_by_role("button", name="Record on Site").click()
	dialog = page.locator(".modal:visible")
	expect(dialog).to_contain_text("Gloves were late")
	for question, answer in (
		("Young Person Seen Alone", "Yes"),
		("Supervisor Seen", "Yes"),
		("Controls Working", "Yes"),
		("How They Are Getting On", "Well"),
	):
		dialog.get_by_role("group", name=question).get_by_role("button", name=answer, exact=True).click()
	dialog.locator("[data-fieldname=notes] textarea").fill("Settled in")
	dialog.get_by_role("button", name="Save the Visit").click()
	expect(form(page).locator(".indicator-pill", has_text="Done").first).to_be_visible()
	visit = stored(morning.visit)
	assert (visit.status, visit.controls_working, visit.notes) == ("Done", "Yes", "Settled in")


def remind_the_host(page: Page, morning, mailbox) -> None:
	go_home(page)
	expect(section(page, "Outstanding checks")).to_contain_text("Still needed: Insurance")
	open_line(page, "Outstanding checks", morning.closed.name)
	form(page).get_by_role("button", name="Follow Up").click()
	page.get_by_role("link", name="Remind the Host").click()
	page.locator(".modal:visible").get_by_role("button", name="Yes").click()
	address = f"{morning.host.name.lower()}@employers.example"
	expect(page.locator("#alert-container")).to_contain_text(address)
	mailbox.send_queue()
	mail = mailbox.wait_for(to=address, subject="Reminder")
	assert morning.closed.name in mail["Subject"]
	text = mail.get_body(("html", "plain")).get_content()
	assert "Insurance" in text
	assert (
		frappe.db.get_value("Young Person Identity", morning.closed.young_person, "preferred_name")
		not in text
	)
