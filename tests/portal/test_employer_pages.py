"""The employer's pages over HTTP."""

from concurrent.futures import ThreadPoolExecutor
from random import randrange

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make
from tests.portal.browsing import Outsider
from tests.portal.hosting import running, taken_out_again
from unlocking_opportunities.council import dates


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


def extension(day, **more):
	return {"until-day": day.day, "until-month": day.month, "until-year": day.year, **more}


@pytest.mark.parametrize(
	"step,answers,link,said",
	[
		("extend", "extension", "Ask for more time", "You've already asked for more time"),
		("end-early", "reason", "Ask to end early", "You've already asked to end early"),
	],
)
def test_asking_again_while_a_request_is_open(hosting, http, step, answers, link, said):
	done, email = hosting
	later = frappe.utils.getdate(add_days(today(), 60))
	first = extension(later) if answers == "extension" else {}
	first["reason"] = "We like them"
	host, other = (Outsider(http()).signed_in(email) for _browser in range(2))
	page = f"/employer/placements/{done.placement.name}"
	for browser in (host, other):
		browser.open(f"{page}/{step}")
	assert host.send(**first).path == f"{page}?asked={step}"
	assert "Done You've asked" in host.text
	assert "Done You" not in host.open(page).text
	assert "We'll reply soon" in host.text and link not in host.text
	other.send(**{**first, "reason": "Keep these words"})
	assert other.page.status_code == 200 and said in other.text and "There is a problem" in other.text
	assert "Keep these words" in other.page.text
	assert said in host.open(f"{page}/{step}").text and "<textarea" not in host.page.text
	frappe.db.rollback()
	assert frappe.db.count("Placement Request", {"placement": done.placement.name}) == 1


def test_asking_twice_at_once_makes_one_request(hosting, http):
	done, email = hosting
	page = f"/employer/placements/{done.placement.name}/end-early"
	browsers = [Outsider(http()).signed_in(email).open(page) for _browser in range(4)]
	with ThreadPoolExecutor() as pool:
		pressed = [pool.submit(browser.send, reason="We are closing") for browser in browsers]
		statuses = [press.result().page.status_code for press in pressed]
	frappe.db.rollback()
	assert statuses == [200] * 4
	assert frappe.db.count("Placement Request", {"placement": done.placement.name}) == 1


def test_reporting_twice_at_once_raises_one_alert(hosting, http):
	done, email = hosting
	page = f"/employer/placements/{done.placement.name}/not-here"
	browsers = [Outsider(http()).signed_in(email).open(page) for _browser in range(4)]
	with ThreadPoolExecutor() as pool:
		pressed = [pool.submit(browser.send) for browser in browsers]
		statuses = [press.result().page.status_code for press in pressed]
	frappe.db.rollback()
	assert statuses == [200] * 4
	assert frappe.db.count("Not Here Alert", {"placement": done.placement.name}) == 1


def test_the_limit_of_an_extension_is_a_date_in_words(hosting, http):
	done, email = hosting
	host = Outsider(http()).signed_in(email).open(f"/employer/placements/{done.placement.name}/extend")
	host.send(**extension(frappe.utils.getdate(add_days(today(), 1))))
	assert f"must be after {dates.day(done.reload().placement.end_date)}" in host.text


def test_a_report_that_someone_is_not_here_can_be_seen(hosting, http):
	done, email = hosting
	page = f"/employer/placements/{done.placement.name}"
	host = Outsider(http()).signed_in(email).open("/employer")
	assert "Due today" in host.text
	host.open(f"{page}/not-here").send()
	for address in (page, "/employer"):
		host.open(address)
		assert "You told us at" in host.text and "due today" not in host.text.lower()


@pytest.mark.parametrize("attendance", ["Late", "Present", "Absent: Told Us"])
def test_someone_whose_attendance_is_recorded_is_not_asked_about(hosting, http, attendance):
	done, email = hosting
	host = Outsider(http()).signed_in(email).open(f"/employer/attendance/{done.placement.name}")
	host.send(**{f"day {done.placement.name} {today()}": attendance})
	for address in (f"/employer/placements/{done.placement.name}", "/employer"):
		assert "due today" not in host.open(address).text.lower()


def test_an_absence_of_today_that_nobody_explained_alerts_the_team(hosting, http):
	done, email = hosting
	page, button = f"/employer/attendance/{done.placement.name}", f"day {done.placement.name} {today()}"
	host = Outsider(http()).signed_in(email).open(page).send(**{button: "Absent: Not Known"})
	assert "We've told our team" in host.text
	host.open(page).send(**{button: "Absent: Not Known"})
	assert frappe.db.count("Not Here Alert", {"placement": done.placement.name}) == 1
	assert "You told us at" in host.open("/employer").text


@pytest.mark.parametrize(
	("days", "status", "said"),
	[
		(-1, "In Progress", "Absent: Not Known"),
		(0, "Paused", "Absent: Not Known"),
		(0, "In Progress", "Absent: Told Us"),
	],
)
def test_other_absences_alert_nobody(hosting, http, days, status, said):
	done, email = hosting
	make.set_stored(done.placement, status=status)
	frappe.db.commit()
	host = Outsider(http()).signed_in(email).open(f"/employer/attendance/{done.placement.name}")
	host.send(**{f"day {done.placement.name} {add_days(today(), days)}": said})
	assert host.path.startswith("/employer/attendance")
	assert not frappe.db.exists("Not Here Alert", {"placement": done.placement.name})
	assert frappe.db.exists("Placement Attendance", {"parent": done.placement.name, "attendance": said})


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


