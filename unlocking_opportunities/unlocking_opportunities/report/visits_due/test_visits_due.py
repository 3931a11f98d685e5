from unittest.mock import patch

import frappe
from frappe.desk.query_report import run
from frappe.utils import add_days, now_datetime, today

from tests import factories
from unlocking_opportunities.unlocking_opportunities.report.visits_due.visits_due import execute, format_days
from unlocking_opportunities.utils.compat import AppTestCase


class TestVisitsDue(AppTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.users = {kind: factories.user(kind) for kind in ("officer", "worker", "analyst")}
		cls.host = factories.employer()
		site = factories.site(cls.host)
		mine = factories.placement(factories.young_person(cls.users["worker"]), site)
		theirs = factories.placement(factories.young_person(), site)
		cls.overdue = factories.visit(mine, due_on=add_days(today(), -3), visitor=cls.users["officer"])
		cls.booked = factories.visit(theirs, due_on=add_days(today(), 1), starts_on=now_datetime())
		cls.far_off = factories.visit(theirs, due_on=add_days(today(), 40))
		cls.made(theirs, due=-10, visited=-10)
		cls.made(theirs, due=-10, visited=-5)
		factories.set_stored(factories.visit(theirs, due_on=add_days(today(), -10)), status="Cancelled")

	@classmethod
	def made(cls, placement, due, visited):
		visit = factories.visit(placement, due_on=add_days(today(), due))
		factories.set_stored(visit, status="Done", visited_on=add_days(today(), visited))

	def tearDown(self):
		frappe.set_user("Administrator")

	def due(self, who, **filters):
		frappe.set_user(self.users[who])
		_columns, rows, _message, chart, summary = execute({"employer": self.host.name, **filters})
		return [row.visit for row in rows], chart, {item["label"]: item["value"] for item in summary}, rows

	def test_officer_sees_what_is_overdue_or_due_within_two_weeks(self):
		visits, chart, summary, rows = self.due("officer")
		self.assertEqual(visits, [self.overdue.name, self.booked.name])
		self.assertEqual([row.when for row in rows], ["3 days late", "Tomorrow"])
		self.assertEqual(summary["Overdue"], "1 of 2")
		self.assertEqual(summary["Booked in the Diary"], "1 of 2")
		self.assertEqual(chart["data"]["labels"][0], "Overdue")
		self.assertEqual(sum(chart["data"]["datasets"][0]["values"]), 2)

	def test_a_visit_made_late_does_not_count_as_on_time_and_a_cancelled_one_not_at_all(self):
		summary = self.due("officer")[2]
		# The one that is overdue now was due in the last 90 days too.
		self.assertEqual(summary["Made on Time, in the Last 90 Days"], "1 of 3")

	def test_worker_sees_and_counts_only_their_own(self):
		visits, _chart, summary, _rows = self.due("worker")
		self.assertEqual(visits, [self.overdue.name])
		self.assertEqual(summary["Made on Time, in the Last 90 Days"], "0 of 1")

	def test_it_cannot_be_run_by_those_who_may_not_read_visits(self):
		frappe.set_user(self.users["analyst"])
		with self.assertRaises(frappe.PermissionError):
			run("Visits Due", {})

	def test_filters_narrow_it(self):
		self.assertEqual(self.due("officer", only_overdue=1)[0], [self.overdue.name])
		self.assertEqual(self.due("officer", visitor=self.users["officer"])[0], [self.overdue.name])
		self.assertIn(self.far_off.name, self.due("officer", due_until=add_days(today(), 60))[0])
		self.assertEqual(self.due("officer", kind="First Week")[0], [])

	def test_days_in_words(self):
		said = [format_days(days) for days in (-2, -1, 0, 1, 5)]
		self.assertEqual(said, ["2 days late", "1 day late", "Today", "Tomorrow", "In 5 days"])

	def test_it_takes_two_queries(self):
		self.due("worker")
		with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
			execute({"employer": self.host.name})
		self.assertEqual(sql.call_count, 2)
