"""An employer is paused, leaves, comes back, is merged or gets another name: what everyone meets afterwards."""

import frappe
import pytest
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from tests import factories
from tests.placements.start_gate.complete import acting, complete, move
from unlocking_opportunities.daily_work import home_page
from unlocking_opportunities.employers import changes
from unlocking_opportunities.employers.merging import merge
from unlocking_opportunities.employers.opportunities import EmployerNotActive
from unlocking_opportunities.placements.placement_workflow import GateClosed, HostNotActive
from unlocking_opportunities.placements.start_gate import judge

STOPPED = pytest.mark.parametrize("status", ["Paused", "Former"])


@pytest.fixture
def ready(frappe_site):
	done = complete(age=15)
	move(done.officer, move(done.manager, done.placement, "Agree Placement"), "Mark Ready")
	return done.reload()


def becomes(status: str, employer: str, **values) -> None:
	def save():
		frappe.get_doc("Employer", employer).update({"status": status, **values}).save()

	acting(factories.standing_user("officer"), save)


def failing(done) -> dict[str, dict]:
	gate = frappe.get_doc("Placement", done.placement.name).gate()
	return {check["key"]: check for check in gate if check["outcome"] == "Fail"}


@STOPPED
def test_nothing_starts_there_until_the_employer_comes_back(ready, status):
	frappe.db.set_value("Placement", ready.placement.name, "start_date", frappe.utils.today())
	becomes(status, ready.placement.employer)
	assert "host" in failing(ready)
	with pytest.raises(GateClosed):
		move(ready.officer, ready.placement, "Start Placement")
	becomes("Active", ready.placement.employer)
	assert "host" not in failing(ready)


@STOPPED
def test_a_ready_placement_goes_back_to_agreed_and_says_why(ready, status):
	becomes(status, ready.placement.employer)
	judge.judge_where({"employer": ready.placement.employer})  # the job that the save has queued
	assert ready.reload().placement.status == "Agreed"
	(row,) = [row for row in ready.placement.gate_results if row.outcome == "Fail"]
	assert row.check_key == "host" and row.legal
	assert "Make the employer Active" in row.next_step


def test_saving_queues_the_check(ready, monkeypatch):
	queued = []
	monkeypatch.setattr(judge, "enqueue_for_employer", queued.append)
	becomes("Former", ready.placement.employer)
	assert queued == [ready.placement.employer]


@STOPPED
def test_a_running_placement_is_on_the_home_page_and_is_not_paused(ready, status, monkeypatch):
	monkeypatch.setattr(home_page, "SHOWN", 100_000)
	factories.set_stored(ready.placement, status="In Progress", actual_start=frappe.utils.today())
	becomes(status, ready.placement.employer)
	judge.judge_where({"employer": ready.placement.employer})
	assert ready.reload().placement.status == "In Progress"
	(row,) = [row for row in ready.placement.gate_results if row.outcome == "Fail"]
	assert row.check_key == "host" and not row.legal
	lines = [line for section in acting(ready.officer, home_page.get) for line in section["lines"]]
	(line,) = [line for line in lines if line["name"] == ready.placement.name]
	assert "The host is paused or has left" in line["why"]


def test_the_owner_is_told_once(ready):
	def told():
		return frappe.db.count(
			"Notification Log", {"document_type": "Employer", "document_name": ready.placement.employer}
		)

	becomes("Former", ready.placement.employer)
	once = told()
	assert once == 1
	becomes("Former", ready.placement.employer)
	becomes("Active", ready.placement.employer)
	assert told() == once


@pytest.mark.parametrize(
	("placement", "words"),
	[
		("Proposed", "haven't started"),
		("Agreed", "haven't started"),
		("Ready", "haven't started"),
		("In Progress", "are running there"),
		("Paused", "are running there"),
	],
)
def test_the_owner_reads_whether_they_have_started(ready, monkeypatch, placement, words):
	sent = []
	monkeypatch.setattr(changes.staff, "notify", lambda *_to, lines, **_more: sent.append(lines))
	factories.set_stored(ready.placement, status=placement)
	becomes("Paused", ready.placement.employer)
	((heading, line),) = sent
	assert words in heading and line == f"{ready.placement.name}: {placement}"


@STOPPED
def test_nothing_is_proposed_agreed_or_released_there(frappe_site, status):
	done = complete(age=15)
	draft = factories.set_stored(done.release, status="Draft")
	becomes(status, done.placement.employer)
	with pytest.raises(HostNotActive):
		frappe.copy_doc(done.placement).insert()
	with pytest.raises(HostNotActive):
		move(done.manager, done.placement, "Agree Placement")
	with pytest.raises(HostNotActive):
		draft.release()
	with pytest.raises(EmployerNotActive):
		factories.opportunity(done.site)
	becomes("Active", done.placement.employer)
	move(done.manager, done.placement, "Agree Placement")
	factories.stored(draft).release()


