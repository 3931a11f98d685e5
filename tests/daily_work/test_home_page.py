"""The work queue of each role: what waits, oldest first, only what its reader may open, in a few statements."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from tests import factories
from tests.budgets.counting import statements_of
from unlocking_opportunities.approvals import due as decisions
from unlocking_opportunities.approvals import requests
from unlocking_opportunities.council.roles import HS_ADVISER
from unlocking_opportunities.daily_work import due, home_page

PLEDGES = "Pledges to answer"
GATES = "Outstanding checks"
VISITS = "Visits this week"
NO_OFFER = "Young people without a placement"


@pytest.fixture(autouse=True)
def nobody_else(frappe_site, monkeypatch):
	"""What earlier tests left on the site does not push this test's records off the first lines."""
	monkeypatch.setattr(home_page, "SHOWN", 100_000)


def queue_of(user: str, everyone: bool = False) -> dict[str, dict]:
	frappe.set_user(user)
	try:
		return {section["title"]: section for section in home_page.get(int(everyone))}
	finally:
		frappe.set_user("Administrator")


def names(section: dict) -> list[str]:
	return [line["name"] for line in section["lines"]]


def test_pledges_stand_in_the_order_in_which_an_answer_was_promised(frappe_site):
	officer = factories.standing_user("officer")
	pledges = [
		factories.set_stored(
			factories.pledge(officer=officer), status="Submitted", answer_by=add_days(today(), days)
		).name
		for days in (9, -2, 0)
	]
	section = queue_of(officer)[PLEDGES]
	mine = [line for line in section["lines"] if line["name"] in pledges]
	assert [line["name"] for line in mine] == [pledges[1], pledges[2], pledges[0]]
	assert [line["when"] for line in mine][:2] == ["2 days late", "Today"]
	assert [line["urgency"] for line in mine] == ["late", "today", "later"]


def test_an_officer_sees_their_own_and_nobodys_and_on_asking_everyones(frappe_site):
	officer, other = factories.standing_user("officer"), factories.standing_user("officer", "second")
	own, unclaimed, theirs = (
		factories.set_stored(factories.pledge(), status="Submitted", officer=whose, answer_by=today()).name
		for whose in (officer, None, other)
	)
	assert {own, unclaimed} <= set(names(queue_of(officer)[PLEDGES]))
	assert theirs not in names(queue_of(officer)[PLEDGES])
	assert {own, unclaimed, theirs} <= set(names(queue_of(officer, everyone=True)[PLEDGES]))


def test_a_decision_is_for_the_manager_who_was_asked(frappe_site):
	manager, other = factories.standing_user("manager"), factories.standing_user("manager", "second")
	placement = factories.placement(factories.young_person(age=16))
	request = frappe.get_doc("Decision Request", {"reference_name": placement.name})
	request.db_set("asked_of", manager)
	title = "Placements for under 18s to agree"
	assert placement.name in names(queue_of(manager)[title])
	assert placement.name not in names(queue_of(other)[title])
	request.db_set("escalated_on", today())
	assert placement.name in names(queue_of(other)[title])


def test_a_decision_asked_of_a_manager_who_has_left_is_every_managers(frappe_site):
	left, other = factories.user("manager"), factories.standing_user("manager", "second")
	placement = factories.placement(factories.young_person(age=16))
	request = frappe.get_doc("Decision Request", {"reference_name": placement.name})
	request.db_set("asked_of", left)
	title = "Placements for under 18s to agree"
	assert placement.name not in names(queue_of(other)[title])
	frappe.db.set_value("User", left, "enabled", 0)
	assert placement.name in names(queue_of(other)[title])
	assert [owner for owner, due in decisions.PLACEMENTS.lines(getdate()) if due.name == placement.name] == [
		None
	]


def test_a_visit_is_for_who_makes_it_and_on_the_page_of_the_placements_officer(frappe_site):
	officer, visitor, other = (
		factories.standing_user("officer", which) for which in ("1st", "second", "3rd")
	)
	placement = factories.placement(factories.young_person(), officer=officer)
	visit = factories.visit(placement, due_on=today(), visitor=visitor)
	seen = [visit.name in names(queue_of(user)[VISITS]) for user in (officer, visitor, other)]
	assert seen == [True, True, False]


def test_a_closed_gate_says_which_checks_stop_it(frappe_site):
	officer = factories.standing_user("officer")
	placement = factories.placement(factories.young_person(), officer=officer)
	placement.append("gate_results", {"check_key": "pay", "title": "Pay", "outcome": "Pass"}).db_insert()
	for key, title in (("insurance", "Insurance"), ("hours", "Hours")):
		placement.append("gate_results", {"check_key": key, "title": title, "outcome": "Fail"}).db_insert()
	factories.set_stored(placement, gate_status="Closed")
	line = next(line for line in queue_of(officer)[GATES]["lines"] if line["name"] == placement.name)
	assert line["why"] == "Still needed: Insurance, Hours"
	assert line["when"].startswith("Starts: ")


def test_feedback_that_is_missing_says_whose(frappe_site):
	officer = factories.standing_user("officer")
	placement = factories.set_stored(
		factories.placement(factories.young_person(), officer=officer), status="Completed", actual_end=today()
	)
	factories.make("Placement Feedback", placement=placement.name, party="Host", overall="Well")

	def lines() -> list[dict]:
		found = queue_of(officer)["Feedback missing"]["lines"]
		return [line["why"] for line in found if line["name"] == placement.name]

	assert lines() == ["No feedback yet from: Young Person, Officer"]
	for party in ("Young Person", "Officer"):
		factories.make("Placement Feedback", placement=placement.name, party=party, overall="Well")
	assert lines() == []


