"""Acting as the service user for a moment keeps the user who pressed the button signed in, over HTTP."""

from contextlib import contextmanager

import frappe
import pytest

from tests import factories
from tests.in_process import Browser
from tests.journeys.person import Person
from tests.portal.browsing import Outsider
from tests.security.conftest import complete_assessment
from unlocking_opportunities.council.roles import SERVICE
from unlocking_opportunities.workflow import service
from unlocking_opportunities.workflow.service import acting_as, as_service

WHO = "frappe.auth.get_logged_user"


@pytest.fixture
def manager(frappe_site):
	return stored_user("manager")


@pytest.fixture
def newer(manager):
	"""A next version of an approved assessment, agreed by an adviser and waiting for a manager."""
	older = complete_assessment(factories.site())
	factories.set_stored(older, status="Approved", docstatus=1)
	newer = complete_assessment(frappe.get_doc("Employer Site", older.site))
	newer = factories.set_stored(
		newer, status="Submitted", supersedes=older.name, version_number=2, editors=""
	)
	frappe.db.commit()
	return newer


def stored_user(kind):
	return factories.user_who_signs_in(kind)


def is_signed_in(session, user) -> bool:
	"""Return whether the user is signed in and the session still requires its token.

	Losing the session's data would drop that check.
	"""
	right = session.call(WHO)
	if right.status_code != 200 or right.json()["message"] != user:
		return False
	token = session.headers.pop("X-Frappe-CSRF-Token")
	without = session.call(WHO)
	session.headers["X-Frappe-CSRF-Token"] = token
	return without.status_code == 400


def test_a_manager_who_approves_a_next_version_stays_signed_in(http, manager, newer):
	session = http(manager, factories.PASSWORD)
	assert is_signed_in(session, manager)
	Person(session).move("Risk Assessment", newer.name, "Approve Assessment")
	frappe.db.rollback()
	assert frappe.db.get_value("Risk Assessment", newer.supersedes, "status") == "Superseded"
	assert is_signed_in(session, manager)


def test_a_councillor_who_signs_up_stays_signed_in(http, frappe_site):
	councillor, event = stored_user("councillor"), factories.programme_event(sign_ups=[])
	if not frappe.db.exists("Portal Access", {"email": councillor, "kind": "Councillor", "revoked": 0}):
		factories.portal_access("Councillor", councillor)
	frappe.db.commit()
	session = http(councillor, factories.PASSWORD)
	page = Outsider(session).open("/member/events").send(event=event.name, coming="1")
	assert f"You're coming to: {event.title}" in page.text
	assert page.open("/member").page.status_code == 200
	assert page.path == "/member"


def approve(browser, newer):
	doc = browser.open(f"/api/resource/Risk Assessment/{newer.name}").json["data"]
	return browser.call("frappe.model.workflow.apply_workflow", doc=doc, action="Approve Assessment")


@pytest.mark.skipif("dev" not in frappe.__version__, reason="later versions of Frappe keep the session")
def test_control_a_user_set_and_set_back_is_signed_out(manager, newer, monkeypatch):
	@contextmanager
	def set_and_set_back():
		caller = frappe.session.user
		frappe.set_user(service.SERVICE_USER)
		yield
		frappe.set_user(caller)

	browser = Browser().log_in(manager, factories.PASSWORD)
	assert browser.call(WHO).json["message"] == manager
	monkeypatch.setattr(service, "as_service", set_and_set_back)
	assert approve(browser, newer).status_code == 200
	answer = browser.call(WHO)
	assert answer.status_code != 200 or answer.json["message"] != manager


def test_the_session_comes_back_whole_when_nested_and_when_the_block_raises(frappe_site, manager):
	frappe.set_user(manager)
	frappe.session.update({"sid": "a-session", "data": frappe._dict(csrf_token="a-token")})
	frappe.local.form_dict = frappe._dict(doctype="Visit")
	session, before = frappe.local.session, dict(frappe.session)
	assert SERVICE not in frappe.get_roles()
	with pytest.raises(ZeroDivisionError), as_service():
		assert frappe.session.user == service.SERVICE_USER and SERVICE in frappe.get_roles()
		assert not frappe.session.data
		with acting_as("Administrator"):
			assert frappe.session.user == "Administrator"
		assert frappe.session.user == service.SERVICE_USER
		frappe.set_user("Guest")  # whatever the block does
		raise ZeroDivisionError
	assert frappe.local.session is session and dict(frappe.session) == before
	assert frappe.local.form_dict.doctype == "Visit"
	assert SERVICE not in frappe.get_roles()


def test_nothing_else_of_ours_sets_the_user():
	from pathlib import Path

	app = Path(frappe.get_app_path("unlocking_opportunities"))
	found = {
		file.relative_to(app).as_posix()
		for file in app.rglob("*.py")
		if "set_user(" in file.read_text() and not file.name.startswith("test_")
	}
	# The other is refused as a visitor's request that names someone else's session.
	assert found == {"access/sessions.py", "workflow/service.py"}
