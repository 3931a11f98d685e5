"""`/member` over HTTP without JavaScript."""

import frappe
import pytest

from tests import factories
from tests.portal.browsing import Outsider
from tests.stored import Stored

BUSINESS = {
	"employer_name": "Riverside Bakery",
	"employer_type": "Business",
	"contact_name": "Rosa",
	"phone": "01632 960001",
	"email": "",
	"kinds": ["Work Experience", "not-sure"],
	"said": "",
}


@pytest.fixture
def world(frappe_site):
	with Stored() as stored:
		yield stored


@pytest.fixture
def member(http, world):
	return Outsider(http()).signed_in(world.councillor).open("/member")


def test_introduction_and_its_status(member, world):
	assert "you can see here what happened next" in member.text
	member.open("/member/introduce").send(**BUSINESS)
	assert "We'll contact them within a week" in member.text
	assert "Riverside Bakery We'll contact them" in member.text
	frappe.db.rollback()
	employer = frappe.get_last_doc("Employer", {"introduced_by": world.councillor})
	frappe.db.set_value(
		"Employer Pledge", {"employer": employer.name}, {"status": "Accepted", "notes": "secret"}
	)
	frappe.db.commit()
	member.open("/member")
	assert "Riverside Bakery Offering places" in member.text and "secret" not in member.page.text


@pytest.mark.parametrize(
	"missing,words",
	[
		({"employer_name": ""}, "Enter the name of the business"),
		({"contact_name": ""}, "Enter who we should ask for"),
		({"phone": "", "email": ""}, "Enter a phone number or an email address"),
		({"kinds": []}, "Select what they might offer"),
	],
)
def test_errors_are_shown_and_answers_kept(member, missing, words):
	member.open("/member/introduce").send(**{**BUSINESS, "said": "Keep this", **missing})
	assert words in member.text and "Keep this" in member.page.text


def test_signing_up_for_an_event_and_cancelling(member, world):
	member.open("/member/events")
	assert world.event.title in member.text
	member.send(event=world.event.name, coming="1")
	assert "You're on the list" in member.text and f"You're coming to: {world.event.title}" in member.text
	member.open("/member/events").send(event=world.event.name, coming="0")
	assert "taken you off the list" in member.text


def test_report_is_shown_once_published(member, world):
	assert "The first report isn't out yet" in member.text
	assert member.open("/member/report").page.status_code == 404
	report = published("What it means.\n\nAnd <b>what</b> comes next.")
	try:
		member.open("/member/report")
		assert "What it means." in member.text
		assert "&lt; b&gt;what&lt; /b&gt;" in member.page.text
		assert "fewer than 5" in member.text
		frappe.db.set_value("Council Report", report, "published", 0)
		frappe.db.commit()
		assert member.open("/member/report").page.status_code == 404
	finally:
		frappe.db.delete("Council Report", {"name": report})
		frappe.db.delete("Council Report Figure", {"parent": report})
		frappe.db.commit()


def published(narrative):
	report = factories.council_report(narrative=narrative, period_from="2041-01-01", period_to="2041-12-31")
	factories.set_stored(report, docstatus=1, status="Approved", published=1)
	frappe.db.commit()
	return report.name