def test_what_hosts_ask_and_who_wants_to_be_rung_wait_for_their_officer(frappe_site):
	officer, other = factories.standing_user("officer"), factories.standing_user("officer", "second")
	placement = factories.placement(factories.young_person(), officer=officer)
	factories.set_stored(placement, status="In Progress")
	asked = factories.make("Placement Request", placement=placement.name, kind="End Early", reason="Closing")
	call = factories.make("Callback Request", caller_name="Pat", phone="01908 000000", officer=officer)
	assert asked.name in names(queue_of(officer)["Requests from hosts"])
	assert call.name in names(queue_of(officer)["Call-backs"])
	assert "Pat" not in str(queue_of(officer)["Call-backs"])
	assert asked.name not in names(queue_of(other)["Requests from hosts"])
	assert call.name not in names(queue_of(other)["Call-backs"])


def test_a_worker_has_only_their_own_young_people_in_every_section(frappe_site):
	worker = factories.user("worker")
	own, other = factories.young_person(worker), factories.young_person()
	mine, theirs = (factories.placement(person) for person in (own, other))
	for placement in (mine, theirs):
		factories.visit(placement, due_on=today())
		factories.not_here_alert(placement)
		factories.set_stored(placement, gate_status="Closed")
		placement.append("gate_results", {"check_key": "suitability", "outcome": "Fail"}).db_insert()
	alone = factories.young_person(worker)
	factories.young_person()
	queue = queue_of(worker)
	assert names(queue[NO_OFFER]) == [alone.name]
	assert names(queue[GATES]) == names(queue["Suitability to confirm"]) == [mine.name]
	assert queue[VISITS]["total"] == 1
	assert len(queue["Not here: alerts to respond to"]["lines"]) == 1


def test_a_manager_is_not_asked_to_decide_what_they_edited(frappe_site):
	manager, place = factories.standing_user("manager"), factories.site()
	frappe.set_user(manager)
	edited = factories.assessment(place)
	frappe.set_user("Administrator")
	other = factories.assessment()
	for assessment in (edited, other):
		factories.set_stored(assessment, status="Submitted")
		request = requests.ask(assessment, "Risk Assessment")
		# Any manager may decide once it is overdue.
		request.db_set("escalated_on", today())
	found = names(queue_of(manager)["Risk assessments to decide"])
	assert other.name in found
	assert edited.name not in found


@pytest.mark.parametrize(
	("kind", "never"),
	[
		("adviser", {PLEDGES, GATES, VISITS, NO_OFFER}),
		("lead", {PLEDGES, GATES, VISITS, NO_OFFER}),
		("analyst", {PLEDGES, GATES, VISITS, NO_OFFER, "Checks running out"}),
		("administrator", {PLEDGES, GATES, VISITS, NO_OFFER, "Checks running out"}),
	],
)
def test_each_role_has_its_own_sections(frappe_site, kind, never):
	assert not never & set(queue_of(factories.standing_user(kind)))


def test_people_without_a_desk_role_have_no_queue(frappe_site):
	for kinds in (("employer",), ("mentor",), ()):
		with pytest.raises(frappe.PermissionError):
			queue_of(factories.user(*kinds))


def test_no_line_holds_a_persons_name(frappe_site):
	officer = factories.standing_user("officer")
	person = factories.young_person(preferred_name="Plantedname", surname="Plantedsurname")
	placement = factories.placement(person)
	factories.visit(placement, due_on=today())
	factories.not_here_alert(placement)
	text = frappe.as_json(queue_of(officer, everyone=True)).lower()
	assert placement.name.lower() in text
	assert "planted" not in text


def test_it_costs_the_same_however_much_waits(frappe_site, monkeypatch):
	monkeypatch.undo()
	officer = factories.standing_user("officer")

	def wait(times: int) -> None:
		for _ in range(times):
			placement = factories.placement(factories.young_person())
			placement.append("gate_results", {"check_key": "pay", "outcome": "Fail"}).db_insert()
			factories.set_stored(placement, gate_status="Closed")
			factories.visit(placement, due_on=today())
			factories.set_stored(factories.pledge(), status="Submitted", answer_by=today())

	def cost() -> int:
		frappe.set_user(officer)
		sent = len(statements_of(lambda: home_page.get(1)))
		frappe.set_user("Administrator")
		return sent

	wait(1)
	few = cost()
	wait(7)
	assert few == cost() <= 34
	frappe.set_user(officer)
	assert all(len(section["lines"]) <= home_page.SHOWN for section in home_page.get(1))


def test_a_concern_waits_for_the_safeguarding_lead_and_for_nobody_else(frappe_site):
	frappe.set_user(factories.standing_user("officer"))
	concern = factories.make("Concern Referral", about="A Young Person")
	frappe.set_user("Administrator")
	title = "Concerns to acknowledge"
	assert concern.name in names(queue_of(factories.standing_user("lead"))[title])
	for kind in ("officer", "manager", "worker", "adviser"):
		assert concern.name not in str(queue_of(factories.standing_user(kind)))


def test_an_adviser_is_missed_only_once_an_assessment_waits_for_one(frappe_site):
	advisers = frappe.get_all("Has Role", {"role": HS_ADVISER, "parenttype": "User"}, pluck="parent")
	frappe.db.set_value("User", {"name": ["in", [*advisers, ""]]}, "enabled", 0)
	frappe.db.set_value("Risk Assessment", {"status": "Submitted"}, "status", "Draft")
	missing = {row.name for row in due.ROLES.find(getdate(today())).run(as_dict=True)}
	assert HS_ADVISER not in missing
	assessment = factories.assessment()
	factories.set_stored(assessment, status="Submitted", overall_rating="High")
	(line,) = [line for _owner, line in due.ROLES.lines(getdate(today())) if line.title == HS_ADVISER]
	assert HS_ADVISER in line.text
