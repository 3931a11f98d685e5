"""An employer, on a phone: from the day the offer is accepted to the certificate."""

from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from tests import factories as make
from tests.browser.conftest import check, sign_in
from tests.placements.start_gate.complete import assessment_draft, checked_agreement, move
from tests.portal.hosting import finished, proposed, running, taken_out_again
from tests.portal.test_employer_functions import accepted

# Questions after the offer for a new host with a low-risk place, and for a returning host.
NEW, RETURNING = 12, 1


@pytest.fixture(scope="module", autouse=True)
def nothing_stays(connected_site):
	with taken_out_again():
		yield


@pytest.fixture
def host(connected_site):
	"""An employer with an offer that was just accepted, and the address of someone who acts for it."""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	officer = make.standing_user("officer")
	employer = make.employer(officer=officer, employer_name="The Willow Tea Room")
	place = make.site(employer, address_line="1 High Street", town="Wolverton", postcode="MK12 5AA")
	pledge = accepted(employer)
	access = make.portal_access(employer=employer.name)
	frappe.db.commit()
	return SimpleNamespace(
		employer=employer.name, site=place, email=access.email, officer=officer, pledge=pledge.name
	)


class Asked:
	"""Counts the questions on every page a host sends."""

	def __init__(self):
		self.questions = 0

	def send(self, page, button):
		self.questions += page.locator("main form .govuk-form-group").count()
		press(page, button)


def press(page, button):
	page.get_by_role("button", name=button, exact=True).click()
	page.wait_for_load_state()


def heading(page):
	return page.locator("h1").first.inner_text()


def follow(page, link):
	page.get_by_role("link", name=link).first.click()
	page.wait_for_load_state()


def fill_date(page, name, day):
	for part in ("day", "month", "year"):
		page.locator(f"#{name}-{part}").fill(str(getattr(getdate(day), part)))


def answer_the_page(page, cover):
	page.get_by_label(cover).check()
	page.get_by_label("Who will supervise them at work?").fill("Sam Supervisor")
	page.get_by_role("group", name="Will this person be alone").get_by_label("No", exact=True).check()
	page.get_by_label("Who is in charge of health and safety?").fill("Hari")
	page.get_by_label("Who should we ask for if we're worried").fill("Sofia")
	page.get_by_label("What is their phone number?").fill("01908 555000")
	page.get_by_label("We'll only use it for the placement").check()


def type_the_policy(page):
	page.get_by_label("Who is the insurer?").fill("Acme Mutual")
	page.get_by_label("What is the policy number?").fill("P-1")
	page.get_by_label("How much does it cover?").fill("£10 million")
	fill_date(page, "cover_from", today())
	fill_date(page, "cover_to", add_months(today(), 12))


def the_team_checks(host):
	agreement = frappe.get_doc("Host Agreement", {"employer": host.employer})
	agreement.update({"dbs_decision": "Not Needed", "insurer_standing": "Member of the ABI"}).save()
	agreement.mark_checked()
	draft = assessment_draft(host.site, host.officer, officer=host.officer)
	move(host.officer, draft, "Send to Employer")
	frappe.db.commit()
	return draft.name


