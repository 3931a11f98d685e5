"""An unhandled error leaves no name in a log file or the Error Log, only what a developer needs."""

import logging
import re

import frappe
import pytest
from frappe.deferred_insert import save_to_db

from devbench.paths import SITES
from tests import factories
from tests.in_process import Browser
from unlocking_opportunities.portal.public import call_me
from unlocking_opportunities.utils import error_log


@pytest.fixture
def planted(frappe_site):
	return "Planted" + frappe.generate_hash(length=8)


@pytest.fixture
def officer(frappe_site):
	user = factories.user_who_signs_in("officer")
	return user


def log_files():
	return [*(SITES.parent / "logs").glob("*.log*"), *(SITES / frappe.local.site / "logs").glob("*.log*")]


def written_about(planted) -> list[str]:
	"""Return where the planted word was written: names of log files, and entries of the Error Log."""
	frappe.db.rollback()
	save_to_db()
	frappe.db.commit()
	found = [file.name for file in log_files() if planted in file.read_text(errors="replace")]
	for entry in frappe.get_all("Error Log", fields=["*"], order_by="creation desc", limit=50):
		if planted in frappe.as_json(entry):
			found.append(f"Error Log {entry.name}: {entry.method}")
	return found


def failing_requests(planted):
	"""Return the method and arguments of requests with the planted name that fail with an unhandled error."""
	return [
		(
			"unlocking_opportunities.daily_work.bulk_actions.start",
			{"action": planted, "names": f'["{planted}'},
		),
		("frappe.client.save", {"doc": {"doctype": "Young Person", "interests": planted}}),
		("frappe.client.save", {"doc": f'{{"doctype": "Young Person Identity", "surname": "{planted}'}),
	]


def test_no_value_of_a_failed_request_is_written(http, officer, planted):
	session = http(officer, factories.PASSWORD)
	before = frappe.db.count("Error Log")
	for method, arguments in failing_requests(planted):
		assert session.call(method, **arguments).status_code == 500, (method, arguments)
	assert session.post("/api/resource/Young Person", json={"interests": planted}).status_code == 500
	assert written_about(planted) == []
	assert frappe.db.count("Error Log") >= before + 4
	entry = frappe.get_last_doc("Error Log")
	assert "frappe/app.py" in entry.error and re.search(r"^\w[\w.]*Error", entry.error, re.M)


def test_a_page_of_the_portal_that_fails_writes_no_answer(frappe_site, planted, monkeypatch):
	def fail(*arguments, **options):
		raise ValueError(f"no such thing as {planted}")

	monkeypatch.setattr(call_me, "Form", fail)
	page = Browser().open("/call-me", method="POST", data={"name": planted}, headers={"Accept": "text/html"})
	assert page.status_code == 500
	assert written_about(planted) == []


def test_control_without_the_guards_it_is_written(officer, planted, monkeypatch):
	monkeypatch.setattr(error_log.WithoutValues, "filter", lambda *arguments: True)
	monkeypatch.setattr(error_log, "remove_values_from_entry", lambda *arguments: None)
	browser = Browser().log_in(officer, factories.PASSWORD)
	for method, arguments in failing_requests(planted):
		assert browser.call(method, **arguments).status_code == 500
	found = written_about(planted)
	assert "frappe.log" in found and any(place.startswith("Error Log") for place in found)
	forget(planted)


def forget(planted):
	"""Delete what the control wrote, so that other tests find nothing."""
	frappe.db.delete("Error Log", {"error": ["like", f"%{planted}%"]})
	frappe.db.commit()
	for file in log_files():
		if planted in (text := file.read_text(errors="replace")):
			file.write_text(text.replace(planted, "…"))


@pytest.fixture
def failed():
	"""Return what Frappe would write about an error, with the values of variables and without."""
	surname = "Robinson"
	try:
		try:
			frappe.db.sql("select %s from nowhere", surname)
		except Exception:
			raise ValueError(f"of {surname}\nand Robinson") from None
	except ValueError:
		return [frappe.get_traceback(with_context=True), frappe.get_traceback()]


def test_a_traceback_keeps_its_lines_and_loses_its_values(failed):
	assert "surname = " in failed[0]
	for text in failed:
		kept = error_log.without_values(text)
		assert 'test_logs.py", line' in kept and kept.endswith("ValueError: (message withheld)")
		assert "Robinson" not in kept.replace('raise ValueError(f"of {surname}', "").replace(
			"and Robinson", ""
		)


def test_a_message_about_code_stays():
	try:
		None.anything
	except AttributeError:
		assert error_log.without_values(frappe.get_traceback()).endswith("has no attribute 'anything'")


def test_words_of_a_caller_stay(frappe_site):
	entry = frappe.log_error(title="Nightly", message="The mail server does not answer")
	assert (entry.method, entry.error) == ("Nightly", "The mail server does not answer")


def test_the_notes_of_v16_keep_names_of_arguments_only():
	entry = frappe._dict(
		error="words",
		method="x",
		metadata=frappe.as_json({"path": "/a", "referrer": "/b?q=Robin", "form_dict": {"doc": "Robin"}}),
	)
	error_log.remove_values_from_entry(entry, "before_insert")
	assert frappe.parse_json(entry.metadata) == {"path": "/a", "referrer": "/b", "form_dict": "doc"}


def test_the_web_log_has_no_query():
	record = logging.makeLogRecord({"msg": {"full_path": "/api/method/x?surname=Robin", "method": "GET"}})
	assert error_log.WithoutValues().filter(record)
	assert record.msg == {"full_path": "/api/method/x", "method": "GET"}
