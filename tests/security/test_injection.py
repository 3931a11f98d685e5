"""SQL in requests: the filters of our reports and every argument of our own methods.

Frappe's lists are tried in test_oracles.py. This checks the statement itself: a value from a request may be in
it only as a quoted value.
"""

import inspect
import json
import re

import frappe
import pytest

from tests import factories
from tests.security.conftest import call
from tests.security.test_links_in_mails import ours

MARK = "zq9mark"
PAYLOADS = (
	f"' or {MARK}=1 -- ",
	f"\\' or {MARK}=1 -- ",
	f'" or {MARK}=1 -- ',
	f"`name` from `tabUser` {MARK}",
	f"1) union select {MARK} from `tabUser` -- ",
	f"name;select {MARK}",
)
QUOTED = re.compile(r"'(?:[^'\\]|\\.|'')*'|\"(?:[^\"\\]|\\.|\"\")*\"", re.S)
# Allowed errors: never one from the database.
REFUSED = (
	frappe.ValidationError,
	frappe.PermissionError,
	frappe.DoesNotExistError,
	frappe.TooManyRequestsError,  # it is counted before anything else, and asked by two people six times
	frappe.DataError,
	ImportError,
	TypeError,
	ValueError,
	AttributeError,
	KeyError,
)


@pytest.fixture
def statements(monkeypatch):
	"""Return every statement as the database got it, with its values."""
	sent, sql = [], frappe.db.sql

	def noting(query, values=(), *arguments, **options):
		try:
			answer = sql(query, values, *arguments, **options)
		except Exception:
			sent.append(str(query))
			raise
		sent.append(str(frappe.db._cursor._executed or query))
		return answer

	monkeypatch.setattr(frappe.db, "sql", noting)
	return sent


def outside_quotes(statements):
	return [statement for statement in statements if MARK in QUOTED.sub("''", statement)]


def attempt(work):
	frappe.db.savepoint("attempt")
	try:
		work()
	except REFUSED:
		pass
	finally:
		frappe.db.rollback(save_point="attempt")
		frappe.local.message_log = []


def reports():
	return frappe.get_all(
		"Report",
		{"module": "Unlocking Opportunities", "report_type": "Script Report"},
		["name"],
		pluck="name",
	)


def filters_of(report):
	"""Return the filters of the report's own page, and one that it doesn't have."""
	script = frappe.get_module(_module(report))
	page = inspect.getsourcefile(script).removesuffix(".py") + ".js"
	with open(page) as file:
		return [*re.findall(r'fieldname: "(\w+)"', file.read()), "owner"]


def _module(report):
	scrubbed = frappe.scrub(report)
	return f"unlocking_opportunities.unlocking_opportunities.report.{scrubbed}.{scrubbed}"


@pytest.mark.parametrize("payload", PAYLOADS)
def test_a_reports_filters_stay_values(world, as_user, statements, payload):
	assert reports()
	for report in reports():
		roles = {role.role for role in frappe.get_doc("Report", report).roles}
		kind = next(kind for kind, role in factories.ROLES.items() if role in roles)
		for name in filters_of(report):
			for value in (payload, [payload], ["in", payload], {payload: payload}):
				as_user(kind)
				attempt(
					lambda: call(
						"frappe.desk.query_report.run",
						report_name=report,
						filters=json.dumps({name: value}),
					)
				)
	assert statements and outside_quotes(statements) == []


@pytest.mark.parametrize("payload", PAYLOADS)
def test_arguments_of_our_own_methods_stay_values(world, as_user, statements, payload):
	tried = 0
	for function in ours():
		if "." in function.__qualname__:
			continue
		path = f"{function.__module__}.{function.__qualname__}"
		names = [
			name
			for name, parameter in inspect.signature(function).parameters.items()
			if parameter.kind is not parameter.VAR_KEYWORD
		]
		if not names:
			continue
		for kind in ("officer", "lead"):
			as_user(kind)
			tried += 1
			attempt(lambda: call(path, **{name: payload for name in names}))
	assert tried and outside_quotes(statements) == []


def test_control_an_unguarded_report_is_noticed(world, as_user, statements):
	"""A copy of a report that puts its filter into the statement as text."""

	def execute(filters):
		return frappe.db.sql(f"select name from `tabVisit` where status = '{filters['status']}'")

	with pytest.raises(frappe.db.OperationalError, match=MARK):
		execute({"status": PAYLOADS[0]})
	assert outside_quotes(statements)
