from unittest.mock import patch

import frappe
from frappe.desk.query_report import run
from frappe.utils import add_days, now_datetime, today

from tests import factories
from unlocking_opportunities.unlocking_opportunities.report.who_read_what.who_read_what import execute
from unlocking_opportunities.utils.compat import AppTestCase


class TestWhoReadWhat(AppTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		frappe.db.delete("Record Access Log")
		cls.lead, cls.worker = factories.user("lead"), factories.user("worker")
		cls.officer, cls.manager = factories.user("officer"), factories.user("manager")
		cls.person = factories.young_person(cls.worker).name
		cls.read(cls.worker, "Form", young_person=cls.person)
		cls.read(cls.officer, "Form", young_person=cls.person)
		cls.read(cls.officer, "Export", number_of_rows=40)
		cls.read("Link of EMP-1", "Portal Disclosure", young_person=cls.person, record_type="Share Release")
		cls.read(cls.worker, "Form", young_person=cls.person, read_on=add_days(now_datetime(), -40))

	@classmethod
	def read(cls, user, how, **values):
		line = {"read_on": now_datetime(), "record_type": "Young Person Identity", "young_person": ""}
		frappe.get_doc(
			{"doctype": "Record Access Log", "user": user, "how": how, **line, **values}
		).db_insert()

	def setUp(self):
		frappe.set_user(self.lead)

	def tearDown(self):
		frappe.set_user("Administrator")

	def rows(self, **filters):
		return execute(filters)[1]

	def test_the_last_month_is_shown_and_counted(self):
		_columns, rows, message, chart, summary = execute()
		self.assertEqual(len(rows), 4)
		self.assertIsNone(message)
		figures = {figure["label"]: figure["value"] for figure in summary}
		self.assertEqual(figures["Readings"], 4)
		self.assertEqual(figures["Readers"], 3)
		self.assertEqual(figures["Lists, Reports and Exports"], 1)
		self.assertEqual(figures["Disclosed on the Portal"], 1)
		self.assertEqual(chart["data"]["labels"][0], self.officer)
		self.assertEqual(chart["data"]["datasets"][0]["values"][0], 2)

	def test_it_says_whether_the_reader_is_their_worker(self):
		self.assertEqual(
			{row.user: row.allocated for row in self.rows(young_person=self.person)},
			{self.worker: "Yes", self.officer: "No", "Link of EMP-1": "No"},
		)
		self.assertNotIn(self.worker, [row.user for row in self.rows(not_their_worker=1)])

	def test_it_says_when_the_reader_covered_for_their_worker(self):
		frappe.set_user(self.manager)
		cover = factories.user("worker")
		absence = factories.absence_cover(self.worker, cover)
		frappe.set_user(self.lead)
		for approved, said in ((None, "No"), (now_datetime(), "Covered")):
			absence.db_set("approved_on", approved)
			frappe.db.savepoint("readings")
			self.read(cover, "Form", young_person=self.person)
			self.assertEqual([row.allocated for row in self.rows(user=cover)], [said])
			listed = [row.user for row in self.rows(not_their_worker=1)]
			self.assertEqual(cover in listed, said == "No")
			frappe.db.rollback(save_point="readings")

	def test_filters_narrow_it(self):
		self.assertEqual(len(self.rows(user=self.officer)), 2)
		self.assertEqual(len(self.rows(record_type="Share Release")), 1)
		self.assertEqual(len(self.rows(from_date=add_days(today(), -60))), 5)
		self.assertEqual(
			execute({"to_date": add_days(today(), -90), "from_date": add_days(today(), -91)})[3], None
		)

	def test_a_longer_list_says_so(self):
		path = "unlocking_opportunities.unlocking_opportunities.report.who_read_what.who_read_what.ROWS"
		with patch(path, 2):
			_columns, rows, message, _chart, summary = execute()
		self.assertEqual(len(rows), 2)
		self.assertIn("newest 2", message)
		self.assertEqual(summary[0]["value"], 4)

	def test_the_safeguarding_lead_alone_runs_it(self):
		self.assertEqual(len(run("Who Read What", {})["result"]), 4)
		for user in (self.officer, self.manager, self.worker):
			frappe.set_user(user)
			for attempt in (lambda: run("Who Read What", {}), execute):
				with self.assertRaises(frappe.PermissionError):
					attempt()

	def test_it_takes_two_queries(self):
		execute()
		with patch.object(frappe.db, "sql", wraps=frappe.db.sql) as sql:
			execute()
		self.assertEqual(sql.call_count, 2)
