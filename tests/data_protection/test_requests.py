"""Requests about someone's own data, and their deadlines."""

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today

from tests import factories
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.daily_work import digest
from unlocking_opportunities.data_protection import due, requests
from unlocking_opportunities.messages.due import Morning
from unlocking_opportunities.rules import data_rights
from unlocking_opportunities.unlocking_opportunities.doctype.data_rights_request.data_rights_request import (
	HalfAnswered,
)
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder, FutureDate


def lines(on=0):
	day = add_days(getdate(today()), on)
	return {line.due.name: line for line in digest.lines_of(due.REQUESTS, Morning(day, add_days(day, -1)))}


@pytest.fixture
def told(frappe_site, monkeypatch):
	"""Return the emails to people outside: (to, subject, lines)."""
	sent = []
	monkeypatch.setattr(requests.email, "send", lambda *told, **named: sent.append((*told, *named.values())))
	return sent


class TestAComplaint:
	def test_is_taken_from_anyone_and_acknowledged_at_once(self, told):
		factories.standing_user("manager")
		frappe.set_user("Guest")
		name = requests.record_complaint("You told my teacher.", name="Robin", email="robin@young.example")
		frappe.set_user("Administrator")
		request = frappe.get_doc("Data Rights Request", name)
		assert (request.kind, request.status, request.message) == (
			"Complaint",
			"Acknowledged",
			"You told my teacher.",
		)
		((to, subject, said, _about),) = told
		assert to == "robin@young.example" and name in subject and "Robin" not in subject + "".join(said)
		assert "Information Commissioner" in said[-1]

	def test_without_an_email_someone_must_acknowledge_it_in_time(self, told):
		name = requests.record_complaint("You told my teacher.", phone="01908 555010")
		request = frappe.get_doc("Data Rights Request", name)
		assert not told and request.status == "Open"
		assert request.acknowledge_by == add_days(getdate(today()), 29)
		assert name not in lines(on=10)
		assert "Acknowledge" in lines(on=19)[name].due.text
		request.acknowledged_on = today()
		request.save()
		assert "Answer" in lines(on=35)[name].due.text

	def test_managers_are_told_by_reference(self, told):
		manager = factories.standing_user("manager")
		name = requests.record_complaint("Planted words", name="Planted Name", phone="01908 555010")
		entry = frappe.get_last_doc("Notification Log", {"for_user": manager})
		assert name in entry.subject and "Planted" not in entry.subject + (entry.email_content or "")

	@pytest.mark.parametrize(
		("given", "says"),
		[
			({"message": " "}, "what your complaint is about"),
			({"message": "x" * 5001, "phone": "1"}, "5000 characters or fewer"),
			({"message": "x"}, "email address or a phone number"),
			({"message": "x", "email": "robin at home"}, "correct format"),
		],
	)
	def test_what_is_missing_is_said(self, told, given, says):
		with pytest.raises(frappe.ValidationError, match=says):
			requests.record_complaint(**given)


class TestTheClock:
	def test_runs_a_month_and_reminds(self, frappe_site):
		request = factories.data_rights_request(factories.young_person())
		assert request.due_on == data_rights.answer_by(getdate(today()))
		assert request.name not in lines()
		near = (request.due_on - getdate(today())).days - 10
		assert lines(on=near)[request.name].due.by == request.due_on
		assert lines(on=near)[request.name].roles == (MANAGER,)

	def test_begins_when_it_is_known_who_asks(self, frappe_site):
		asked = add_days(getdate(today()), -20)
		request = factories.data_rights_request(received_on=asked, identity_confirmed_on=today())
		assert request.due_on == data_rights.answer_by(getdate(today()))

	def test_runs_three_months_where_they_were_told(self, frappe_site):
		request = factories.data_rights_request(extended=1)
		assert request.due_on >= getdate(add_months(today(), 3))
		assert not factories.data_rights_request(kind="Complaint", message="x", extended=1).extended

	def test_stops_with_the_answer(self, frappe_site):
		request = factories.data_rights_request(received_on=add_days(today(), -40))
		assert request.name in lines()
		request.update({"answered_on": today(), "outcome": "Refused"})
		with pytest.raises(frappe.MandatoryError):
			request.save()
		request = factories.stored(request)
		request.update({"answered_on": today(), "outcome": "Refused", "refusal_ground": "Legal Claims"})
		request.save()
		assert request.status == "Answered" and request.name not in lines()

	def test_is_set_by_the_server_alone(self, frappe_site):
		request = factories.data_rights_request(due_on="2099-01-01", status="Answered")
		assert (request.status, request.due_on) == ("Open", data_rights.answer_by(getdate(today())))

	@pytest.mark.parametrize(
		("values", "failure"),
		[
			({"received_on": 1}, FutureDate),
			({"answered_on": -1, "outcome": "Withdrawn"}, DatesOutOfOrder),
			({"answered_on": 0}, HalfAnswered),
			({"outcome": "Withdrawn"}, HalfAnswered),
		],
	)
	def test_days_that_cannot_be_are_said(self, frappe_site, values, failure):
		"""A number is so many days from today."""
		values = {
			key: add_days(today(), value) if isinstance(value, int) else value
			for key, value in values.items()
		}
		with pytest.raises(failure):
			factories.data_rights_request(**values)


def test_a_manager_is_reminded_of_a_disposal_to_decide(frappe_site):
	review = factories.disposal_review(factories.young_person().name)
	morning = Morning(getdate(today()), getdate(today()))
	found = [line for line in digest.lines_of(due.DISPOSALS, morning) if line.due.name == review.name]
	assert [line.roles for line in found] == [(MANAGER,)]


class TestALegalHold:
	def test_says_who_placed_and_who_lifted_it(self, frappe_site):
		lead, manager = factories.standing_user("lead"), factories.standing_user("manager")
		person = factories.young_person()
		frappe.set_user(lead)
		hold = factories.legal_hold(person, placed_by=manager, lifted_by=manager, status="Lifted")
		assert (hold.placed_by, hold.lifted_by, hold.status) == (lead, None, "In Force")
		hold = factories.stored(hold)
		hold.update({"status": "Lifted", "placed_by": manager})
		hold = factories.stored(hold.save())
		assert (hold.placed_by, hold.status) == (lead, "In Force")
		frappe.set_user(manager)
		hold.lift()
		assert (factories.stored(hold).status, factories.stored(hold).lifted_by) == ("Lifted", manager)

	@pytest.mark.parametrize("kind", ["officer", "worker", "adviser", "analyst"])
	def test_is_no_business_of_others(self, frappe_site, kind):
		hold = factories.legal_hold(factories.young_person())
		frappe.set_user(factories.standing_user(kind))
		with pytest.raises(frappe.PermissionError):
			factories.stored(hold).check_permission("read")
		with pytest.raises(frappe.PermissionError):
			factories.legal_hold(frappe._dict(name=hold.young_person))
