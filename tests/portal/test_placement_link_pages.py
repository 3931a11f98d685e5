"""`/placement-link` over HTTP without JavaScript, for the young person and the signatory."""

import frappe
import pytest

from tests import factories
from tests.portal.browsing import Outsider, link_in
from tests.stored import Stored
from unlocking_opportunities.council import calls, dates
from unlocking_opportunities.messages import purge
from unlocking_opportunities.portal.people import placement_access
from unlocking_opportunities.utils import jobs

HOME = "/placement-link"


@pytest.fixture
def world(frappe_site):
	with Stored() as stored:
		yield stored


@pytest.fixture
def young_person(http, world):
	return Outsider(http()).signed_in(portal_access=world.access["Young Person"]).open(HOME)


@pytest.fixture
def signatory(http, world):
	return Outsider(http()).signed_in(portal_access=world.access["Signatory"]).open(HOME)


def stored(world):
	frappe.db.rollback()
	return factories.stored(world.placement)


def fingerprint_on(page):
	return page.page.text.partition('name="fingerprint" value="')[2].partition('"')[0]


def test_page_shows_only_the_placement(young_person, world):
	for words in ("Kitchen porter", "Monday, 10am to 3pm", "Sam Supervisor", "To do"):
		assert words in young_person.text
	for hidden in (world.person.name, "Planted-Surname", "07700 900123", world.email, "parent-"):
		assert hidden not in young_person.page.text
	assert " care" not in young_person.page.text.lower()


def test_young_person_from_yes_to_signature(young_person, world):
	young_person.open(f"{HOME}/answer").send(answer="Yes")
	assert "We have your answer" in young_person.text
	young_person.open(f"{HOME}/introduce").send(introduced_as="Robin, who likes to bake")
	assert "We've saved your words" in young_person.text
	rows = [row.name for row in factories.stored(world.release).items]
	young_person.open(f"{HOME}/share")
	assert "They need this to keep you safe" in young_person.text
	young_person.send(**dict.fromkeys(rows, "Agrees"))
	assert "We've saved your choices" in young_person.text
	young_person.open(f"{HOME}/sign").send(
		read="yes", fingerprint=fingerprint_on(young_person.open(f"{HOME}/sign"))
	)
	assert "Thank you for signing." in young_person.text and "To do" not in young_person.text
	placement = stored(world)
	assert [(row.party, row.how) for row in placement.signatures] == [("Young Person", "By Link")]
	assert placement.sharing_choice == "Tell the Host What Is Listed"


def test_signatory_signs_and_does_not_see_their_choices(signatory, world):
	assert "Choose how we introduce you" not in signatory.text and "A keen baker" not in signatory.page.text
	signatory.open(f"{HOME}/sign").send(read="yes", fingerprint=fingerprint_on(signatory))
	assert "Thank you for signing." in signatory.text
	(signature,) = stored(world).signatures
	assert (signature.party, signature.authority) == ("Holder of Parental Responsibility", "Parent")
	for step in ("introduce", "share", "feedback"):
		assert signatory.open(f"{HOME}/{step}").page.status_code == 404


def test_no_needs_no_reason(young_person, world):
	young_person.open(f"{HOME}/answer").send(answer="No")
	assert "You said no, and that's fine" in young_person.text
	assert "Choose how we introduce you" not in young_person.text
	frappe.db.rollback()
	assert frappe.db.exists("Declined Match", {"young_person": world.person.name})
	assert young_person.open(f"{HOME}/sign").path == HOME


def test_a_no_once_it_is_running_is_urgent_and_nobody_looks_for_something_else(young_person, world, mailbox):
	factories.empty_mail_queue()
	world.placement.db_set("status", "In Progress")
	frappe.db.commit()
	assert "carry on" in young_person.open(f"{HOME}/answer").text
	young_person.send(answer="No")
	assert "We'll call you about what happens next" in young_person.text
	mailbox.send_queue()
	mail = mailbox.wait_for(to=world.officer, subject=f"Answered: {world.placement.name}")
	said = mail.get_body(("plain",)).get_content()
	assert (
		"The young person said no, and the placement is running. Call them before their next day at work"
		in " ".join(said.split())
	)


def test_what_the_officer_reads_names_who_answered(signatory, world, mailbox):
	factories.empty_mail_queue()
	frappe.db.commit()
	signatory.open(f"{HOME}/answer").send(answer="Yes")
	mailbox.send_queue()
	mail = mailbox.wait_for(to=world.officer, subject=f"Answered: {world.placement.name}")
	assert "The person who signs for them said yes." in mail.get_body(("plain",)).get_content()


def test_feedback_is_asked_for_once(young_person, world):
	world.placement.db_set("status", "Completed")
	frappe.db.commit()
	assert "Tell us how it was" in young_person.open(HOME).text
	answers = {"overall": "Well", "safe_and_supported": "Yes", "as_agreed": "Yes"}
	young_person.open(f"{HOME}/feedback").send(**answers)
	assert "Optional" not in young_person.open(HOME).text


