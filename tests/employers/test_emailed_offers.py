"""An email to the programme's mailbox becomes a draft pledge, through Frappe's own inbound email."""

from email.message import EmailMessage

import frappe
import pytest
from frappe.email.receive import InboundMail
from frappe.utils import getdate

from tests import factories as make
from unlocking_opportunities.employers import due
from unlocking_opportunities.employers.emailed_offers import get_sender

MAILBOX = "offers@council.example"
FORWARDED = """Can you take this one?

---------- Forwarded message ---------
From: Priya Patel <priya@riverside.example>
Date: Mon, 23 Nov 2026 at 09:12
Subject: Work experience
To: <info@council.example>

We could take two people in the kitchen. My colleague wrote:
From: somebody.else@riverside.example
"""
OUTLOOK = """<div>FYI</div><div><b>From:</b> Patel, Priya &lt;<a href="mailto:priya@riverside.example">priya@riverside.example</a>&gt;<br>
<b>Sent:</b> 23 November 2026 09:12<br><b>To:</b> Info<br><b>Subject:</b> Work experience</div><p>Two people.</p>"""


@pytest.fixture
def mailbox_of_the_team(frappe_site):
	"""An Email Account whose email makes pledges, as an administrator sets it up. Tests fetch nothing."""
	make.standing_user("officer")  # make the user first, because making one later would store the account
	frappe.db.delete("Email Account", {"name": "Offers"})
	account = frappe.new_doc("Email Account")
	account.update(
		{
			"email_account_name": "Offers",
			"email_id": MAILBOX,
			"enable_incoming": 0,
			"append_to": "Employer Pledge",
		}
	)
	account.name = "Offers"
	account.db_insert()
	return frappe.get_doc("Email Account", "Offers")


@pytest.fixture
def priya(frappe_site):
	"""A contact of an employer; returns the employer."""
	employer = make.employer()
	contact = make.make(
		"Contact", first_name="Priya", links=[{"link_doctype": "Employer", "link_name": employer.name}]
	)
	contact.append("email_ids", {"email_id": "priya@riverside.example", "is_primary": 1})
	contact.save()
	return employer


def receive(account, sender: str, body: str, subject: str = "Work experience with us", files=(), html=False):
	"""Receive the email and return its pledge."""
	mail = EmailMessage()
	mail["From"], mail["To"], mail["Subject"] = sender, MAILBOX, subject
	mail["Message-ID"] = f"<{frappe.generate_hash(length=12)}@example.org>"
	mail.set_content(body, subtype="html" if html else "plain")
	for name, content, kind in files:
		mail.add_attachment(content, maintype=kind[0], subtype=kind[1], filename=name)
	communication = InboundMail(mail.as_bytes(), account).process()
	assert communication.reference_doctype == "Employer Pledge"
	return frappe.get_doc("Employer Pledge", communication.reference_name), communication


def test_an_employers_mail_becomes_a_draft_of_that_employer(mailbox_of_the_team, priya):
	pledge, mail = receive(
		mailbox_of_the_team, "Priya <priya@riverside.example>", "We could take two people."
	)
	assert (pledge.status, pledge.source, pledge.employer) == ("Draft", "Email", priya.name)
	assert (pledge.email_sender, pledge.forwarded_by) == ("priya@riverside.example", None)
	assert "two people" in mail.content
	assert pledge.employer_name == priya.employer_name


@pytest.mark.parametrize("body,html", [(FORWARDED, False), (OUTLOOK, True)])
def test_a_forwarded_email_belongs_to_its_writer(mailbox_of_the_team, priya, body, html):
	officer = make.standing_user("officer")
	pledge, _mail = receive(mailbox_of_the_team, officer, body, "Fwd: Work experience", html=html)
	assert (pledge.email_sender, pledge.forwarded_by) == ("priya@riverside.example", officer)
	assert (pledge.employer, pledge.officer) == (priya.name, officer)


def test_two_forwarded_offers_with_the_same_subject_stay_two(mailbox_of_the_team, priya):
	officer = make.standing_user("officer")
	other = FORWARDED.replace("priya@riverside.example", "kim@hill.example")
	first, second = (
		receive(mailbox_of_the_team, officer, body, "Fwd: Work experience offer")[0]
		for body in (FORWARDED, other)
	)
	assert first.name != second.name
	assert (second.email_sender, second.employer) == ("kim@hill.example", None)


