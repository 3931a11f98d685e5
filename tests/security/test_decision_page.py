"""Attacks on /decide/…: links opened by machines, twice, late, by other users and from other sites change nothing."""

import frappe
import pytest
from frappe.utils import add_days, today
from frappe.utils.password import update_password

from tests import factories as make
from tests.approvals.form import PAGE, DecisionForm, words
from tests.approvals.stored import taken_out_again
from tests.conftest import Visitor
from tests.security.conftest import DESK, PORTAL, complete_assessment

NOT_YOURS = "You cannot make this decision, or this reference does not exist. Nothing was changed."


@pytest.fixture(scope="module", autouse=True)
def leaves_nothing(connected_site):
	with taken_out_again():
		yield


@pytest.fixture(scope="module")
def sessions(connected_site, served):
	"""A signed-in session of each kind, and a second manager's.

	The users are kept: Frappe limits how many are made in an hour.
	"""
	frappe.db.rollback()
	frappe.set_user("Administrator")
	users = {kind: make.standing_user(kind) for kind in (*DESK, *PORTAL)}
	users["other manager"] = make.standing_user("manager", "second")
	for user in users.values():
		update_password(user, make.PASSWORD)
	frappe.db.commit()
	opened = {kind: sign_in(Visitor(served), user) for kind, user in users.items()}
	yield opened
	for session in opened.values():
		session.close()


def sign_in(session, user):
	session.post("/api/method/login", data={"usr": user, "pwd": make.PASSWORD}).raise_for_status()
	session.user = user
	return session


@pytest.fixture
def managers(frappe_site, sessions):
	"""Two managers' sessions."""
	return [sessions["manager"], sessions["other manager"]]


@pytest.fixture
def waiting(managers):
	"""A child's placement that is waiting for a manager; returns its Decision Request."""
	placement = make.placement(make.young_person(age=16, preferred_name="Planted", surname="Surname"))
	frappe.db.commit()
	return request_about(placement)


def request_about(doc, **filters):
	return frappe.get_doc("Decision Request", {"reference_name": doc.name, **filters})


def state(request) -> tuple[str, str]:
	"""Return the stored status of the request and of its record."""
	frappe.db.rollback()
	return (
		frappe.db.get_value("Decision Request", request.name, "status"),
		frappe.db.get_value(request.reference_doctype, request.reference_name, "status"),
	)


UNDECIDED = ("Waiting", "Proposed")


def test_a_scanner_that_opens_every_link_decides_nothing(waiting, managers, http):
	"""As a guest it gets the sign-in page; with a manager's session (a preview in the browser) only the page."""
	for session in (http(), managers[0]):
		for method in ("GET", "HEAD"):
			for query in ("", "?answer=approve", "?answer=return&reason=x", "?seen=x&answer=approve"):
				session.request(method, f"/decide/{waiting.name}{query}", headers=PAGE)
	page = DecisionForm(managers[0], waiting.name)
	managers[0].get(page.address, params={**page.hidden, "answer": "approve"}, headers=PAGE)
	assert state(waiting) == UNDECIDED
	answer = page.answer("approve")
	assert answer.ok, words(answer.text)  # the control: the form itself does decide
	assert state(waiting) == ("Approved", "Agreed")


def test_a_guest_comes_back_to_it_after_signing_in(waiting, http):
	answer = http().get(f"/decide/{waiting.name}", headers=PAGE, allow_redirects=False)
	assert (answer.status_code, answer.headers["Location"]) == (
		303,
		f"/login?redirect-to=%2Fdecide%2F{waiting.name}",
	)
	assert waiting.reference_name not in answer.text


def test_used_twice_the_first_answer_stands(waiting, managers):
	first, second = (DecisionForm(session, waiting.name) for session in managers)
	assert first.answer("return", "Ask the school first").ok
	late = second.answer("approve")
	assert late.status_code == 409
	assert "This has already been decided. Nothing was changed." in words(late.text)
	assert "Ask the school first" in words(late.text)
	assert state(waiting) == ("Returned", "Proposed")
	assert "have to do anything else" in DecisionForm(managers[0], waiting.name).text


def test_a_late_answer_decides_nothing_and_says_why(waiting, managers):
	form = DecisionForm(managers[0], waiting.name)
	placement = frappe.get_doc("Placement", waiting.reference_name)
	placement.end_date = add_days(placement.end_date, 7)
	placement.save()
	frappe.db.commit()
	answer = form.answer("approve")
	assert answer.status_code == 409
	assert "Something has changed since you opened this page" in words(answer.text)
	assert state(waiting) == UNDECIDED


def test_a_form_without_what_was_seen_decides_nothing(waiting, managers):
	assert DecisionForm(managers[0], waiting.name).answer("approve", seen=None).status_code == 409
	assert state(waiting) == UNDECIDED