def test_asking_twice_at_once_for_a_call_makes_one_request(hosting, http):
	_done, email = hosting
	browsers = [Outsider(http()).signed_in(email).open("/call-me") for _browser in range(3)]
	words = f"The kettle {frappe.generate_hash(length=8)}"
	# Another number each time: one number may ask only so often.
	phone = f"01908 {randrange(100_000, 1_000_000)}"
	with ThreadPoolExecutor() as pool:
		pressed = [
			pool.submit(browser.send, caller_name="Jo", phone=phone, about=words) for browser in browsers
		]
		pages = [press.result().path for press in pressed]
	frappe.db.rollback()
	assert pages == ["/call-me/done"] * 3
	assert frappe.db.count("Callback Request", {"about": words}) == 1


@pytest.mark.parametrize(
	("status", "ended"), [("Ended Early", True), ("Completed", True), ("In Progress", False)]
)
def test_an_ended_placement_shows_the_day_it_ended(hosting, http, status, ended):
	done, email = hosting
	make.set_stored(done.placement, status=status, actual_end=add_days(today(), -1) if ended else None)
	frappe.db.commit()
	last, planned = (frappe.utils.getdate(day) for day in (add_days(today(), -1), done.placement.end_date))
	host = Outsider(http()).signed_in(email)
	page = host.open(f"/employer/placements/{done.placement.name}").text
	assert dates.in_full(last if ended else planned) in page
	assert (dates.in_full(planned) in page) is not ended
	assert f"to {dates.day(last if ended else planned)}" in host.open("/employer/placements").text


def test_a_host_reads_the_role_without_its_own_name(hosting, http):
	done, email = hosting
	name = frappe.db.get_value("Employer", done.placement.employer, "employer_name")
	role = frappe.db.get_value("Placement Opportunity", done.placement.opportunity, "role_title")
	host = Outsider(http()).signed_in(email)
	for page in ("/employer", "/employer/attendance", f"/employer/feedback/{done.placement.name}"):
		host.open(page)
		if host.page.status_code == 200:
			assert role in host.text and name not in host.text, page


@pytest.mark.parametrize(
	("weeks", "said"), [(-8, "No one was due in that week"), (1, "That week hasn't started yet")]
)
def test_a_week_without_days_says_which(hosting, http, weeks, said):
	done, email = hosting
	page = f"/employer/attendance/{done.placement.name}/{add_days(today(), 7 * weeks)}"
	assert said in Outsider(http()).signed_in(email).open(page).text


def test_a_missing_page_leads_to_the_visitors_own_pages(hosting, http):
	host = Outsider(http()).signed_in(hosting[1]).open("/employer/placements/PLC-0")
	assert host.page.status_code == 404
	assert "Go to your pages" in host.text and "Sign in" not in host.text
	assert "Sign in" in Outsider(http()).open("/opportunities/nothing").text


def test_a_draft_of_the_team_was_not_offered_yet(hosting, http):
	done, email = hosting
	draft = make.pledge(frappe.get_doc("Employer", done.placement.employer))
	make.set_stored(draft, status="Draft")
	frappe.db.commit()
	host = Outsider(http()).signed_in(email).open("/employer/offers")
	row = host.text.partition(draft.name)
	assert "We're still writing this down" in row[2]
	assert "Offered on" not in row[0]


def test_a_returned_offer_of_money_is_not_counted(hosting, http):
	done, email = hosting
	employer = frappe.get_doc("Employer", done.placement.employer)
	returned = make.set_stored(make.pledge(employer), status="Returned", reason="When?")
	row = returned.offers[0].name
	frappe.db.set_value("Pledge Offer", row, {"kind": "Funding", "number": 1})
	frappe.db.commit()
	host = Outsider(http()).signed_in(email).open(f"/employer/offers/{returned.name}")
	assert "What is the money for?" in host.text and "How many" not in host.text
	host.send(**{f"role_title-{row}": "Bus fares", f"description-{row}": "In May"})
	frappe.db.rollback()
	sent = frappe.get_doc("Employer Pledge", returned.name)
	assert (sent.status, sent.offers[0].number, sent.offers[0].description) == ("Submitted", 1, "In May")


def test_checks_that_ran_out_say_so_and_changes_are_asked_for(hosting, http):
	done, email = hosting
	agreement = frappe.get_doc("Host Agreement", {"employer": done.placement.employer})
	last = add_days(today(), -3)
	make.set_stored(agreement, status="Checked", site=None, expires_on=last)
	frappe.db.commit()
	host = Outsider(http()).signed_in(email).open("/employer/checks")
	assert f"Your checks ran out on {dates.day(last)}" in host.text
	host.send(nothing_changed="yes")
	assert "Change what is different" in host.text and "You only answer these once" not in host.text
