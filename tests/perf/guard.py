"""The cost of the guard of requests: SQL and microseconds, compared with the request itself."""

import json

import frappe
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests import factories
from tests.budgets.counting import statements_of
from tests.perf.printed import seconds, show
from tests.security.conftest import call
from unlocking_opportunities.access import copies
from unlocking_opportunities.access.guard import check_request

TIMES = 200
LIST = {"doctype": "Country", "fields": json.dumps(["name"]), "limit_page_length": 20}
LONG = {**LIST, "filters": json.dumps([["Country", "name", "in", [f"Country {n}" for n in range(2_000)]]])}
# The Desk's list of another app's records: the guard must cost little compared with it.
MOST_OF_A_LIST = 0.5


def asked(method: str, form: dict):
	frappe.local.form_dict = frappe._dict(form, cmd=method)
	frappe.local.request = Request(EnvironBuilder(path=f"/api/method/{method}", method="POST").get_environ())


def of_comments():
	return copies.query_condition("Comment")


def micros(work) -> float:
	return seconds(lambda: [work() for _time in range(TIMES)]) / TIMES * 1e6


def test_the_guard(uncommitted):
	worker = factories.standing_user("worker")
	placement = factories.placement(factories.young_person(worker))
	frappe.set_user(factories.standing_user("officer"))
	ours = {"doctype": "Placement", "name": placement.name}
	rows = []
	for about, method, form in (
		("nothing of ours", "frappe.client.get_list", LIST),
		("nothing of ours, 2,000 values", "frappe.client.get_list", LONG),
		("a placement, by an officer", "frappe.client.get", ours),
	):
		asked(method, form)
		rows.append((about, len(statements_of(check_request)), round(micros(check_request))))
	frappe.set_user(worker)
	asked("frappe.client.get_list", {"doctype": "Placement"})
	rows.append(("placements, by a worker", len(statements_of(check_request)), round(micros(check_request))))
	rows.append(
		("the row rule of comments, worker", len(statements_of(of_comments)), round(micros(of_comments)))
	)
	del frappe.local.request
	listing = micros(lambda: call("frappe.client.get_list", **LIST)) - rows[0][2]
	rows.append(("that list of countries itself", "", round(listing)))
	show("The guard of requests", ("request about", "SQL", "microseconds"), rows)
	assert rows[0][1] == rows[1][1] == 0
	assert rows[0][2] < MOST_OF_A_LIST * listing
