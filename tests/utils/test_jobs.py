"""Which queue each background job waits in, and that none waits twice."""

import ast
from pathlib import Path

import frappe
import pytest
from frappe.utils.background_jobs import get_queue, get_queues_timeout
from rq.job import JobStatus

import unlocking_opportunities
from tests import factories as make
from unlocking_opportunities import hooks
from unlocking_opportunities.daily_work import bulk_actions
from unlocking_opportunities.messages import email, staff
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.portal import links
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.utils import jobs

PACKAGE = Path(unlocking_opportunities.__file__).parent
METHOD = "unlocking_opportunities.utils.jobs.urgent_queue"


def waiting(queue: str) -> list:
	"""Return the jobs of this site that wait in `queue`."""
	return [job for job in get_queue(queue).get_jobs() if job.kwargs.get("site") == frappe.local.site]


def methods(queue: str) -> list[str]:
	return [job.kwargs["method"].rpartition("opportunities.")[2] for job in waiting(queue)]


@pytest.fixture(autouse=True)
def empty_queues(frappe_site):
	def empty():
		for queue in ("short", "default", "long"):
			for job in waiting(queue):
				job.delete()

	frappe_site.db.after_commit.reset()
	empty()
	yield
	empty()


@pytest.fixture
def committed():
	"""Return a function that does what happens after a commit, without storing anything."""
	return lambda: frappe.db.after_commit.run()


def test_a_transaction_that_asks_often_adds_one_job(committed):
	for _time in range(20):
		jobs.enqueue_once(METHOD)
	assert waiting("short") == []
	committed()
	assert len(waiting("short")) == 1


def test_a_transaction_that_fails_adds_none(committed):
	jobs.enqueue_once(METHOD)
	frappe.db.rollback()
	committed()
	assert waiting("short") == []


@pytest.mark.parametrize("workers", [1, 2, 3])
def test_one_waits_however_many_workers_are_running_it(workers):
	for _worker in range(workers):
		jobs.enqueue_once(METHOD, enqueue_after_commit=False)
		for job in waiting("short"):
			job.set_status(JobStatus.STARTED)
	for _time in range(3):
		jobs.enqueue_once(METHOD, enqueue_after_commit=False)
	assert [job.get_status() for job in waiting("short")].count(JobStatus.QUEUED) == 1


def test_saves_add_one_job_for_each_record_to_the_long_queue(committed):
	for _save in range(3):
		judge.enqueue("PLC-1")
		judge.enqueue("PLC-2")
		judge.enqueue_for_employer("EMP-1")
		judge.enqueue_all()
		sync.rebuild_after_commit()
		committed()
	assert sorted(methods("long")) == [
		"placements.start_gate.judge.judge_all",
		*["placements.start_gate.judge.judge_where"] * 3,
		"programme.facts.sync.rebuild",
	]
	asked = [job.kwargs["kwargs"]["filters"] for job in waiting("long") if "filters" in job.kwargs["kwargs"]]
	assert asked == [{"name": "PLC-1"}, {"name": "PLC-2"}, {"employer": "EMP-1"}]
	assert waiting("short") == []


def test_fifty_visitors_add_a_job_for_links_and_one_for_emails(committed):
	pledge = make.pledge()
	committed()
	for job in [*waiting("short"), *waiting("long")]:
		job.delete()
	for number in range(50):
		links.request_link("Sign In", f"visitor{number}@host.example")
		committed()
	for number in range(5):
		address = f"visitor{number}@host.example"
		email.send_secret(make.portal_link(email=address), address, "Link", ["Press"], "/token", "Sign in")
		staff.notify([make.standing_user("officer")], "Urgent", ["Look"], pledge, urgent=True)
		committed()
	assert methods("short") == ["portal.links.send_requested", "messages.outbox.send_urgent"]


def test_a_bulk_action_pressed_twice_starts_once_in_the_long_queue():
	frappe.set_user(make.standing_user("officer"))
	for names in (["PLG-1"], ["PLG-1"], ["PLG-2"]):
		bulk_actions.start("take_on_pledges", names)
	assert methods("long") == ["daily_work.bulk_actions.run"] * 2


def scheduled(method: str):
	(name,) = frappe.get_all("Scheduled Job Type", {"method": method}, pluck="name")
	return frappe.get_doc("Scheduled Job Type", name)


def test_our_cron_jobs_wait_for_no_import():
	"""Frappe puts cron jobs in `default`, where Data Import works."""
	ours = [method for some in hooks.scheduler_events["cron"].values() for method in some]
	assert "unlocking_opportunities.safeguarding.not_here.alert_again" in ours
	for method in ours:
		job = scheduled(method)
		job.enqueue(force=True)
		assert job.get_queue_name() == "short", method
	assert len(waiting("short")) == len(ours) and waiting("default") == []


def test_control_other_scheduled_jobs_stay_where_frappe_puts_them():
	assert scheduled("unlocking_opportunities.daily_work.nightly.nightly").get_queue_name() == "long"
	assert scheduled("unlocking_opportunities.portal.links.delete_expired").get_queue_name() == "default"
	others = frappe.get_all(
		"Scheduled Job Type", {"frequency": "Cron", "method": ["like", "frappe.%"]}, pluck="method"
	)
	assert {scheduled(method).get_queue_name() for method in others} <= {"default"}


def test_a_council_can_give_urgent_jobs_a_worker_of_their_own(monkeypatch):
	assert jobs.urgent_queue() == "short"
	monkeypatch.setattr(jobs, "get_queues_timeout", lambda: {**get_queues_timeout(), jobs.URGENT: 300})
	assert jobs.urgent_queue() == jobs.URGENT


def test_every_job_of_ours_has_a_name_so_that_it_never_waits_twice():
	"""Whatever calls `frappe.enqueue` itself; the rest goes through `enqueue_once`."""
	calls = [
		(path.relative_to(PACKAGE), call)
		for path in PACKAGE.rglob("*.py")
		for call in ast.walk(ast.parse(path.read_text()))
		if isinstance(call, ast.Call) and ast.unparse(call.func) in ("frappe.enqueue", "frappe.enqueue_doc")
	]
	assert len(calls) >= 3
	for path, call in calls:
		given = {keyword.arg: ast.unparse(keyword.value) for keyword in call.keywords}
		assert {"queue", "job_id", "deduplicate"} <= given.keys(), (path, call.lineno)
		assert given["queue"] not in ("'short'", "'default'"), (path, call.lineno)
