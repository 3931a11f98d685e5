"""The plain-text part of our emails, for readers who see no HTML: every address in it can be copied as it is."""

from email import message_from_string, policy
from pathlib import Path

import frappe
import pytest
from frappe.utils import get_url

from tests import factories as make
from unlocking_opportunities.daily_work import digest
from unlocking_opportunities.messages import email, staff
from unlocking_opportunities.messages.due import Due

TEMPLATES = Path(__file__).parents[2] / "unlocking_opportunities" / "templates" / "emails"
# Characters that Markdown would escape.
PATH = "/sign-in/link/a_b-c__d*e.f~g_"


def send_outside():
	email.send("kim@hill.example", "Sign in", ["It's for 1 hour & once"], "Sign in", PATH)


def send_staff():
	staff.notify(
		[make.standing_user("officer")],
		"Look",
		["A line & <more>"],
		make.employer(),
		url=get_url(PATH),
		button="Open",
	)


def send_digest():
	due = Due("Employer", "EMP_1", "EMP_1", "Call them", url=get_url(PATH))
	digest.send_digest(make.standing_user("officer"), [due], frappe.utils.getdate())


@pytest.fixture(params=[send_outside, send_staff, send_digest])
def mail(request, frappe_site):
	make.empty_mail_queue()
	request.param()
	(queued,) = frappe.get_all("Email Queue", pluck="message")
	return message_from_string(queued, policy=policy.default)


def test_an_address_in_the_text_part_is_whole(mail):
	assert get_url(PATH) in mail.get_body(("plain",)).get_content().split()


def test_the_text_part_is_text(mail):
	words = mail.get_body(("plain",)).get_content()
	assert "&amp;" not in words and "&#39;" not in words and "\n\n\n" not in words
	assert not [line for line in words.splitlines() if line.startswith((" ", "\t"))]


def test_control_older_frappes_own_text_part_breaks_it(frappe_site):
	make.empty_mail_queue()
	frappe.sendmail(recipients=["kim@hill.example"], subject="Look", message=f"<p>{get_url(PATH)}</p>")
	(queued,) = frappe.get_all("Email Queue", pluck="message")
	text = message_from_string(queued, policy=policy.default).get_body(("plain",)).get_content()
	if "\\_" not in text:
		pytest.skip("This Frappe keeps links whole itself.")
	assert get_url(PATH) not in text


def test_every_template_has_a_text_part():
	assert {file.stem for file in TEMPLATES.glob("*.html")} == {file.stem for file in TEMPLATES.glob("*.txt")}
