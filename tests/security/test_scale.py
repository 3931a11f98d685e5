"""The row rule at 20,000 placements: no SQL of its own, and it uses an index."""

import json

import frappe
import pytest

from tests.security.conftest import call
from unlocking_opportunities.access import row_permissions

PLACEMENTS = 20_000
PEOPLE = 2_000


@pytest.fixture(scope="module")
def many(world):
	"""Placements of many young people, ten each, a few people for each worker; signed in as one worker."""
	frappe.set_user("Administrator")
	person, placement = world.mine.person.as_dict(), world.mine.placement.as_dict()
	workers = [world.users["worker"], *(f"worker-{n}@council.example" for n in range(99))]
	people = [
		person | {"name": f"YP-MANY{n:05}", "allocated_worker": workers[n % 100]} for n in range(PEOPLE)
	]
	placements = [
		placement | {"name": f"PLC-MANY-{n:05}", "young_person": f"YP-MANY{n % PEOPLE:05}"}
		for n in range(PLACEMENTS)
	]
	for doctype, rows in (("Young Person", people), ("Placement", placements)):
		fields = frappe.get_meta(doctype).get_valid_columns()
		frappe.db.bulk_insert(doctype, fields, [[row.get(field) for field in fields] for row in rows])
	return world


def test_the_list_runs_one_query_for_any_user(many, as_user):
	counts = {}
	for kind in ("officer", "worker"):
		as_user(kind)
		list_placements()
		counts[kind] = queries(list_placements)
	assert counts["worker"] == counts["officer"] == 1


def test_the_list_uses_indexes(many, as_user):
	as_user("worker")
	plan = explain(frappe.get_list("Placement", fields=["name", "status"], order_by="creation desc", run=0))
	keys = {row["table"]: row["key"] for row in plan}
	assert keys["tabYoung Person"] == "allocated_worker_index"
	assert keys["tabPlacement"] == "young_person_status_index"
	assert sum(row["rows"] for row in plan) < PLACEMENTS / 10


@pytest.mark.parametrize("doctype", row_permissions.PEOPLE)
def test_every_column_that_a_row_rule_looks_up_begins_an_index(many, doctype):
	sides = {"Young Person": ["name", "allocated_worker"], "Placement": ["young_person", "risk_assessment"]}
	columns = sides.get(doctype) or [
		c for c in ("young_person", "placement") if frappe.get_meta(doctype).has_field(c)
	]
	indexes = frappe.db.sql(f"show index from `tab{doctype}`", as_dict=True)
	assert set(columns) <= {index.Column_name for index in indexes if index.Seq_in_index == 1}


def test_the_check_of_one_record_is_one_indexed_query(many, as_user):
	doc = frappe.get_doc("Placement", "PLC-MANY-00000")
	as_user("worker")
	assert row_permissions.has_permission(doc, "write")
	statements = recorded(lambda: row_permissions.has_permission(doc, "write"))
	assert len(statements) == 1
	assert all(row["rows"] <= 1 for row in explain(statements[0]))
	as_user("officer")
	assert recorded(lambda: row_permissions.has_permission(doc, "write")) == []


@pytest.mark.parametrize("doctype", [*row_permissions.PEOPLE, *row_permissions.CHILD_TABLES, "File"])
def test_a_row_rule_runs_no_sql(many, as_user, doctype):
	from unlocking_opportunities import hooks

	for kind in ("worker", "adviser", "officer", "analyst"):
		as_user(kind)
		frappe.get_roles()
		# The meta of a DocType is read once and cached.
		frappe.call(hooks.permission_query_conditions[doctype], frappe.session.user)
		assert (
			recorded(lambda: frappe.call(hooks.permission_query_conditions[doctype], frappe.session.user))
			== []
		)


def list_placements():
	return call("frappe.client.get_list", doctype="Placement", fields=json.dumps(["name", "status"]))


def queries(work) -> int:
	return sum(statement.lower().startswith("select") for statement in recorded(work))


def recorded(work) -> list[str]:
	statements, sql = [], frappe.db.sql

	def record(query, values=(), *args, **kwargs):
		answer = sql(query, values, *args, **kwargs)
		statements.append(str(frappe.db._cursor._executed))
		return answer

	with pytest.MonkeyPatch.context() as patched:
		patched.setattr(frappe.db, "sql", record)
		work()
	return [statement.strip() for statement in statements if "savepoint" not in statement.lower()]


def explain(statement: str) -> list[dict]:
	plan = frappe.db.sql("explain " + statement, as_dict=True)
	return [row | {"rows": int(row.rows or 0)} for row in plan]
