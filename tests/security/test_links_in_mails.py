"""Mail scanners open every link. None of ours changes anything when opened, and Frappe's links that do are not used."""

import importlib
import inspect
import pkgutil
import re
from pathlib import Path

import frappe
import pytest
from frappe.utils import getdate

import unlocking_opportunities
from tests import factories
from unlocking_opportunities.approvals.workflows import DEFINITIONS
from unlocking_opportunities.daily_work import digest
from unlocking_opportunities.messages import staff
from unlocking_opportunities.messages.due import Due

LINK = re.compile(r"""href=3?D?["']?([^"'\s>]+)""")
ACTS = re.compile(r"/api/|[?&]cmd=|run_doc_method|apply_action|confirm_action|login_via_key|\?action=")


def ours():
	"""Return every whitelisted function of the app."""
	for module in pkgutil.walk_packages(unlocking_opportunities.__path__, "unlocking_opportunities."):
		if ".test_" not in module.name and ".patches." not in module.name:
			importlib.import_module(module.name)
	return [
		function
		for function in frappe.whitelisted
		if function.__module__.startswith("unlocking_opportunities.")
	]


def methods_of(function):
	return set(frappe.allowed_http_methods_for_whitelisted_func[function])


def test_what_answers_a_get_changes_nothing(connected_site):
	"""Judged by the source: a function that a link can open has no call that writes."""
	writes = re.compile(
		r"\.(save|insert|db_set|db_insert|db_update|submit|cancel|delete)\(|set_value\(|delete_doc|sendmail|enqueue"
		r"|\.commit\(|apply_workflow|bulk_insert|\.update\(\)|into\("
	)
	found = ours()
	assert len(found) > 10
	offenders = [
		f"{function.__module__}.{function.__qualname__}"
		for function in found
		if "GET" in methods_of(function) and writes.search(inspect.getsource(function))
	]
	assert offenders == []


def test_control_a_function_that_writes_on_a_get_is_found(connected_site):
	@frappe.whitelist()
	def acts(name: str):
		frappe.get_doc("Visit", name).save()

	try:
		assert "GET" in methods_of(acts)
	finally:
		frappe.whitelisted.discard(acts) if hasattr(
			frappe.whitelisted, "discard"
		) else frappe.whitelisted.remove(acts)


@pytest.mark.parametrize("definition", DEFINITIONS, ids=lambda definition: definition.doctype)
def test_our_workflows_send_no_mail_of_frappes(frappe_site, definition):
	"""Frappe's own workflow emails hold links that move the record when opened."""
	workflow = frappe.get_doc("Workflow", {"document_type": definition.doctype})
	assert not workflow.send_email_alert
	assert not any(row.get("send_email") for row in workflow.states)


def test_a_move_makes_no_link_that_acts(frappe_site):
	pledge = factories.pledge()
	before = frappe.db.count("Email Queue")
	from frappe.workflow.doctype.workflow_action.workflow_action import process_workflow_actions

	process_workflow_actions(pledge, "on_update")
	assert frappe.db.count("Email Queue") == before


def test_nothing_of_ours_mails_a_link_that_signs_in(connected_site):
	"""`login_via_key` signs in anyone who opens the link, even a scanner.

	If a council has turned on Frappe's own links, access/staff_sign_in.py only replaces the response.
	"""
	[folder] = unlocking_opportunities.__path__
	sources = [
		file.read_text()
		for file in Path(folder).rglob("*.py")
		if file.name not in ("staff_sign_in.py", "known_methods.py", "hooks.py")
	]
	assert len(sources) > 50
	assert not any("send_login_link" in source or "login_with_email_link" in source for source in sources)


def links_of(mail):
	return LINK.findall(mail.replace("=\n", "").replace("=\r\n", ""))


def test_links_in_our_mails_open_a_page_and_nothing_more(frappe_site):
	officer = factories.user("officer")
	pledge = factories.pledge()
	staff.notify([officer], "About it", ["A line"], pledge)
	digest.send_digest(officer, [Due("Employer Pledge", pledge.name, pledge.name, "To do")], getdate())
	queued = frappe.get_all("Email Queue Recipient", {"recipient": officer}, pluck="parent")
	mails = frappe.get_all("Email Queue", {"name": ["in", queued]}, pluck="message")
	links = [link for mail in mails for link in links_of(mail)]
	assert len(mails) == 2 and any(pledge.name in link for link in links)
	assert [link for link in links if ACTS.search(link)] == []


def test_control_frappes_own_link_would_be_found():
	mail = '<a href="https://x/api/method/frappe.workflow.doctype.workflow_action.workflow_action.apply_action?action=Approve">'
	assert ACTS.search(links_of(mail)[0])


def test_our_notifications_hold_no_link_that_acts(frappe_site):
	found = frappe.get_all(
		"Notification", {"module": "Unlocking Opportunities"}, ["name", "message", "subject"]
	)
	assert found
	assert [row.name for row in found if ACTS.search(f"{row.subject} {row.message}")] == []
