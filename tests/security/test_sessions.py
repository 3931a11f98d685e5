"""A link or a form can't choose whose session a browser has."""

import pytest

from tests import factories
from tests.in_process import Browser


@pytest.fixture
def theirs(frappe_site):
	"""The session that an attacker wants someone else to use."""
	browser = Browser().log_in(factories.user_who_signs_in("analyst"), factories.PASSWORD)
	return browser.client.get_cookie("sid").value


@pytest.mark.parametrize("kind", ["application/json", "text/plain; x=application/json"])
def test_nor_does_a_body(theirs, kind):
	victim = Browser()
	answer = victim.open(
		"/api/method/ping", method="POST", data=f'{{"sid": "{theirs}"}}', headers={"Content-Type": kind}
	)
	assert answer.json.get("message") != "pong" or "text" in kind
	cookie = victim.client.get_cookie("sid")
	assert cookie is None or cookie.value == "Guest"


@pytest.mark.parametrize("path", ["/opportunities", "/app", "/api/method/frappe.auth.get_logged_user"])
def test_a_link_does_not_change_the_session(theirs, path):
	victim = Browser()
	answer = victim.open(f"{path}?sid={theirs}")
	assert answer.status_code == 403
	assert victim.client.get_cookie("sid") is None


def test_a_link_signs_no_one_out(frappe_site):
	officer = factories.user_who_signs_in("officer")
	browser = Browser().log_in(officer, factories.PASSWORD)
	assert browser.open("/opportunities?sid=made-up").status_code == 403
	assert browser.call("frappe.auth.get_logged_user").json["message"] == officer


def test_the_socket_server_may_ask_and_gets_no_cookie(theirs):
	server = Browser()
	answer = server.open(f"/api/method/frappe.realtime.get_user_info?sid={theirs}")
	assert answer.status_code == 200
	assert server.client.get_cookie("sid") is None
