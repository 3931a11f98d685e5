"""Calendars, PDFs, comments and names: how one user could affect others, or keep the server busy."""

import frappe
import pytest

from tests import factories
from tests.security.conftest import call, is_refused
from unlocking_opportunities.access.frappe_methods import CalendarTooLong


def test_names_of_people_and_files_have_no_quotation_marks(world, as_user):
	me = as_user("officer")
	user = frappe.get_doc("User", me)
	user.first_name = 'x" onmouseover="alert(1)" y="'
	# Their own account, as another user edits it.
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
	with pytest.raises(CalendarTooLong):
		call(method, start="1900-01-01", end="2026-12-31")


def test_a_pdf_of_a_report_fetches_from_this_site_only(world, as_user, monkeypatch):
	made = []
	monkeypatch.setattr(frappe.get_module("frappe.utils.pdf"), "get_pdf", lambda *given: made.append(given))
	monkeypatch.setitem(frappe.conf, "host_name", "https://council.example:8443")
	as_user("analyst")
	call("frappe.utils.print_format.report_to_pdf", html="<table></table>", orientation="Portrait")
	((html, options),) = made
	assert (html, options["orientation"]) == ("<table></table>", "Portrait")
	assert (options["proxy"], options["bypass-proxy-for"]) == ("http://0.0.0.0:0", "council.example")


def test_a_picture_from_elsewhere_is_refused_in_words(world, as_user, monkeypatch):
	def refused(*given):
		raise OSError("Exit with code 1 due to network error: ConnectionRefusedError")

	monkeypatch.setattr(frappe.get_module("frappe.utils.pdf"), "get_pdf", refused)
	as_user("analyst")
	with pytest.raises(frappe.ValidationError, match="pictures from this site only"):
		call("frappe.utils.print_format.report_to_pdf", html="<img src='http://127.0.0.1:1/x'>")


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
