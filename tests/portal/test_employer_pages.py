"""The employer's pages over HTTP."""

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make
from tests.portal.browsing import Outsider
from tests.portal.hosting import running, taken_out_again


@pytest.fixture(scope="module", autouse=True)
def nothing_stays(connected_site):
	with taken_out_again():
		yield


@pytest.fixture
def hosting(frappe_site):
	done = running()
	access = make.portal_access(employer=done.placement.employer)
	frappe.db.commit()
	return done, access.email


def logged(release):
	frappe.db.rollback()
	return frappe.get_all(
		"Record Access Log",
		{"record": release},
		["user", "how", "items", "young_person"],
		order_by="creation",
	)


def test_every_disclosure_is_logged_and_nothing_else(hosting, http):
	done, email = hosting
	host = Outsider(http()).signed_in(email)
	page = f"/employer/placements/{done.placement.name}"
	for other in ("/employer", "/employer/placements", f"{page}/not-here", f"{page}/extend", f"{page}/told"):
		assert "Robin" not in host.open(other).text
	assert logged(done.release.name) == []
	assert "Robin" in host.open(page).text
	(row,) = logged(done.release.name)
	assert dict(row) == {
		"user": email,
		"how": "Portal Disclosure",
		"items": "First Name",
		"young_person": done.person.name,
	}


def test_pages_show_only_released_items(hosting, http):
	done, email = hosting
	identity = frappe.get_doc("Young Person Identity", done.person.name)
	host = Outsider(http()).signed_in(email)
	html = host.open(f"/employer/placements/{done.placement.name}").page.text
	for secret in (
		identity.preferred_name,
		str(identity.date_of_birth),
		done.person.name,
		done.worker,
		"care",
	):
		assert secret not in html


def test_refused_request_writes_nothing_and_keeps_answers(hosting, http):
	done, email = hosting
	host = Outsider(http()).signed_in(email)
	page = f"/employer/placements/{done.placement.name}/extend"
	until = frappe.utils.getdate(add_days(today(), 1))
	parts = {"until-day": until.day, "until-month": until.month, "until-year": until.year}
	answer = host.open(page).send(page, reason="They do well", **parts)
	assert "The new last day must be after" in answer.text
	assert "They do well" in answer.page.text
	frappe.db.rollback()
	assert not frappe.db.exists("Placement Request", {"placement": done.placement.name})


def test_unknown_attendance_button_changes_nothing(hosting, http):
	done, email = hosting
	host = Outsider(http()).signed_in(email)
	for name in ("day", f"day {done.placement.name}", f"day {done.placement.name} x", "day PLC-0 2026-01-01"):
		host.open("/employer/attendance").send("/employer/attendance", **{name: "Present"})
		assert host.page.status_code in (200, 404), name
	frappe.db.rollback()
	assert done.reload().placement.attendance == []


def test_young_person_gets_numbers_instead_of_a_call_back(frappe_site, http):
	done = running()
	access = make.portal_access("Young Person", placement=done.placement.name)
	before = frappe.db.count("Callback Request")
	frappe.db.commit()
	person = Outsider(http()).signed_in(portal_access=access.name)
	assert "Call us on one of these numbers" in person.open("/call-me").text
	person.open("/sign-out").send("/call-me", caller_name="Robin", phone="01908 555000")
	frappe.db.rollback()
	assert frappe.db.count("Callback Request") == before