def test_new_words_reach_the_officer_without_a_release(young_person, world, mailbox):
	frappe.delete_doc("Share Release", world.release.name, force=True)
	factories.empty_mail_queue()
	frappe.db.commit()
	young_person.open(f"{HOME}/introduce").send(introduced_as="Robin, who likes to bake")
	mailbox.send_queue()
	mailbox.wait_for(to=world.officer, subject=f"New introduction: {world.placement.name}")


def test_a_word_is_no_way_to_reach_someone(http, world):
	page = Outsider(http()).open(f"{HOME}/again").send(contact="hello")
	assert "Enter a mobile number or an email address" in page.text


def test_change_needs_a_description(young_person):
	young_person.open(f"{HOME}/answer").send(answer="Change Something")
	assert "Tell us what you'd like to change" in young_person.text
	young_person.send(answer="Change Something", reason="Tuesdays are better")
	assert "We have your answer" in young_person.text


def test_changed_terms_are_shown_again(young_person, world):
	young_person.open(f"{HOME}/sign")
	read = fingerprint_on(young_person)
	frappe.db.set_value("Placement", world.placement.name, "supervisor_name", "Somebody Else")
	frappe.db.commit()
	young_person.send(read="yes", fingerprint=read)
	assert "Something has changed since you opened this page" in young_person.text
	assert "Somebody Else" in young_person.text and "checked" not in young_person.page.text
	assert stored(world).signatures == []


def test_paper_signature_counts(young_person, world):
	placement = factories.stored(world.placement)
	placement.append(
		"signatures",
		{
			"party": "Young Person",
			"authority": "Own",
			"how": "On Paper, Seen by an Officer",
			"signed_on": frappe.utils.now(),
		},
	)
	placement.save()
	frappe.db.commit()
	young_person.open(HOME)
	assert "Sign the agreement Done" in young_person.text


def test_first_day_sheet(young_person):
	young_person.open(f"{HOME}/first-day")
	for words in ("Be there at 10am", "1 High Street", "Bus 5 from the station", "What to wear", "Lunch"):
		assert words in young_person.text


def test_something_is_wrong_shows_numbers_first(young_person, world):
	young_person.open(f"{HOME}/wrong")
	assert "999" in young_person.text and "<form" not in young_person.page.text
	young_person.open(f"{HOME}/wrong/call-me").send()
	assert "Thank you for telling us" in young_person.text
	frappe.db.rollback()
	referral = frappe.get_last_doc("Concern Referral")
	assert (referral.young_person, referral.placement) == (world.person.name, world.placement.name)
	assert referral.reported_by == world.access["Young Person"]
	told = frappe.get_all("Notification Log", {"document_name": referral.name}, pluck="for_user")
	assert world.lead in told
	assert not {world.officer, factories.standing_user("worker")} & set(told)


def test_without_a_safeguarding_lead_the_request_is_refused(young_person, world):
	held = {"role": "Unlocking Safeguarding Lead", "parenttype": "User"}
	leads = frappe.get_all("Has Role", held, pluck="name")
	frappe.db.set_value("Has Role", {"name": ["in", leads]}, "role", "Unlocking Analyst")
	frappe.db.commit()
	try:
		young_person.open(f"{HOME}/wrong/call-me").send()
		assert "Please call one of these numbers" in young_person.text
		assert "Thank you for telling us" not in young_person.text
	finally:
		frappe.db.set_value("Has Role", {"name": ["in", leads]}, "role", "Unlocking Safeguarding Lead")
		frappe.db.commit()


def test_feedback_after_the_start(young_person, world):
	assert young_person.open(f"{HOME}/feedback").path == HOME
	world.placement.db_set("status", "Completed")
	frappe.db.commit()
	young_person.open(HOME)
	assert "This placement has ended" in young_person.text
	young_person.open(f"{HOME}/feedback").send(overall="Well", safe_and_supported="Yes")
	assert "Select whether it was what you expected" in young_person.text
	young_person.send(overall="Well", safe_and_supported="Yes", as_agreed="Yes", went_well="The people")
	assert "Thank you for telling us" in young_person.text
	assert young_person.open(f"{HOME}/feedback").path == HOME


