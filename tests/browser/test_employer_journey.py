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
	page.get_by_label("I agree to keep it private").check()


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


class Journey:
	"""What a host does from the accepted offer to the certificate, step by step, in the order of the test below."""

	def __init__(self, page, host):
		self.page, self.host, self.asked = page, host, Asked()

	def home(self, link):
		self.page.goto("/employer")
		follow(self.page, link)

	def answers_the_questions_once(self):
		self.home("Answer a few questions about hosting")
		answer_the_page(self.page, "I'll type in the details")
		self.asked.send(self.page, "Save and continue")
		type_the_policy(self.page)
		self.asked.send(self.page, "Save")
		assert heading(self.page) == "Thank you. We have your answers"

	def confirms_the_risk_assessment(self):
		"""The team wrote it down when they talked."""
		assessment = the_team_checks(self.host)
		self.home("Read the risk assessment")
		self.asked.send(self.page, "Yes, this is right")
		frappe.db.rollback()
		assert frappe.db.get_value("Risk Assessment", assessment, "status") == "Submitted"

	def agrees_to_a_placement(self):
		waiting = at_this_host(self.host, proposed())
		self.home("Read and agree to the placement")
		press(self.page, "Yes, we agree to this")
		assert "You agreed to this on" in self.page.inner_text("main")
		frappe.db.rollback()
		frappe.db.set_value("Placement", waiting, "status", "Cancelled")

	def says_that_someone_has_not_arrived(self):
		self.done = running()
		self.placement = at_this_host(self.host, self.done)
		self.home("Due today")
		assert "Robin" in self.page.inner_text("main")
		press(self.page, "Tell us they haven't arrived")
		assert self.page.get_by_role("link", name="999").is_visible()
		press(self.page, "They haven't arrived")
		assert "We've told our team" in heading(self.page)
		frappe.db.rollback()
		assert frappe.db.exists(
			"Not Here Alert", {"placement": self.placement, "reported_by": self.host.email}
		)

	def records_who_came(self):
		self.home("Tell us who came this week")
		self.page.locator(f'button[name="day {self.placement} {today()}"][value="Late"]').click()
		self.page.wait_for_load_state()
		assert "Late" in self.page.inner_text("main")

	def asks_for_another_week(self):
		self.page.goto(f"/employer/placements/{self.placement}/extend")
		fill_date(self.page, "until", add_days(self.done.placement.end_date, 7))
		press(self.page, "Ask for more time")
		assert "we'll reply soon" in self.page.inner_text("main")

	def tells_how_it_went(self):
		frappe.db.rollback()
		finished(self.done)
		frappe.db.commit()
		self.home("Tell us how it went")
		for answer in ("Very well", "Partly", "Always", "Maybe"):
			self.page.get_by_label(answer, exact=True).check()
		press(self.page, "Send")

	def downloads_the_certificate(self):
		press(self.page, "Get your certificate")
		with self.page.expect_download() as download:
			self.page.get_by_role("button", name="Download the certificate (PDF)").click()
		with open(download.value.path(), "rb") as file:
			assert file.read(5) == b"%PDF-"


@pytest.mark.parametrize("scripts", [True, False], ids=["with scripts", "without scripts"])
def test_from_the_accepted_offer_to_the_certificate(phone, host, scripts):
	frappe.db.rollback()
	journey = Journey(phone(scripts=scripts, email=host.email), host)
	journey.answers_the_questions_once()
	journey.confirms_the_risk_assessment()
	assert journey.asked.questions == NEW
	journey.agrees_to_a_placement()
	journey.says_that_someone_has_not_arrived()
	journey.records_who_came()
	journey.asks_for_another_week()
	journey.tells_how_it_went()
	journey.downloads_the_certificate()


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


class Pages:
	"""The pages of one host, each checked as it is looked at."""

	def __init__(self, page, host):
		self.page, self.host = page, host
		self.checks = f"/employer/checks/{host.employer}"

	def look(self, *paths):
		for path in paths:
			self.page.goto(path)
			check(self.page)

	def press(self, button):
		press(self.page, button)
		check(self.page)

	def refused(self, path, button):
		"""Look at `path` and press `button` with nothing filled in: the page says what is missing."""
		self.look(path)
		press(self.page, button)
		assert self.page.locator(".govuk-error-summary").is_visible(), path
		check(self.page)


@pytest.fixture(params=["phone", "desktop"])
def pages(request, open_page, host):
	frappe.db.rollback()
	return Pages(open_page(request.param, email=host.email), host)


