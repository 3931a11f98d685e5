from datetime import date
from unittest.mock import patch

import frappe
from frappe.utils import add_days, add_to_date, getdate, now_datetime, today

from tests import factories
from unlocking_opportunities.council.roles import SAFEGUARDING_LEAD
from unlocking_opportunities.daily_work import digest, invariants
from unlocking_opportunities.daily_work.digest import lines
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.messages.due import Morning
from unlocking_opportunities.safeguarding import concerns, due
from unlocking_opportunities.unlocking_opportunities.doctype.concern_referral.concern_referral import (
	NotAReference,
)
from unlocking_opportunities.utils.compat import AppTestCase
from unlocking_opportunities.utils.exceptions import FutureDate


class TestConcernReferral(AppTestCase):
	@classmethod
	def setUpClass(cls):
		super().setUpClass()
		frappe.set_user("Administrator")
		kinds = ("officer", "manager", "worker", "adviser", "lead", "analyst")
		cls.users = {kind: factories.user(kind) for kind in kinds}
		cls.person = factories.young_person()

	def setUp(self):
		frappe.db.set_single_value("Unlocking Opportunities Settings", "concern_minutes", 30)
		enqueue = patch.object(frappe, "enqueue")  # the mail queue is read here, not sent
		enqueue.start()
		self.addCleanup(enqueue.stop)

	def tearDown(self):
		frappe.set_user("Administrator")

	def raise_as(self, kind="officer", about="A Young Person", **values):
		frappe.set_user(self.users[kind])
		told = concerns.raise_concern(about, **values)
		frappe.set_user("Administrator")
		return told, frappe.get_doc("Concern Referral", told["reference"])

	def told(self, referral):
		"""Return who was notified or emailed about it, and all that these messages say."""
		bells = frappe.get_all(
			"Notification Log", {"document_name": referral.name}, ["for_user", "subject", "email_content"]
		)
		mails = [
			frappe.get_doc("Email Queue", name)
			for name in frappe.get_all("Email Queue", {"reference_name": referral.name}, pluck="name")
		]
		return bells, mails

	def test_whoever_works_here_may_raise_one_and_is_told_what_to_keep(self):
		for kind in ("officer", "manager", "worker", "adviser", "lead"):
			told, referral = self.raise_as(kind, young_person=self.person.name)
			self.assertEqual(referral.reported_by, self.users[kind])
			self.assertEqual(told["lado_by"], None)
			self.assertGreaterEqual(told["leads_told"], 1)
			self.assertRegex(told["reference"], r"^CON-[A-Z0-9]{8}$")
		with self.assertRaises(frappe.PermissionError):
			self.raise_as("analyst")

	def test_only_leads_are_notified_and_only_by_reference(self):
		_told, referral = self.raise_as(young_person=self.person.name, case_reference="CS-4711")
		bells, mails = self.told(referral)
		self.assertEqual(
			{bell.for_user for bell in bells}, recipients.holders_of("Unlocking Safeguarding Lead")
		)
		self.assertIn(self.users["lead"], {row.recipient for mail in mails for row in mail.recipients})
		for text in [*map(str, bells), *(mail.message for mail in mails)]:
			for secret in (self.person.name, "CS-4711", self.users["officer"], "oncern referral"):
				self.assertNotIn(secret, text.replace("concern-referral", ""))
		self.assertEqual(referral.alerts_sent, 1)

	def test_the_alert_repeats_until_a_lead_acknowledges_it(self):
		_told, referral = self.raise_as()
		concerns.alert_again()
		self.assertEqual(self.alerts(referral), 1)
		for sent in (2, 3):
			self.later(referral)
			concerns.alert_again()
			concerns.alert_again()
			self.assertEqual(self.alerts(referral), sent)
		frappe.set_user(self.users["lead"])
		referral.reload()
		referral.acknowledge()
		referral.acknowledge()
		self.assertEqual((referral.status, referral.acknowledged_by), ("Acknowledged", self.users["lead"]))
		frappe.set_user("Administrator")
		self.later(referral)
		concerns.alert_again()
		self.assertEqual(self.alerts(referral), 3)

	def alerts(self, referral):
		return frappe.db.get_value("Concern Referral", referral.name, "alerts_sent")

	def later(self, referral):
		referral.reload()
		referral.db_set("last_alert_on", add_to_date(now_datetime(), minutes=-31))

	def lado_lines(self, on, referral):
		found = digest.lines_of(due.ALLEGATIONS, Morning(on, on))
		return [line for line in found if line.due.name == referral.name]

	def test_about_an_adult_starts_the_lados_clock(self):
		friday = "2026-11-20 16:00:00"
		with patch(
			"unlocking_opportunities.unlocking_opportunities.doctype.concern_referral.concern_referral.now_datetime",
			lambda: frappe.utils.get_datetime(friday),
		):
			told, referral = self.raise_as(about=concerns.ABOUT_AN_ADULT)
		self.assertEqual(told["lado_by"], date(2026, 11, 23))
		[mine] = self.lado_lines(date(2026, 11, 23), referral)
		self.assertEqual((mine.roles, mine.due.by), ((SAFEGUARDING_LEAD,), date(2026, 11, 23)))
		frappe.set_user(self.users["lead"])
		referral.lado_told_on = "2026-11-20 17:00:00"
		referral.save()
		self.assertFalse(self.lado_lines(date(2026, 11, 24), referral))

	def test_names_and_days_to_come_are_refused(self):
		for values, failure in (
			({"young_person": "Robin Planted"}, NotAReference),
			({"placement": "the cafe"}, NotAReference),
			({"duty_told_on": str(add_to_date(now_datetime(), days=1))}, FutureDate),
		):
			with self.assertRaises(failure):
				self.raise_as(**values)

	def test_an_unknown_id_is_accepted_too(self):
		"""Refusing an unknown ID would show who is in the programme."""
		_told, referral = self.raise_as("worker", young_person=" yp-aaaaaaaa ")
		self.assertEqual(referral.young_person, "YP-AAAAAAAA")

	def test_what_the_server_sets_cannot_be_sent(self):
		frappe.set_user(self.users["officer"])
		values = {"status": "Acknowledged", "alerts_sent": 9, "reported_by": "x", "name": "CON-MINE"}
		referral = frappe.get_doc(
			{"doctype": "Concern Referral", "about": "A Young Person", **values}
		).insert()
		frappe.set_user("Administrator")
		referral = frappe.get_doc("Concern Referral", referral.name)
		self.assertEqual((referral.status, referral.alerts_sent), ("Open", 1))
		self.assertEqual(referral.reported_by, self.users["officer"])
		self.assertNotEqual(referral.name, "CON-MINE")

	def test_the_numbers_are_the_councils(self):
		frappe.db.set_single_value("Unlocking Opportunities Settings", "lado_phone", "01632 960999")
		frappe.set_user(self.users["worker"])
		self.assertIn("01632 960999", [row["number"] for row in concerns.numbers()])
		frappe.set_user(self.users["analyst"])
		with self.assertRaises(frappe.PermissionError):
			concerns.numbers()

	def test_what_got_past_the_guards_is_for_leads(self):
		_told, referral = self.raise_as()
		referral.db_set("status", "Acknowledged")
		[problem] = [found for found in invariants.check() if found.doctype == "Concern Referral"]
		self.assertEqual(problem.names, (referral.name,))
		mine = [line for line in lines(date.today()) if line.due.doctype == "Concern Referral"]
		self.assertEqual({(line.user, line.roles) for line in mine}, {(None, (SAFEGUARDING_LEAD,))})

	def test_cover_for_a_lead_is_not_told(self):
		"""Someone who covers for a lead gets the lead's other emails, but not these, unless they are a lead too."""
		away = {"user": self.users["lead"], "cover_by": self.users["manager"]}
		factories.make("Absence Cover", **away, from_date=add_days(today(), -1), to_date=add_days(today(), 3))
		_told, referral = self.raise_as(about=concerns.ABOUT_AN_ADULT)
		bells, mails = self.told(referral)
		readers = {bell.for_user for bell in bells} | {
			row.recipient for mail in mails for row in mail.recipients
		}
		self.assertIn(self.users["lead"], readers)
		self.assertNotIn(self.users["manager"], readers)
		by_user = digest.by_reader(lines(getdate(today())))
		self.assertIn(referral.name, {line.name for line in by_user[self.users["lead"]]})
		self.assertNotIn(referral.name, {line.name for line in by_user.get(self.users["manager"], [])})