@pytest.mark.parametrize("token", [None, "", "x" * 56])
def test_a_form_on_another_page_decides_nothing(waiting, managers, token):
	answer = DecisionForm(managers[0], waiting.name).answer("approve", csrf_token=token)
	assert waiting.reference_name not in answer.text
	assert state(waiting) == UNDECIDED


def test_a_session_that_never_saw_a_token_decides_nothing(waiting, managers, http):
	"""Frappe lets a POST pass when the session has no token to compare with."""
	hidden = DecisionForm(managers[0], waiting.name).hidden
	fresh = sign_in(http(), managers[0].user)
	form = {**hidden, "answer": "approve", "csrf_token": ""}
	answer = fresh.post(f"/decide/{waiting.name}", data=form, headers=PAGE)
	assert answer.status_code == 422
	assert "Open this page again" in words(answer.text)
	assert state(waiting) == UNDECIDED


@pytest.mark.parametrize("kind", ["officer", "worker", "adviser", "lead", "analyst", "administrator"])
def test_another_person_learns_and_changes_nothing(waiting, sessions, kind):
	session = sessions[kind]
	real, made_up = (DecisionForm(session, name) for name in (waiting.name, "DEC-2026-99999"))
	assert (real.page.status_code, made_up.page.status_code) == (403, 403)
	assert real.page.text == made_up.page.text
	assert NOT_YOURS in real.text
	assert session.post(real.address, data={"answer": "approve"}, headers=PAGE).status_code == 403
	assert state(waiting) == UNDECIDED


@pytest.mark.parametrize("kind", PORTAL)
def test_people_outside_do_not_reach_it(waiting, sessions, kind):
	session = sessions[kind]
	assert session.get(f"/decide/{waiting.name}").status_code == 403
	answer = session.get(f"/decide/{waiting.name}", headers=PAGE)
	assert waiting.reference_name not in answer.text


@pytest.mark.parametrize("path", ["/decide/", "/decide/%2e%2e", "/decide/dec-2026-00001", "/decide/A/B"])
def test_no_other_path_is_the_page(managers, path):
	answer = managers[0].get(path, headers=PAGE)
	assert "Approve" not in words(answer.text)


def test_a_manager_does_not_approve_what_they_edited(managers):
	author = managers[0].user
	mine = complete_assessment(make.site())
	mine.db_set("editors", author)
	mine = frappe.get_doc("Risk Assessment", mine.name)
	frappe.model.workflow.apply_workflow(mine, "Submit Assessment")
	frappe.db.commit()
	request = request_about(mine)
	form = DecisionForm(managers[0], request.name)
	assert "You worked on this version, so another manager must approve it." in form.text
	answer = form.answer("approve")
	assert answer.status_code == 422
	assert "someone else has to approve it" in words(answer.text)
	assert state(request) == ("Waiting", "Submitted")


def test_an_unknown_answer_is_refused_and_what_was_typed_is_kept(waiting, managers):
	form = DecisionForm(managers[0], waiting.name)
	answer = form.answer("delete", "My <b>words</b>")
	assert answer.status_code == 422
	assert "My &lt;b&gt;words&lt;/b&gt;</textarea>" in answer.text
	assert "Explain what needs to change" in words(form.answer("return", "  ").text)
	assert state(waiting) == UNDECIDED


def test_what_others_wrote_is_shown_as_text(managers):
	planted = {"supervisor_name": "<script>alert(1)</script>", "tasks": "<img src=x onerror=alert(1)>"}
	# Frappe removes markup from what is typed; the page must not rely on that.
	assessment = make.set_stored(make.assessment(), status="Submitted", **planted)
	frappe.get_doc("Risk Assessment", assessment.name).request_approval()
	frappe.db.commit()
	page = DecisionForm(managers[0], request_about(assessment).name).page
	assert "<script" not in page.text and "<img" not in page.text
	assert "default-src 'none'" in page.headers["Content-Security-Policy"]
	assert page.headers["Cache-Control"] == "no-store"


def test_it_names_no_young_person(waiting, managers):
	page = DecisionForm(managers[0], waiting.name).page
	assert waiting.young_person in page.text
	assert "Planted" not in page.text and "Surname" not in page.text


def test_no_one_writes_a_request_by_hand(waiting, managers):
	for session in managers:
		token = DecisionForm(session, waiting.name).hidden["csrf_token"]
		session.headers["X-Frappe-CSRF-Token"] = token
		answer = session.put(f"/api/resource/Decision Request/{waiting.name}", json={"status": "Approved"})
		assert answer.status_code == 403
		values = {
			"kind": "Placement",
			"reference_doctype": "Placement",
			"reference_name": waiting.reference_name,
		}
		assert session.post("/api/resource/Decision Request", json=values).status_code == 403
	assert state(waiting) == UNDECIDED


def test_it_is_asked_today_and_due_by_working_days(waiting):
	assert str(waiting.asked_on.date()) == today()
	assert waiting.due_on > waiting.asked_on.date()