def at_this_host(host, done):
	"""Move a placement and its linked records to the host of this test."""
	for doc in (done.placement, done.assessment, done.agreement):
		doc.db_set("employer", host.employer, update_modified=False)
	frappe.db.set_value("Placement Opportunity", done.placement.opportunity, "employer", host.employer)
	frappe.db.commit()
	return done.placement.name


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_accepted_offer_to_the_certificate(phone, host, scripts):
	frappe.db.rollback()
	page, asked = phone(scripts=scripts, email=host.email), Asked()

	# The questions, once
	page.goto("/employer")
	follow(page, "Answer up to 12 questions about hosting")
	answer_the_page(page, "I'll type in the details")
	asked.send(page, "Save and continue")
	type_the_policy(page)
	asked.send(page, "Save")
	assert heading(page) == "Thank you. We have your answers"

	# The risk assessment: notes of a conversation, read and confirmed
	assessment = the_team_checks(host)
	page.goto("/employer")
	follow(page, "Read the risk assessment")
	asked.send(page, "Yes, this is right")
	frappe.db.rollback()
	assert frappe.db.get_value("Risk Assessment", assessment, "status") == "Submitted"
	assert asked.questions == NEW

	# A placement: read and agreed
	waiting = at_this_host(host, proposed())
	page.goto("/employer")
	follow(page, "Read and agree to the placement")
	press(page, "Yes, we agree to this")
	assert "You agreed to this on" in page.inner_text("main")

	# Running: someone hasn't arrived, a day's attendance, an extension
	frappe.db.rollback()
	frappe.db.set_value("Placement", waiting, "status", "Cancelled")
	done = running()
	name = at_this_host(host, done)
	page.goto("/employer")
	follow(page, "Someone is due today")
	assert "Robin" in page.inner_text("main")
	press(page, "Someone hasn't arrived")
	assert page.get_by_role("link", name="999").is_visible()
	press(page, "They haven't arrived")
	assert "We've told our team" in heading(page)
	page.goto("/employer")
	follow(page, "Tell us who came this week")
	page.locator(f'button[name="day {name} {today()}"][value="Late"]').click()
	page.wait_for_load_state()
	assert "Late" in page.inner_text("main")
	page.goto(f"/employer/placements/{name}/extend")
	fill_date(page, "until", add_days(done.placement.end_date, 7))
	press(page, "Ask to extend it")
	assert "we'll reply soon" in page.inner_text("main")

	# The end: feedback and the certificate
	frappe.db.rollback()
	assert frappe.db.exists("Not Here Alert", {"placement": name, "reported_by": host.email})
	finished(done)
	frappe.db.commit()
	page.goto("/employer")
	follow(page, "Tell us how it went")
	for answer in ("Very Well", "Partly", "Always", "Maybe"):
		page.get_by_label(answer, exact=True).check()
	press(page, "Send")
	press(page, "Get your certificate")
	with page.expect_download() as download:
		page.get_by_role("button", name="Download the certificate (PDF)").click()
	with open(download.value.path(), "rb") as file:
		assert file.read(5) == b"%PDF-"


def test_returning_host_answers_one_question(phone, host):
	frappe.db.rollback()
	agreement = checked_agreement(host.site)
	make.set_stored(agreement, site=None, expires_on=add_days(today(), 20))
	frappe.db.commit()
	page, asked = phone(email=host.email), Asked()
	page.goto("/employer")
	follow(page, "Renew your checks")
	page.get_by_label("Nothing has changed").check()
	asked.send(page, "Renew")
	assert heading(page) == "Thank you. We have your answers"
	assert asked.questions == RETURNING


def test_expired_session_and_large_file_lose_nothing(phone, host, tmp_path):
	page = phone(email=host.email)
	page.goto(f"/employer/checks/{host.employer}")
	answer_the_page(page, "I'll send a photo of it")
	frappe.db.rollback()
	frappe.db.set_value("Portal Session", {"email": host.email}, "expires_at", add_days(today(), -1))
	frappe.db.commit()
	press(page, "Save and continue")
	assert heading(page) == "Sign in"
	sign_in(page.context, page.url.partition("/sign-in")[0], host.email)
	page.goto(f"/employer/checks/{host.employer}")
	assert page.get_by_label("Who should we ask for if we're worried").input_value() == "Sofia"
	press(page, "Save and continue")
	assert heading(page) == "Add a photo of your insurance certificate"

	large = tmp_path / "certificate.png"
	large.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(30 * 1024 * 1024))
	page.get_by_label("Photo of the certificate").set_input_files(large)
	try:
		press(page, "Send the photo")
	except Exception:
		pass
	page.goto(f"/employer/checks/{host.employer}")
	assert heading(page) == "Add a photo of your insurance certificate"
	frappe.db.rollback()
	stored = frappe.get_doc("Host Agreement", {"employer": host.employer})
	assert (stored.safeguarding_contact, stored.status) == ("Sofia", "Draft")
	press(page, "Check it when you visit")
	assert heading(page) == "Thank you. We have your answers"