def test_pages_of_a_host_with_nothing_yet(pages):
	for path in ("", "/offers", "/placements", "/attendance", "/certificate", "/assessment"):
		pages.look("/employer" + path)
	for path in ("", "/pause", "/withdraw"):
		pages.look(f"/employer/offers/{pages.host.pledge}{path}")
	pages.refused(pages.checks, "Save and continue")
	pages.refused("/call-me", "Call me back")
	pages.look("/call-me/done")


def test_pages_of_the_checks(pages):
	page = pages.page
	pages.look(pages.checks)
	answer_the_page(page, "I'll type in the details")
	press(page, "Save and continue")
	pages.refused(pages.checks, "Save")
	pages.look(f"{pages.checks}/answers")
	answer_the_page(page, "I'll send a photo of it")
	press(page, "Save and continue")
	pages.refused(pages.checks, "Send the photo")
	pages.press("Check it when you visit")
	all_checked(pages.host)
	pages.look(pages.checks)
	frappe.db.rollback()
	agreement = {"employer": pages.host.employer, "status": "Checked"}
	frappe.db.set_value("Host Agreement", agreement, "expires_on", add_days(today(), -1))
	frappe.db.commit()
	pages.refused(pages.checks, "Renew")


def all_checked(host):
	"""The team has checked what the host answered."""
	frappe.db.rollback()
	agreement = frappe.get_doc("Host Agreement", {"employer": host.employer})
	later = add_days(today(), 200)
	make.set_stored(agreement, status="Checked", expires_on=later, cover_to=later)
	frappe.db.commit()


def returned_offer(host):
	employer = frappe.get_doc("Employer", host.employer)
	returned = make.set_stored(make.pledge(employer), status="Returned", reason="Which days?")
	frappe.db.commit()
	return returned.name


def test_pages_of_an_offer_that_was_returned(pages):
	returned = returned_offer(pages.host)
	pages.look("/employer/offers", f"/employer/offers/{returned}")
	pages.page.get_by_label("How many").fill("")
	pages.press("Send it again")


def assessment_to_fill_in(host):
	kitchen = make.site(frappe.get_doc("Employer", host.employer), band="Less Familiar Risk")
	draft = assessment_draft(
		kitchen, host.officer, officer=host.officer, hazards=[], prohibited_work=[], conversation_note=""
	)
	move(host.officer, draft, "Send to Employer")
	frappe.db.commit()
	return draft.name


def test_pages_of_a_risk_assessment(pages):
	page = pages.page
	assessment = f"/employer/assessment/{assessment_to_fill_in(pages.host)}"
	pages.look("/employer/assessment", assessment)
	pages.refused(assessment + "/law", "Save and continue")
	page.get_by_label("None of these").check()
	press(page, "Save and continue")
	pages.refused(assessment + "/hazards", "Save and continue")
	page.get_by_label("Is there anything else?").fill("Hot pans")
	press(page, "Save and continue")
	pages.refused(assessment + "/hazards/1", "Save and continue")
	page.get_by_label("What do you do about it?").fill("Shown how")
	for group, answer in (
		("If it did happen", "Days off work"),
		("How often would it", "Often"),
		("With what you do about it", "Not often"),
	):
		page.get_by_role("group", name=group).get_by_label(answer, exact=True).check()
	pages.press("Save and continue")
	pages.refused(assessment + "/not-right", "Send")
	pages.look(assessment)
	pages.press("Yes, this is right")


def test_pages_of_placements_in_every_state(pages):
	waiting = at_this_host(pages.host, proposed())
	name = at_this_host(pages.host, running())
	over = at_this_host(pages.host, over_and_done())
	returned_offer(pages.host)
	assessment_to_fill_in(pages.host)
	pages.look("/employer", "/employer/offers", "/employer/assessment")
	for path in ("", f"/{waiting}", f"/{name}", f"/{name}/not-here", f"/{name}/told", f"/{over}"):
		pages.look("/employer/placements" + path)
	pages.refused(f"/employer/placements/{name}/extend", "Ask for more time")
	pages.refused(f"/employer/placements/{name}/end-early", "Ask to end early")
	pages.look("/employer/attendance")
	pages.page.locator('button[value="Present"]').first.click()
	pages.page.wait_for_load_state()
	check(pages.page)
	pages.refused(f"/employer/feedback/{over}", "Send")
	pages.look("/employer/certificate")


def over_and_done():
	done = running()
	done.placement = finished(done)
	return done
