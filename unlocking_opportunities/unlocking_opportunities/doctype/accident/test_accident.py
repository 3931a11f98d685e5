import frappe
from frappe.utils import add_days, getdate, now_datetime, today

from tests import factories
from unlocking_opportunities.utils.compat import AppTestCase
from unlocking_opportunities.utils.exceptions import FutureDate


class TestAccident(AppTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		cls.worker = factories.user("worker")
		cls.placement = factories.placement(factories.young_person(cls.worker))
		cls.theirs = factories.placement(factories.young_person())

	def tearDown(self):
		frappe.set_user("Administrator")

	def accident(self, **values):
		return factories.accident(self.placement, **values)

	def test_a_worker_records_their_own_and_it_stays_open_until_it_is_decided(self):
		frappe.set_user(self.worker)
		accident = self.accident(reported_by="x", treatment="First Aid")
		self.assertEqual((accident.status, accident.reported_by), ("Open", self.worker))
		self.assertEqual(accident.young_person, self.placement.young_person)
		accident.update({"riddor_kind": "Not Reportable", "riddor_reason": "A plaster; no time off"}).save()
		self.assertEqual((accident.status, accident.report_by), ("Closed", None))

	def test_a_reportable_one_has_its_day_and_closes_when_it_is_reported(self):
		accident = self.accident(
			treatment="Hospital",
			riddor_kind="Over Seven Days Off",
			riddor_reason="Signed off for two weeks",
			happened_on=add_days(now_datetime(), -3),
		)
		self.assertEqual(getdate(accident.report_by), getdate(add_days(today(), 12)))
		self.assertEqual(accident.status, "Open")
		accident.update({"riddor_reported_on": today()}).save()
		self.assertEqual(accident.status, "Closed")

	def test_a_decision_without_a_reason_and_days_to_come_are_refused(self):
		with self.assertRaisesRegex(frappe.MandatoryError, "under Why"):
			self.accident(riddor_kind="Not Reportable")
		with self.assertRaises(FutureDate):
			self.accident(happened_on=add_days(now_datetime(), 1))
		with self.assertRaises(FutureDate):
			self.accident(carer_told_on=add_days(now_datetime(), 1))

	def test_not_of_another_workers_young_person(self):
		frappe.set_user(self.worker)
		with self.assertRaises(frappe.PermissionError):
			factories.accident(self.theirs)