@pytest.mark.parametrize("size", ["phone", "desktop"])
def test_every_page_in_every_state(open_page, host, size):
	frappe.db.rollback()
	page = open_page(size, email=host.email)

	def looked_at(path):
		page.goto(path)
		check(page)
		return page

	def refused(path, button):
		looked_at(path)
		press(page, button)
		assert page.locator(".govuk-error-summary").is_visible(), path
		check(page)

	# Empty
	for path in ("", "/offers", "/placements", "/attendance", "/certificate", "/assessment"):
		looked_at("/employer" + path)
	for path in ("", "/pause", "/withdraw"):
		looked_at(f"/employer/offers/{host.pledge}{path}")
	refused(f"/employer/checks/{host.employer}", "Save and continue")
	refused("/call-me", "Call me back")

	# Filled
	for cover, button in (
		("I'll type in the details", "Save"),
		("I'll send a photo of it", "Send the photo"),
	):
		looked_at(f"/employer/checks/{host.employer}" + ("" if button == "Save" else "/answers"))
		answer_the_page(page, cover)
		press(page, "Save and continue")
		refused(f"/employer/checks/{host.employer}", button)
	press(page, "Check it when you visit")
	check(page)
	frappe.db.rollback()
	agreement = frappe.get_doc("Host Agreement", {"employer": host.employer})
	make.set_stored(
		agreement, status="Checked", expires_on=add_days(today(), 200), cover_to=add_days(today(), 200)
	)
	returned = make.set_stored(
		make.pledge(frappe.get_doc("Employer", host.employer)), status="Returned", reason="Which days?"
	)
	kitchen = make.site(frappe.get_doc("Employer", host.employer), band="Less Familiar Risk")
	draft = assessment_draft(
		kitchen, host.officer, officer=host.officer, hazards=[], prohibited_work=[], conversation_note=""
	)
	move(host.officer, draft, "Send to Employer")
	waiting = at_this_host(host, proposed())
	done = running()
	name = at_this_host(host, done)
	over = at_this_host(host, over_and_done())
	looked_at(f"/employer/checks/{host.employer}")
	looked_at("/employer")
	looked_at("/employer/offers")
	looked_at(f"/employer/offers/{returned.name}")
	page.get_by_label("How many").fill("")
	press(page, "Send it again")
	check(page)

	assessment = f"/employer/assessment/{draft.name}"
	looked_at("/employer/assessment")
	looked_at(assessment)
	refused(assessment + "/law", "Save and continue")
	page.get_by_label("None of these").check()
	press(page, "Save and continue")
	refused(assessment + "/hazards", "Save and continue")
	page.get_by_label("Is there anything else?").fill("Hot pans")
	press(page, "Save and continue")
	refused(assessment + "/hazards/1", "Save and continue")
	page.get_by_label("What do you do about it?").fill("Shown how")
	for group, answer in (
		("If it did happen", "Days off work"),
		("How often would it", "Often"),
		("How often will it", "Not often"),
	):
		page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()
	press(page, "Save and continue")
	check(page)
	refused(assessment + "/not-right", "Send")
	looked_at(assessment)
	press(page, "Yes, this is right")
	check(page)

	for path in ("", f"/{waiting}", f"/{name}", f"/{name}/not-here", f"/{name}/told", f"/{over}"):
		looked_at("/employer/placements" + path)
	refused(f"/employer/placements/{name}/extend", "Ask to extend it")
	refused(f"/employer/placements/{name}/end-early", "Ask to end it")
	looked_at("/employer/attendance")
	page.locator('button[value="Present"]').first.click()
	page.wait_for_load_state()
	check(page)
	refused(f"/employer/feedback/{over}", "Send")
	looked_at("/employer/certificate")
	looked_at("/call-me/done")
	frappe.db.rollback()
	frappe.db.set_value(
		"Host Agreement",
		{"employer": host.employer, "status": "Checked"},
		"expires_on",
		add_days(today(), -1),
	)
	frappe.db.commit()
	refused(f"/employer/checks/{host.employer}", "Renew")


def over_and_done():
	done = running()
	done.placement = finished(done)
	return done
