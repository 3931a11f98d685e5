from unittest.mock import patch

import frappe
from frappe.desk.query_report import run
from frappe.utils import add_days, add_months, formatdate, get_first_day, getdate, today

from tests import factories
from unlocking_opportunities.unlocking_opportunities.report.placement_register.placement_register import (
	execute,
)
from unlocking_opportunities.utils.compat import AppTestCase
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder

REPORT = "Placement Register"


class TestPlacementRegister(AppTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.users = {
			kind: factories.user(kind) for kind in ("officer", "worker", "lead", "adviser", "analyst")
		}
		cls.host = factories.employer()
		cls.site = factories.site(cls.host)
		cls.mine = cls.placed(cls.users["worker"], "In Progress", actual_start=add_months(today(), -2))
		cls.done = cls.placed(None, "Completed", actual_start=add_months(today(), -5), outcome="Paid Job")
		cls.early = cls.placed(None, "Ended Early", actual_start=add_months(today(), -5))
		cls.next = cls.placed(None, "Agreed", gate_status="Closed")

	@classmethod
	def placed(cls, worker, status, site=None, **values):
		placement = factories.placement(factories.young_person(worker), site or cls.site)
		return factories.set_stored(placement, status=status, **values)

	def tearDown(self):
		frappe.set_user("Administrator")

	def as_(self, kind):
		frappe.set_user(self.users[kind])

	def register(self, **filters):
		_columns, rows, _message, chart, summary = execute({"employer": self.host.name, **filters})
		return {row.placement: row for row in rows}, chart, {item["label"]: item["value"] for item in summary}

	def test_officer_and_safeguarding_lead_see_every_placement(self):
		for kind in ("officer", "lead"):
			self.as_(kind)
			rows, _chart, summary = self.register()
			self.assertEqual(set(rows), {doc.name for doc in (self.mine, self.done, self.early, self.next)})
			self.assertEqual(summary["Placements"], 4)

	def test_worker_sees_and_counts_only_their_own(self):
		self.as_("worker")
		rows, chart, summary = self.register()
		self.assertEqual(set(rows), {self.mine.name})
		self.assertEqual((summary["Placements"], summary["Young People"]), (1, 1))
		self.assertEqual(sum(chart["data"]["datasets"][0]["values"]), 1)

	def test_it_cannot_be_run_by_those_who_may_not_read_placements(self):
		for kind in ("analyst", "adviser"):
			self.as_(kind)
			with self.assertRaises(frappe.PermissionError):
				run(REPORT, {})

	def test_through_the_desk_a_worker_gets_the_same_rows(self):
		self.as_("worker")
		answer = run(REPORT, {"employer": self.host.name})
		self.assertEqual([row["placement"] for row in answer["result"]], [self.mine.name])

	def test_ratios_show_both_their_numbers(self):
		self.as_("officer")
		_rows, _chart, summary = self.register()
		self.assertEqual(summary["Live Now"], "1 of 4")
		self.assertEqual(summary["Completed, Out of Those That Ended"], "1 of 2")
		self.assertEqual(summary["Into Work or Learning, Out of Those Completed"], "1 of 1")
		self.assertEqual(summary["Start Gate Closed, Out of Those Not Started"], "1 of 1")

	def test_chart_counts_starts_and_shows_empty_months(self):
		self.as_("officer")
		first = add_months(today(), -6)
		_rows, chart, _summary = self.register(from_date=first, to_date=add_months(today(), 6))
		labels, values = chart["data"]["labels"], chart["data"]["datasets"][0]["values"]
		self.assertEqual(len(labels), 7)
		by_month = dict(zip(labels, values, strict=True))
		self.assertEqual(by_month[formatdate(get_first_day(add_months(today(), -5)), "MMM yyyy")], 2)
		self.assertEqual(by_month[formatdate(get_first_day(add_months(today(), -4)), "MMM yyyy")], 0)

	def test_filters_narrow_it(self):
		self.as_("officer")
		self.assertEqual(
			set(self.register(status=["Completed", "Ended Early"])[0]), {self.done.name, self.early.name}
		)
		self.assertEqual(set(self.register(status='["Agreed"]')[0]), {self.next.name})
		self.assertEqual(set(self.register(gate_status="Closed")[0]), {self.next.name})
		self.assertFalse(self.register(from_date=add_months(today(), 12))[0])

	def test_a_period_the_wrong_way_round_is_refused(self):
		self.as_("officer")
		with self.assertRaises(DatesOutOfOrder):
			self.register(from_date=today(), to_date=add_days(today(), -1))

	def test_visits_made_of_those_due_and_the_next(self):
		made = factories.visit(self.mine, due_on=add_days(today(), -9))
		factories.set_stored(made, status="Done", visited_on=add_days(today(), -9))
		missed = factories.visit(self.mine, due_on=add_days(today(), -2))
		factories.set_stored(factories.visit(self.mine), status="Cancelled")
		self.addCleanup(frappe.db.delete, "Visit", {"placement": self.mine.name})
		self.as_("worker")
		row = self.register()[0][self.mine.name]
		self.assertEqual(row.visits, "1 of 2")
		self.assertEqual(getdate(row.next_visit), getdate(missed.due_on))

	def test_it_takes_two_queries_however_long_it_is(self):
		site = factories.site()
		self.placed(self.users["worker"], "In Progress", site)
		self.assertEqual(self.rows_and_queries(site.employer), (1, 2))
		for _number in range(10):
			self.placed(self.users["worker"], "In Progress", site)
		self.assertEqual(self.rows_and_queries(site.employer), (11, 2))

	def rows_and_queries(self, employer):
		self.as_("worker")
		self.register(employer=employer)
		with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
			rows = self.register(employer=employer)[0]
		frappe.set_user("Administrator")
		return len(rows), sql.call_count
