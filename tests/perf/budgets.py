"""The other budgets: saving, the row rule of a list, and the reports compared with the bare SQL that they read."""

import json

import frappe
import pytest
from frappe.utils import today
from pypika import Case, CustomFunction

from tests import factories as make
from tests.budgets.counting import counted, statements_of, without_our_code
from tests.budgets.multiplied import copies, numbered
from tests.budgets.test_saving import edit
from tests.perf.printed import executed, seconds, show
from tests.placements.start_gate.complete import complete
from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.unlocking_opportunities.report.placement_register import placement_register
from unlocking_opportunities.unlocking_opportunities.report.visits_due import visits_due

OUR_SHARE_OF_SAVING = 3
MOST_SQL_OF_A_REPORT = 6
MOST_TIMES_BARE = 2
SIZES = (5_000, 100_000)
AddDate = CustomFunction("ADDDATE", ["date", "days"])
REPORTS = {"Placement Register": placement_register.execute, "Visits Due": visits_due.execute}


@pytest.fixture(scope="module")
def placement(uncommitted):
	return complete(age=17).placement


def test_saving(placement):
	rows = []
	for doctype, name, fieldname in (
		("Employer Pledge", make.pledge().name, "notes"),
		("Placement", placement.name, "end_reason"),
	):
		frappe.set_user(make.standing_user("officer"))
		work = edit(doctype, name, fieldname)
		with_us = len(statements_of(work))
		with without_our_code(doctype):
			bare = len(statements_of(work))
		rows.append((doctype, bare, with_us, with_us - bare))
		frappe.set_user("Administrator")
	show(
		"Saving without a change of state",
		("DocType", "SQL without our code", "SQL with it", "ours"),
		rows,
	)
	assert all(row[3] <= OUR_SHARE_OF_SAVING for row in rows)


def test_row_rules(placement):
	rows = []
	for doctype in ("Young Person", "Placement", "Visit"):
		counts = []
		for kind in ("officer", "worker"):
			frappe.set_user(make.standing_user(kind))
			row_permissions.query_condition(doctype)
			with counted() as ours:
				row_permissions.query_condition(doctype)
			listing = statements_of(
				lambda doctype=doctype: frappe.get_list(doctype, fields=json.dumps(["name"]))
			)
			counts += [len(ours), len(listing)]
		rows.append((doctype, *counts))
		frappe.set_user("Administrator")
	show(
		"A list's row rule",
		("DocType", "officer: rule", "officer: list", "worker: rule", "worker: list"),
		rows,
	)
	assert all(row[1] == row[3] == 0 and row[2] == row[4] for row in rows)


def test_reports(placement):
	visit = make.visit(placement)
	rows, made = [], 0
	for size in SIZES:
		more_placements(placement, visit, made + 1, size)
		made = size
		frappe.set_user(make.standing_user("officer"))
		rows += [report_at(size, name, execute) for name, execute in REPORTS.items()]
		frappe.set_user("Administrator")
	show(
		"Reports, read by an officer",
		("report", "placements", "rows", "SQL", "execute()", "bare SQL", "times"),
		rows,
	)
	assert all(row[3] <= MOST_SQL_OF_A_REPORT for row in rows)
	# Most of a few milliseconds don't depend on the length.
	assert all(float(row[6]) <= MOST_TIMES_BARE for row in rows if row[1] == SIZES[-1])


def more_placements(placement, visit, first: int, last: int) -> None:
	"""Placements over ten years, each with a visit; one visit in forty is still to be made."""

	def over_ten_years(number):
		starts_in = 40 - number % 3650
		return {
			"start_date": AddDate(today(), starts_in),
			"end_date": AddDate(today(), starts_in + 28),
			"status": Case().when(starts_in < -60, "Completed").else_("In Progress"),
		}

	def done_or_planned(number):
		is_planned = number % 40 == 0
		return {
			"placement": numbered(placement.name, number),
			"status": Case().when(is_planned, "Planned").else_("Done"),
			"due_on": AddDate(today(), Case().when(is_planned, 7 - number % 60).else_(0 - number % 3650)),
		}

	copies("Placement", placement.name, last, first, over_ten_years)
	copies("Visit", visit.name, last, first, done_or_planned)


def report_at(size: int, name: str, execute) -> tuple:
	execute({})
	with executed() as queries:
		answer = execute({})
	ours = seconds(lambda: execute({}), times=3)
	bare = seconds(lambda: [frappe.db.sql(query, as_dict=True) for query in queries], times=3)
	return name, size, len(answer[1]), len(queries), f"{ours:.2f} s", f"{bare:.2f} s", f"{ours / bare:.2f}"
