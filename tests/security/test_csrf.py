"""Another site's page in the same browser sends a request, and the browser adds the session cookie."""

import frappe
import pytest

from tests import factories
from tests.security.test_links_in_mails import methods_of, ours

GOALS = "A job outdoors"


@pytest.fixture(scope="module")
def victim(connected_site):
	frappe.db.rollback()
	frappe.set_user("Administrator")
	user = factories.user("officer", password=factories.PASSWORD)
	person = factories.young_person()
	frappe.db.commit()
	return frappe._dict(user=user, person=person.name)


@pytest.fixture
def session(victim, http):
	"""A signed-in browser on another site's page: it has the cookie but doesn't know the token."""
	signed_in = http(victim.user, factories.PASSWORD)
	token = signed_in.headers.pop("X-Frappe-CSRF-Token")
	return frappe._dict(http=signed_in, token=token)


def goals(victim):
	frappe.db.rollback()
	return frappe.db.get_value("Young Person Identity", victim.person, "goals")


def change(session, victim, **options):
	return session.http.post(
		"/api/method/frappe.client.set_value",
		data={
			"doctype": "Young Person Identity",
			"name": victim.person,
			"fieldname": "goals",
			"value": GOALS,
		},
		**options,
	)


def test_a_foreign_form_changes_nothing(session, victim):
	assert change(session, victim).status_code == 400
	assert change(session, victim, headers={"X-Frappe-CSRF-Token": "guessed"}).status_code == 400
	assert (
		session.http.put(
			f"/api/resource/Young Person Identity/{victim.person}", json={"goals": GOALS}
		).status_code
		== 400
	)
	assert goals(victim) != GOALS


def test_control_with_the_token_it_does(session, victim):
	assert change(session, victim, headers={"X-Frappe-CSRF-Token": session.token}).ok
	assert goals(victim) == GOALS


def test_no_method_of_ours_acts_on_a_foreign_request(session, connected_site):
	"""Neither as a POST without the token, nor as a GET from a picture or link."""
	acting = [function for function in ours() if "GET" not in methods_of(function)]
	assert acting
	for function in acting:
		if function in frappe.guest_methods:
			continue  # a guest has no session to misuse; the portal's own tokens protect these
		if "." in function.__qualname__:
			continue  # a form's own button: run_doc_method below
		path = f"/api/method/{function.__module__}.{function.__qualname__}"
		assert session.http.post(path, data={}).status_code == 400, path
		assert session.http.get(path).status_code in (403, 405), path


def test_no_button_of_a_form_acts_on_a_foreign_request(session, victim):
	arguments = {"dt": "Placement", "dn": "PLC-2026-00001", "method": "gate"}
	assert session.http.post("/api/method/run_doc_method", data=arguments).status_code == 400
	acting = [function for function in ours() if "." in function.__qualname__]
	wrong = [
		function.__qualname__ for function in acting if "GET" in methods_of(function) and changes(function)
	]
	assert acting and wrong == []


def changes(function):
	import inspect

	return ".save(" in inspect.getsource(function) or "_save_status(" in inspect.getsource(function)
