"""Each kind of email about approvals and deadlines, really sent and read where it arrives: references, never names."""

import frappe
import pytest
from frappe.utils import add_days, add_to_date, getdate, now_datetime, today

from tests import factories as make
from tests.approvals.stored import taken_out_again
from unlocking_opportunities.approvals import escalation, requests
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.daily_work import digest
from unlocking_opportunities.employers import unfilled_offers
from unlocking_opportunities.messages import recipients
from unlocking_opportunities.messages.due import Due

PLANTED = ("Planted", "Surname", "07700 900123", "robin@home.example")
CARE = ("looked after", "looked-after", "care leaver", "in care", "foster")


@pytest.fixture(scope="module", autouse=True)
def leaves_nothing(connected_site):
	with taken_out_again():
		yield


@pytest.fixture
def arrived(frappe_site, mailbox):
	"""`arrived(subject, *addresses)`: the email with `subject`, once it has reached exactly `addresses`."""

	def read(subject: str, *addresses: str):
		mailbox.send_queue()
		mailbox.wait_for(subject=subject)
		found = mailbox.messages(subject=subject)
		assert {mail["X-Envelope-To"] for mail in found} == set(addresses)
		for mail in found:
			words = "\n".join(
				[
					mail["Subject"],
					*(part.get_content() for part in mail.walk() if part.get_content_maintype() == "text"),
				]
			)
			assert not [word for word in PLANTED if word in words]
			assert not [word for word in CARE if word in words.lower()]
			assert "YP-" not in mail["Subject"]
		return found[0]

	make.empty_mail_queue()
	frappe.db.commit()
	return read


@pytest.fixture
def placement(arrived):
	make.standing_user("manager")  # the manager who is asked to decide
	person = make.young_person(
		make.standing_user("worker"), age=16, preferred_name="Planted", surname="Surname", next_step="CV"
	)
	frappe.db.set_value(
		"Young Person Identity", person.name, {"mobile": "07700 900123", "email": "robin@home.example"}
	)
	return make.placement(person, officer=make.standing_user("officer"))


def request_about(doc):
	return frappe.get_doc("Decision Request", {"reference_name": doc.name})


def test_please_decide(arrived, placement):
	request = request_about(placement)
	mail = arrived(f"Please decide: {request.name}", request.asked_of)
	assert f"/decide/{request.name}" in mail.get_body(("html",)).get_content()


def test_please_decide_when_it_is_late(arrived, placement):
	request = request_about(placement)
	make.standing_user("manager", "second")
	make.empty_mail_queue()
	request.db_set("due_on", add_days(today(), -1))
	escalation.escalate_all()
	others = recipients.holders_of("Unlocking Manager") - {request.asked_of}
	assert others
	arrived(f"Please decide: {request.name}", *others)


def test_returned_and_approved(arrived, placement):
	for outcome in ("Returned", "Approved"):
		request = request_about(placement)
		frappe.set_user(make.standing_user("manager"))
		requests.settle(request, outcome, "Ask Planted first")
		arrived(f"{outcome}: {placement.name}", placement.officer)


def test_still_looking_and_still_unfilled(arrived):
	employer = make.employer()
	contact = make.make(
		"Contact", first_name="Kim", links=[{"link_doctype": "Employer", "link_name": employer.name}]
	)
	contact.append("email_ids", {"email_id": "kim@hill.example", "is_primary": 1})
	contact.save()
	officer = make.standing_user("officer")
	pledge = make.pledge(employer, officer=officer)
	accepted = add_to_date(now_datetime(), days=-7 * get_settings().unfilled_weeks - 1)
	make.set_stored(pledge, status="Accepted", places_open=1, answered_on=accepted)
	unfilled_offers.ask_all()
	mail = arrived(f"Is your offer {pledge.name} still open?", "kim@hill.example")
	assert "call us" in mail.get_body(("plain",)).get_content()
	arrived(f"Still unfilled: {pledge.name}", officer)


def test_a_question_about_it(arrived, placement):
	worker = make.standing_user("worker")
	frappe.set_user(placement.officer)
	stored = make.stored(placement)
	stored.send_ask("suitability", "email", stored.ready_ask("suitability")["message"])
	arrived(f"Please look at {placement.name}", worker)


def test_the_digest(arrived, placement):
	officer = placement.officer
	digest.send_digest(
		officer,
		[Due("Placement", placement.name, "Baker", "Still needed: Insurance", by=getdate())],
		getdate(),
	)
	mail = arrived("Your work today: 1 to look at", officer)
	text = mail.get_body(("html",)).get_content()
	assert placement.name in text and "Still needed: Insurance. Due by" in " ".join(text.split())
