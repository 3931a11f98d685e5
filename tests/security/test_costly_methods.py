"""What a login can have the server do for others or for long: calendars, PDFs, comments, names."""

import frappe
import pytest

from tests import factories
from tests.security.conftest import call, is_refused


def test_names_of_people_and_files_have_no_quotation_marks(world, as_user):
	me = as_user("officer")
	user = frappe.get_doc("User", me)
	user.first_name = 'x" onmouseover="alert(1)" y="'
	user.save(ignore_permissions=True)
	assert '"' not in frappe.db.get_value("User", me, "full_name")
	note = factories.make("Note", title=frappe.generate_hash(length=8))
	file = factories.make(
		"File",
		file_name='"><img src=q onerror=alert(1) y=.txt',
		content="x",
		is_private=1,
		attached_to_doctype="Note",
		attached_to_name=note.name,
	)
	assert not set('<>"') & set(file.file_name)


def test_no_login_sends_what_takes_long_to_read(world, as_user):
	as_user("other worker")
	assert is_refused(
		"frappe.client.insert",
		doc={"doctype": "Event", "subject": "x", "starts_on": "2026-06-01", "description": "<" * 1000},
	)


def test_a_calendar_shows_a_year(world, as_user):
	as_user("nobody")
	method = "frappe.desk.doctype.event.event.get_events"
	assert call(method, start="2026-01-01", end="2026-12-31") is not None
	with pytest.raises(frappe.ValidationError, match="a year at most"):
		call(method, start="1900-01-01", end="2026-12-31")


@pytest.mark.parametrize(
	"html",
	[
		'<iframe src="file:///etc/passwd">',
		'<img src="http://127.0.0.1:1/">',
		"<img src=//elsewhere.example/x.png>",
		"<style>a {background: url(http://elsewhere.example/x)}</style>",
		'<link rel="stylesheet" href="http://elsewhere.example/x.css">',
		'<style>@import "http://elsewhere.example/x.css"</style>',
		'<meta http-equiv="refresh" content="0; url=http://elsewhere.example">',
	],
)
def test_a_pdf_of_a_report_fetches_nothing_from_elsewhere(world, as_user, html):
	as_user("analyst")
	assert is_refused("frappe.utils.print_format.report_to_pdf", html=html)


@pytest.mark.parametrize(
	"html",
	[
		'<img src="/files/logo.png">',
		'<img src="data:image/png;base64,x">',
		"<td>https://example.org</td>",
		'<a href="https://example.org">x</a>',
	],
)
def test_a_pdf_of_a_report_is_made_of_what_is_here(world, as_user, monkeypatch, html):
	made = []
	module = frappe.get_module("frappe.utils.print_format")
	monkeypatch.setattr(module, "get_pdf", lambda html, options: made.append(html))
	as_user("analyst")
	call("frappe.utils.print_format.report_to_pdf", html=html)
	assert made == [html]


def test_a_comment_is_in_ones_own_name_on_any_record(world, as_user):
	me = as_user("officer")
	note = factories.make("Note", title=frappe.generate_hash(length=8))
	comment = call(
		"frappe.desk.form.utils.add_comment",
		reference_doctype="Note",
		reference_name=note.name,
		content="x",
		comment_email="someone@example.org",
		comment_by="Someone Else",
	)
	assert comment.comment_email == me and comment.comment_by != "Someone Else"