def accepted_pledge(host):
	pledge = factories.pledge(host)
	officer = factories.standing_user("officer")
	for action in ("Send for Review", "Accept Pledge"):
		pledge = move(officer, pledge, action)
	return pledge


def places_of(host) -> dict[str, str]:
	found = frappe.get_all("Placement Opportunity", {"employer": host.name}, ["name", "status"])
	return {row.name: row.status for row in found}


def test_paused_and_back(frappe_site):
	host = factories.employer()
	pledge = accepted_pledge(host)
	own_pause = move(factories.standing_user("officer"), accepted_pledge(host), "Pause Pledge")
	by_hand = factories.opportunity(factories.site(host))
	closed = factories.opportunity(factories.site(host), status="Closed")
	before = places_of(host)
	becomes("Paused", host.name)
	assert factories.stored(pledge).status == "Paused"
	assert set(places_of(host).values()) == {"Paused", "Closed"}
	assert places_of(host)[closed.name] == "Closed"
	becomes("Active", host.name)
	assert factories.stored(pledge).status == "Accepted"
	assert factories.stored(own_pause).status == "Paused"
	assert places_of(host) == before and before[by_hand.name] == "Open"


def test_left_and_back(frappe_site):
	host = factories.employer()
	pledge, waiting = accepted_pledge(host), factories.pledge(host)
	waiting = move(factories.standing_user("officer"), waiting, "Send for Review")
	by_hand = factories.opportunity(factories.site(host))
	becomes("Former", host.name)
	assert {factories.stored(doc).status for doc in (pledge, waiting)} == {"Withdrawn"}
	assert set(places_of(host).values()) == {"Closed"}
	becomes("Active", host.name)
	# What was withdrawn needs a new offer. A place that no pledge stands behind is open again.
	assert factories.stored(pledge).status == "Withdrawn"
	assert [name for name, status in places_of(host).items() if status == "Open"] == [by_hand.name]


def test_a_pledge_that_ended_meanwhile_stays_paused(frappe_site):
	host = factories.employer()
	pledge = accepted_pledge(host)
	becomes("Paused", host.name)
	frappe.db.set_value("Employer Pledge", pledge.name, "valid_until", "2026-01-01")
	becomes("Active", host.name)
	assert factories.stored(pledge).status == "Paused"


def test_a_new_name_reaches_every_title(ready):
	visit = factories.visit(ready.placement)
	pledge = factories.pledge(frappe.get_doc("Employer", ready.placement.employer))
	becomes("Active", ready.placement.employer, employer_name="The New Name")
	assert factories.stored(ready.placement).title.startswith("The New Name: ")
	opportunity = frappe.get_doc("Placement Opportunity", ready.placement.opportunity)
	assert opportunity.title == factories.stored(ready.placement).title
	assert factories.stored(visit).title.endswith(": The New Name")
	assert factories.stored(pledge).employer_name == "The New Name"
	assert factories.stored(ready.assessment).employer_name == "The New Name"


def test_merging_carries_the_name_and_the_status(frappe_site):
	goes, stays = factories.employer(), factories.employer(employer_name="Stays Here")
	opportunity = factories.opportunity(factories.site(goes))
	person, place = factories.young_person(), factories.site(goes)
	proposed = factories.placement(person, place, opportunity=opportunity.name)
	for paused in (goes, stays):
		becomes("Paused", paused.name)
	acting(factories.standing_user("officer"), merge, goes.name, stays.name)
	assert factories.stored(opportunity).title.startswith("Stays Here: ")
	assert factories.stored(proposed).title.startswith("Stays Here: ")
	assert factories.stored(opportunity).status == "Paused"


@pytest.mark.parametrize(("few", "status"), [(20, "Agreed"), (0, "Ready")])
def test_a_request_judges_a_few_placements_before_it_answers(ready, monkeypatch, few, status):
	queued = []
	monkeypatch.setattr(judge, "FEW", few)
	monkeypatch.setattr(
		judge.jobs, "enqueue_once", lambda *args, **options: queued.append(options.get("filters"))
	)
	monkeypatch.setattr(frappe.db, "commit", lambda *args, **options: None)
	monkeypatch.setattr(frappe.local, "request", Request(EnvironBuilder().get_environ()), raising=False)
	frappe.db.after_commit.reset()
	becomes("Paused", ready.placement.employer)
	frappe.db.after_commit.run()
	assert ready.reload().placement.status == status
	assert ({"employer": ready.placement.employer} in queued) is (few == 0)
