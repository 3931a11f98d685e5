"""What a stranger learns about staff addresses from Frappe's sign-in helpers: nothing."""

import frappe
import pytest
from frappe.utils.background_jobs import get_queue

from tests import factories
from tests.in_process import Browser
from unlocking_opportunities.access import staff_sign_in
from unlocking_opportunities.utils import jobs

RESET = "frappe.core.doctype.user.user.reset_password"
LINK = "frappe.www.login.send_login_link"
KINDS = ("existing", "disabled", "missing", "Administrator", "Guest")


@pytest.fixture
def addresses(frappe_site):
	frappe.cache.delete_keys("unlocking_portal_limit")
	found = {"existing": factories.user("analyst"), "disabled": factories.user("analyst")}
	frappe.db.set_value("User", found["disabled"], "enabled", 0)
	frappe.db.commit()
	yield {
		**found,
		"missing": "nobody-at-all@council.example",
		"Administrator": "Administrator",
		"Guest": "Guest",
	}
	frappe.cache.delete_keys("unlocking_portal_limit")


@pytest.fixture
def links_are_on(frappe_site):
	frappe.db.set_single_value("System Settings", "login_with_email_link", 1)
	frappe.db.commit()
	frappe.clear_cache()
	yield
	frappe.db.set_single_value("System Settings", "login_with_email_link", 0)
	frappe.db.commit()
	frappe.clear_cache()


def answers(session, method, argument, addresses):
	"""Status and body for each kind of address."""
	found = {}
	for kind, address in addresses.items():
		answer = session.call(method, **{argument: address})
		found[kind] = (answer.status_code, answer.text)
	return found


@pytest.mark.parametrize("method,argument", [(RESET, "user"), (LINK, "email")])
def test_every_address_gets_the_same_answer(http, addresses, links_are_on, method, argument):
	found = answers(http(), method, argument, addresses)
	assert set(found) == set(KINDS)
	assert len(set(found.values())) == 1, found
	assert found["missing"][0] == 200
	assert all(address not in found[kind][1] for kind, address in addresses.items())


def test_control_frappes_own_tell_them_apart(addresses, monkeypatch):
	frappe.cache.delete(f"rl:{RESET}:127.0.0.1")  # Frappe's own limit, a few a day
	real = frappe.get_hooks

	def without(hook=None, default="_KEEP_DEFAULT_LIST", app_name=None):
		return {} if hook == "override_whitelisted_methods" else real(hook, default, app_name)

	monkeypatch.setattr(frappe, "get_hooks", without)
	browser = Browser()
	said = {
		kind: browser.call(RESET, user=addresses[kind]) for kind in ("disabled", "missing", "Administrator")
	}
	assert said["missing"].status_code == 404
	assert said["disabled"].json["message"] == "disabled"
	assert said["Administrator"].json["message"] == "not allowed"


def test_a_get_does_nothing(http, addresses):
	assert http().get(f"/api/method/{RESET}", params={"user": addresses["existing"]}).status_code in (
		403,
		405,
	)


def test_a_filter_is_no_address(http, addresses):
	answer = http().call(RESET, user={"email": addresses["existing"]})
	assert (
		answer.status_code == 417
		or answer.status_code == 400
		or answer.json()["exc_type"] == "FrappeTypeError"
	)


def test_the_job_mails_who_may_sign_in_and_no_one_else(addresses):
	for address in addresses.values():
		staff_sign_in.send_password_reset(jobs.store_argument(address.lower()))
	assert is_mailed(addresses["existing"]) and not is_mailed(addresses["disabled"])
	key = "reset_password_key"
	assert frappe.db.get_value("User", addresses["existing"], key)
	assert not frappe.db.get_value("User", addresses["disabled"], key)
	assert not frappe.db.get_value("User", "Administrator", key)


def test_the_job_mails_a_link_to_who_may_sign_in_and_no_one_else(addresses, links_are_on):
	for address in addresses.values():
		staff_sign_in.send_link_to_log_in(jobs.store_argument(address.lower()))
	assert is_mailed(addresses["existing"]) and not is_mailed(addresses["disabled"])


def is_mailed(address):
	return bool(frappe.db.exists("Email Queue Recipient", {"recipient": address}))


def test_it_is_queued_once_and_no_address_is_among_its_arguments(http, addresses):
	session = http()
	for _again in range(2):
		assert session.call(RESET, user=addresses["existing"]).status_code == 200
	key = jobs.store_argument(addresses["existing"])
	queued = [job for job in get_queue("short").get_jobs() if key in job.id]
	assert [job.kwargs["kwargs"] for job in queued] == [{"key": key}]
	assert addresses["existing"] not in queued[0].description
	assert jobs.get_argument(key) == addresses["existing"]


def test_asking_is_limited(http, addresses):
	session = http()
	statuses = [session.call(RESET, user=addresses["missing"]).status_code for _again in range(12)]
	assert statuses[0] == 200 and statuses[-1] == 429
