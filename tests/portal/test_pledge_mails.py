"""What an employer is told about its offer, whether it was made on the website or taken down by an officer."""

from email import message_from_string, policy

import frappe
import pytest

from tests import factories as make
from tests.placements.start_gate.complete import move
from unlocking_opportunities.messages import addresses


@pytest.fixture
def offer(frappe_site, monkeypatch):
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **options: None)
	officer = make.standing_user("officer")
	pledge = make.pledge(officer=officer)
	make.empty_mail_queue()
	return pledge


def contact(employer: str, address: str | None) -> None:
	doc = frappe.new_doc("Contact")
	doc.update({"first_name": "Priya", "links": [{"link_doctype": "Employer", "link_name": employer}]})
	if address:
		doc.append("email_ids", {"email_id": address, "is_primary": 1})
	doc.insert(ignore_permissions=True)


def mailed(pledge) -> dict[str, str]:
	"""Return the text of each queued mail about it, by recipient."""
	names = frappe.get_all("Email Queue", {"reference_name": pledge.name}, pluck="name")
	mails = [frappe.get_doc("Email Queue", name) for name in names]
	return {row.recipient: text_of(mail.message) for mail in mails for row in mail.recipients}


def text_of(message: str) -> str:
	parts = message_from_string(message, policy=policy.default)
	return " ".join(parts.get_body(("plain",)).get_content().split())


DECISIONS = (
	("Return to Employer", "need something from you"),
	("Accept Pledge", "accepted your offer"),
	("Decline Pledge", "accept it this time"),
)


@pytest.mark.parametrize(("action", "words"), DECISIONS)
def test_an_offer_taken_by_phone_is_answered_to_the_contact(offer, action, words):
	contact(offer.employer, "priya@riverside.example")
	submitted = move(offer.officer, offer, "Send for Review")
	make.set_stored(submitted, reason="Which weeks?")
	make.empty_mail_queue()
	move(offer.officer, make.stored(submitted), action)
	(text,) = mailed(offer).values()
	assert list(mailed(offer)) == ["priya@riverside.example"]
	assert words in text and "contact us" in text
	assert "/employer" not in text  # they can't sign in


def test_without_an_address_the_officer_is_asked_to_call(offer):
	assert addresses.of_employer(offer.employer)[1] is None
	submitted = move(offer.officer, offer, "Send for Review")
	make.set_stored(submitted, reason="Which weeks?")
	move(offer.officer, make.stored(submitted), "Return to Employer")
	assert mailed(offer) == {}
	said = frappe.get_all("Comment", {"reference_name": offer.name, "comment_type": "Info"}, pluck="content")
	assert any("Call them." in text for text in said)


def test_whoever_can_sign_in_gets_the_button_and_the_contact_nothing(offer):
	contact(offer.employer, "priya@riverside.example")
	access = make.portal_access(employer=offer.employer)
	move(offer.officer, offer, "Send for Review")
	assert list(mailed(offer)) == [access.email]
	assert "/employer" in mailed(offer)[access.email]
