"""A stranger doesn't learn when a record was changed by sending an old copy of it, over HTTP."""

import json

import frappe
import pytest

from tests import factories
from tests.in_process import Browser
from unlocking_opportunities.access import doc_methods, guard

METHODS = ("run_doc_method", "frappe.handler.run_doc_method", "runserverobj")
MODIFIED = "2000-01-01 00:00:00"


@pytest.fixture
def person(frappe_site):
	name = factories.young_person().name
	frappe.db.commit()
	return name


def sent(method, copy):
	"""Return a request that runs a method of the record in it."""
	return f"/api/method/{method}", {"docs": json.dumps(copy), "method": "as_dict"}


def post(session, method, copy):
	address, body = sent(method, copy)
	return session.post(address, json=body)


def copies(person):
	"""Old copies of our records and Frappe's, and of some that don't exist."""
	return [
		{"doctype": doctype, "name": name, "modified": MODIFIED}
		for doctype, name in (
			("Young Person Identity", person),
			("Young Person Identity", "no-such-person"),
			("User", "Administrator"),
			("User", "nobody@council.example"),
			("System Settings", "System Settings"),
		)
	]


@pytest.mark.parametrize("kind", [None, "analyst"])
@pytest.mark.parametrize("method", METHODS)
def test_an_old_copy_tells_nothing(http, person, kind, method):
	user = factories.user_who_signs_in(kind) if kind else None
	session = http(user, factories.PASSWORD) if user else http()
	answers = [post(session, method, copy) for copy in copies(person)]
	assert {answer.status_code for answer in answers} <= {401, 403, 417}, [a.text[-300:] for a in answers]
	ours, missing = answers[:2]
	assert ours.status_code == missing.status_code
	for answer in answers:
		assert (
			"modified after" not in answer.text and str(frappe.utils.now_datetime().year) not in answer.text
		)


def test_control_frappe_tells_a_guest(person, monkeypatch):
	monkeypatch.setattr(doc_methods, "require_record_permission", lambda: None)
	monkeypatch.setattr(guard, "check_request", lambda: None)
	address, body = sent("run_doc_method", copies(person)[0])
	answer = Browser().open(address, method="POST", json=body)
	modified = str(frappe.db.get_value("Young Person Identity", person, "modified"))
	assert modified in answer.text


def test_whoever_may_read_it_is_told_that_it_changed(http, person):
	user = factories.user_who_signs_in("officer")
	session = http(user, factories.PASSWORD)
	answer = post(session, "run_doc_method", copies(person)[0])
	assert "modified after" in answer.text
	stored = session.get(f"/api/resource/Young Person Identity/{person}").json()["data"]
	assert "modified after" not in post(session, "run_doc_method", stored).text
