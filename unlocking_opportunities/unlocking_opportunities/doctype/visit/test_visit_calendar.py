import frappe
from frappe.utils import add_days, add_to_date, get_datetime, getdate, now_datetime, today

from tests import factories
from unlocking_opportunities.unlocking_opportunities.doctype.visit.visit_calendar import (
	NoTime,
	NotPlanned,
	book,
	get_events,
)
from unlocking_opportunities.utils.compat import AppTestCase


class TestVisitCalendar(AppTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.worker, cls.analyst = factories.user("worker"), factories.user("analyst")
		cls.mine = factories.visit(
			factories.placement(factories.young_person(cls.worker)), due_on=add_days(today(), -1)
		)
		cls.theirs = factories.visit(
			factories.placement(factories.young_person()), due_on=add_days(today(), -1)
		)

	def setUp(self):
		frappe.set_user(self.worker)

	def tearDown(self):
		frappe.set_user("Administrator")

	def events(self):
		found = get_events(add_days(today(), -7), add_days(today(), 7), "[]")
		return {event["name"]: event for event in found}

	def test_a_worker_sees_their_own_visits_only(self):
		self.assertIn(self.mine.name, self.events())
		self.assertNotIn(self.theirs.name, self.events())

	def test_it_is_closed_to_those_who_may_not_read_visits(self):
		frappe.set_user(self.analyst)
		with self.assertRaises(frappe.PermissionError):
			self.events()

	def test_an_unbooked_visit_is_all_day_on_its_due_day_and_shown_as_overdue(self):
		event = self.events()[self.mine.name]
		self.assertEqual((event["all_day"], getdate(event["starts_on"])), (1, getdate(self.mine.due_on)))
		self.assertTrue(event["label"].startswith("Overdue: "))

	def test_dropping_a_visit_on_a_time_books_it(self):
		start = add_to_date(now_datetime(), hours=3)
		book(
			{"name": self.mine.name, "starts_on": start, "ends_on": add_to_date(start, hours=1), "all_day": 0}
		)
		self.assertEqual(
			get_datetime(factories.stored(self.mine).starts_on), start.replace(microsecond=start.microsecond)
		)
		self.assertEqual(self.events()[self.mine.name]["all_day"], 0)

	def test_a_whole_day_is_no_booking(self):
		with self.assertRaises(NoTime):
			book({"name": self.mine.name, "starts_on": today(), "ends_on": today(), "all_day": 1})

	def test_a_completed_visit_cannot_be_moved(self):
		frappe.set_user("Administrator")
		done = factories.visit(factories.placement(factories.young_person(self.worker)))
		factories.set_stored(done, status="Done")
		frappe.set_user(self.worker)
		with self.assertRaises(NotPlanned):
			book({"name": done.name, "starts_on": now_datetime(), "ends_on": now_datetime(), "all_day": 0})

	def test_no_one_books_a_visit_of_another_users_young_person(self):
		with self.assertRaises(frappe.PermissionError):
			book(
				{
					"name": self.theirs.name,
					"starts_on": now_datetime(),
					"ends_on": now_datetime(),
					"all_day": 0,
				}
			)