def test_a_stranger_who_writes_a_from_line_is_no_one_else(mailbox_of_the_team, priya):
	pledge, _mail = receive(mailbox_of_the_team, "mallory@elsewhere.example", FORWARDED)
	assert (pledge.email_sender, pledge.employer) == ("mallory@elsewhere.example", None)


def test_a_from_line_in_the_text_is_no_header(frappe_site):
	officer = make.standing_user("officer")
	said = "Hello,\nFrom: my point of view ask priya@riverside.example\nThanks"
	assert get_sender(officer, said) == (officer, officer)


def test_a_young_persons_address_is_matched_with_nothing(mailbox_of_the_team):
	person = make.young_person()
	frappe.db.set_value("Young Person Identity", person.name, "email", "robin@home.example")
	pledge, _mail = receive(mailbox_of_the_team, "robin@home.example", "Hello")
	assert (pledge.employer, pledge.contact) == (None, None)
	assert person.name not in frappe.as_json(pledge.as_dict())


def test_an_address_of_two_employers_is_left_to_the_officer(mailbox_of_the_team, priya):
	contact = frappe.get_doc("Contact", {"email_id": "priya@riverside.example"})
	contact.append("links", {"link_doctype": "Employer", "link_name": make.employer().name})
	contact.save()
	pledge, _mail = receive(mailbox_of_the_team, "priya@riverside.example", "Hello")
	assert pledge.employer is None


def test_markup_that_runs_is_taken_out(mailbox_of_the_team):
	body = '<p onclick="x()">Hi</p><script>alert(1)</script><img src=x onerror=alert(1)>'
	_pledge, mail = receive(mailbox_of_the_team, "a@b.example", body, html=True)
	assert "<script" not in mail.content and "onerror" not in mail.content and "onclick" not in mail.content


def test_attachments_are_private_and_what_may_not_be_uploaded_is_not_kept(mailbox_of_the_team):
	files = [
		("offer.txt", b"Two places in the kitchen", ("text", "plain")),
		("offer.exe", b"MZ\x90\x00", ("application", "octet-stream")),
		("picture.png", b"<html><script>alert(1)</script>", ("image", "png")),
	]
	pledge, mail = receive(mailbox_of_the_team, "a@b.example", "See attached", files=files)
	kept = frappe.get_all("File", {"attached_to_name": mail.name}, ["file_name", "is_private"])
	assert [(file.file_name.partition(".")[2], file.is_private) for file in kept] == [("txt", 1)]
	said = frappe.get_all("Comment", {"reference_name": pledge.name, "comment_type": "Info"}, pluck="content")
	assert len([text for text in said if text.startswith("A file attached to the email was not kept")]) == 2


def test_a_later_mail_changes_nothing_that_an_officer_filled_in(mailbox_of_the_team, priya):
	pledge, _mail = receive(mailbox_of_the_team, "new@firm.example", "An offer", "Offer of a place")
	pledge.employer = priya.name
	pledge.append("offers", {"kind": "Taster", "number": 1, "sector": make.sector()})
	pledge.save()
	again, _mail = receive(mailbox_of_the_team, "new@firm.example", "One more thing", "Re: Offer of a place")
	assert (again.name, again.employer) == (pledge.name, priya.name)


def test_who_sent_it_is_not_edited_afterwards(mailbox_of_the_team, priya):
	pledge, _mail = receive(mailbox_of_the_team, "priya@riverside.example", "An offer")
	pledge.append("offers", {"kind": "Taster", "number": 1, "sector": make.sector()})
	pledge.email_sender = "else@where.example"
	pledge.save()
	assert make.stored(pledge).email_sender == "priya@riverside.example"


def test_the_digest_asks_an_officer_to_look_at_it(mailbox_of_the_team):
	pledge, _mail = receive(mailbox_of_the_team, "a@b.example", "An offer")
	(found,) = (line for line in due.EMAILED_OFFERS.lines(getdate()) if line[1].name == pledge.name)
	assert found[0] is None
