"""A ready message for each check, to the person who can settle it, and what leaves the council when it is sent."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from tests import factories as make
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.messages import text as texts
from unlocking_opportunities.placements.start_gate import asks
from unlocking_opportunities.placements.start_gate.asks import NoWayToSend
from unlocking_opportunities.placements.start_gate.table import CHECKS
from unlocking_opportunities.rules.working_days import add_working_days

# Words that would show that someone is or was in care.
CARE = ("care", "looked after", "looked-after", "social worker", "foster", "child", "pupil", "young person")


@pytest.fixture
def placement(frappe_site):
	officer, worker = make.standing_user("officer"), make.standing_user("worker")
	person = make.young_person(worker, age=17, preferred_name="Planted", surname="Surname")
	frappe.db.set_value(
		"Young Person Identity", person.name, {"mobile": "07700 900123", "email": "robin@home.example"}
	)
	placement = make.placement(person, officer=officer)
	contact = make.make(
		"Contact", first_name="Kim", links=[{"link_doctype": "Employer", "link_name": placement.employer}]
	)
	contact.append("email_ids", {"email_id": "kim@hill.example", "is_primary": 1})
	contact.save()
	make.empty_mail_queue()
	frappe.set_user(officer)
	return make.stored(placement)


def queued() -> dict[str, str]:
	rows = frappe.get_all("Email Queue Recipient", fields=["recipient", "parent"])
	return {row.recipient: frappe.db.get_value("Email Queue", row.parent, "message") for row in rows}


def test_every_check_has_one(placement):
	assert set(asks.ASKS) == set(CHECKS)


@pytest.mark.parametrize("check", asks.ASKS)
def test_it_carries_the_reference_and_is_silent_on_care_and_names(placement, check):
	ready = placement.ready_ask(check)
	assert placement.name in ready["message"] and placement.name in ready["subject"]
	said = f"{ready['message']} {ready['subject']}".lower()
	assert not [
		word for word in (*CARE, "planted", "surname", placement.young_person.lower()) if word in said
	]
	assert "07700" not in frappe.as_json(ready) and "robin@" not in frappe.as_json(ready)


@pytest.mark.parametrize(
	"check,to", [("insurance", "kim@hill.example"), ("sharing", "robin@home.example"), ("suitability", None)]
)
def test_it_is_emailed_to_the_person_who_can_settle_it(placement, check, to):
	ready = placement.ready_ask(check)
	assert "email" in ready["ways"]
	placement.send_ask(check, "email", ready["message"])
	assert set(queued()) == {to or make.standing_user("worker")}
	said = frappe.get_all(
		"Comment", {"reference_name": placement.name, "comment_type": "Info"}, pluck="content"
	)
	assert any(text.startswith("Asked the ") and "by email" in text for text in said)
	assert not any(ready["message"] in text or "robin@" in text for text in said)


def test_a_text_goes_to_the_young_person(placement, monkeypatch):
	sent = []
	monkeypatch.setattr(texts, "is_set_up", lambda: True)
	monkeypatch.setattr(texts, "send", lambda *sending: sent.append(sending) or True)
	ready = placement.ready_ask("sharing")
	assert ready["ways"] == ("email", "text")
	placement.send_ask("sharing", "text", "Can we call you?")
	assert sent == [("07700 900123", "Can we call you?", placement.name)]
	said = frappe.get_all("Comment", {"reference_name": placement.name}, pluck="content")
	assert not any("07700" in text or "call you" in text for text in said)


def test_a_school_is_called(placement):
	assert placement.ready_ask("school")["ways"] == ()
	with pytest.raises(NoWayToSend):
		placement.send_ask("school", "email", "Hello")


def test_a_worker_sends_nothing_on_the_teams_behalf(placement):
	frappe.set_user(make.standing_user("worker"))
	with pytest.raises(RoleNeeded):
		placement.send_ask("insurance", "email", "Hello")
	assert not queued()


def test_others_do_not_even_see_it(placement):
	for kind in ("lead", "adviser", "analyst"):
		frappe.set_user(make.standing_user(kind))
		with pytest.raises(frappe.PermissionError):
			placement.ready_ask("insurance")


def test_nothing_empty_is_sent(placement):
	with pytest.raises(frappe.MandatoryError):
		placement.send_ask("insurance", "email", "  ")


@pytest.mark.parametrize("valid_until,named", [("2099-12-09", "9 December 2099"), (None, None)])
def test_it_names_a_day_to_come_once_the_placement_has_begun(placement, valid_until, named):
	make.set_stored(placement, status="In Progress", start_date=add_days(today(), -30))
	row = {"check_key": "insurance", "outcome": "Pass Until", "valid_until": valid_until}
	placement.append("gate_results", row).db_insert()
	message = make.stored(placement).ready_ask("insurance")["message"]
	assert (named or dates.in_full(add_working_days(getdate(today()), 1))) in message
	assert dates.in_full(placement.start_date) not in message


def test_the_history_names_the_check_as_people_know_it(placement):
	ready = placement.ready_ask("risk_assessment")
	placement.send_ask("risk_assessment", "email", ready["message"])
	(said,) = frappe.get_all(
		"Comment", {"reference_name": placement.name, "content": ["like", "Asked%"]}, pluck="content"
	)
	assert "Risk assessment" in said and "risk_assessment" not in said
