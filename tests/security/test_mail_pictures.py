"""Picture addresses that would make Frappe search forever, and emails that a visitor could make the council send."""

import re

import frappe
import pytest

from tests import factories
from tests.security.conftest import call, is_refused
from unlocking_opportunities.access.mail_pictures import remove_odd_pictures


@pytest.mark.parametrize(
	("text", "left"),
	[
		('<img embed="assets/frappe/images/a.png">', 1),
		('<img embed="/files/a%20b.png">', 1),
		('<img embed="a?.png">', 0),
		("<img embed='a(1).png'>", 0),
		('<img embed="a[.png">', 0),
		('<img embed="a.png\' x">', 1),
		('<img embedembed="?"="?">', 0),
		('<img embed="?"><img embed="b.png">', 1),
	],
)
def test_frappe_finds_each_picture_again(text, left):
	"""It replaces one after the other, and would search forever for one whose address does not match itself."""
	from frappe.email.email_body import EMBED_PATTERN

	kept = remove_odd_pictures(text)
	found = EMBED_PATTERN.findall(kept)
	assert len(found) == left
	assert all(re.search(f"""embed=['"]{path}['"]""", kept) for path in found)


def test_no_saved_text_and_no_mail_has_such_an_address(as_user):
	as_user("officer")
	note = factories.make("Note", title=frappe.generate_hash(length=8), content='<img embed="a?.png">')
	assert "embed=" not in note.content
	employer = factories.employer()
	call(
		"frappe.core.doctype.communication.email.make",
		doctype="Employer",
		name=employer.name,
		recipients="outside@example.org",
		subject="x",
		content='<p>Hello</p><img embed="a?.png">',
		send_email=1,
	)
	assert "embed=" not in frappe.get_last_doc("Communication").content


@pytest.mark.parametrize(
	("method", "arguments"),
	[
		("frappe.www.contact.send_message", {"sender": "x@example.org", "message": "x", "subject": "x"}),
		("frappe.email.doctype.newsletter.newsletter.subscribe", {"email": "x@example.org"}),
	],
)
def test_a_visitor_sends_no_mail(as_user, method, arguments):
	frappe.set_user("Guest")
	assert is_refused(method, **arguments)