def test_someone_who_did_not_feel_safe_gets_numbers_and_the_team_is_told(young_person, world, mailbox):
	manager = factories.standing_user("manager")
	factories.empty_mail_queue()
	world.placement.db_set("status", "Completed")
	frappe.db.commit()
	answers = {"overall": "Badly", "safe_and_supported": "No", "as_agreed": "No", "do_better": "They shouted"}
	young_person.open(f"{HOME}/feedback").send(**answers)
	assert calls.promise(calls.call_by()) in young_person.text and "999" in young_person.text
	frappe.db.rollback()
	feedback = frappe.get_last_doc("Placement Feedback", {"placement": world.placement.name})
	mailbox.send_queue()
	by = calls.call_by()
	day = "today" if str(by) == frappe.utils.today() else f"on {dates.in_full(by)}"
	subject = f"Please call {day}: {feedback.name}"
	mailbox.wait_for(subject=subject)
	found = mailbox.messages(subject=subject)
	assert {world.officer, factories.standing_user("worker"), manager} <= {mail["To"] for mail in found}
	for mail in found:
		words = " ".join(mail.get_body((kind,)).get_content() for kind in ("html", "plain"))
		for hidden in ("Robin", "Planted", "shouted", "Badly", "safe", world.person.name):
			assert hidden not in words and hidden not in mail["Subject"]


def test_pressing_send_twice_on_feedback_is_no_error(young_person, world):
	world.placement.db_set("status", "Completed")
	frappe.db.commit()
	answers = {"overall": "Well", "safe_and_supported": "Yes", "as_agreed": "Yes"}
	page = young_person.open(f"{HOME}/feedback").page
	for _press in range(2):
		young_person.page = page
		assert "Thank you for telling us" in young_person.send(**answers).text
	frappe.db.rollback()
	assert frappe.db.count("Placement Feedback", {"placement": world.placement.name}) == 1


def test_ended_placement_takes_no_answer(young_person, world):
	world.placement.db_set("status", "Cancelled")
	frappe.db.commit()
	assert "This isn't going ahead" in young_person.open(HOME).text
	for step in ("answer", "sign", "introduce", "share"):
		assert young_person.open(f"{HOME}/{step}").page.status_code == 404


# The link


def deliver(mailbox, access):
	frappe.db.rollback()
	placement_access.deliver(access)
	mailbox.send_queue()
	purge.purge()


def test_mail_names_no_one_and_is_deleted_once_sent(http, world, mailbox):
	deliver(mailbox, world.access["Young Person"])
	message = mailbox.wait_for(to=world.email)
	body = message.get_body(("html",)).get_content()
	for hidden in ("Robin", " care", world.placement.name, "Kitchen porter", "Unlocking Opportunities"):
		assert hidden not in body and hidden not in message["Subject"]
	assert not frappe.db.exists("Email Queue", {"reference_doctype": "Portal Link", "status": "Sent"})
	visitor = Outsider(http()).open(link_in(message)).send()
	assert visitor.path == HOME and "Kitchen porter" in visitor.text


def test_signatory_gets_their_own_mail(http, world, mailbox):
	deliver(mailbox, world.access["Signatory"])
	visitor = Outsider(http()).open(link_in(mailbox.wait_for(to=world.signatory))).send()
	assert "Choose how we introduce you" not in visitor.text and "Sign" in visitor.text


def test_expired_link_offers_a_new_one(http, world, mailbox):
	deliver(mailbox, world.access["Young Person"])
	link = link_in(mailbox.wait_for(to=world.email))
	Outsider(http()).open(link).send()
	again = Outsider(http()).open(link)
	assert "This link has expired" in again.text
	again.send(again="1")
	assert "we've sent you a new link" in again.text


def test_from_18_the_parents_link_and_session_show_only_that_they_have_ended(signatory, http, world, mailbox):
	deliver(mailbox, world.access["Signatory"])
	link = link_in(mailbox.wait_for(to=world.signatory))
	born = frappe.utils.add_years(frappe.utils.today(), -18)
	frappe.db.set_value("Young Person Identity", world.person.name, "date_of_birth", born)
	frappe.db.commit()
	follower = Outsider(http())
	for page in (
		signatory.open(HOME),
		signatory.open(f"{HOME}/sign"),
		follower.open(link),
		follower.send(),
		follower.send(again="1"),
	):
		assert "This link has ended" in page.text and "we can't send you a new one" in page.text
		for hidden in ("Kitchen porter", "Robin", "18", "<form"):
			assert hidden not in page.page.text.partition("<main")[2].partition("</main>")[0]
	young_person = Outsider(http()).signed_in(portal_access=world.access["Young Person"])
	assert "Sign the agreement" in young_person.open(HOME).text


def test_without_a_session_a_link_can_be_requested(http, world):
	visitor = Outsider(http()).open(f"{HOME}/answer")
	assert visitor.path == f"{HOME}/again"
	visitor.send(contact="")
	assert "Enter your mobile number or email address" in visitor.text
	known, unknown = (
		Outsider(http()).open(f"{HOME}/again").send(contact=contact)
		for contact in (world.email, "x@y.example")
	)
	assert known.text == unknown.text and known.path == unknown.path == f"{HOME}/again/sent"


@pytest.mark.parametrize("written", ["07700900123", "07700 900 123"])
def test_new_link_goes_only_to_recorded_contacts(world, mailbox, written):
	placement_access.send_again(jobs.store_argument(written))
	mailbox.send_queue()
	assert mailbox.wait_for(to=world.email)
	assert mailbox.messages(to=world.signatory) == []
