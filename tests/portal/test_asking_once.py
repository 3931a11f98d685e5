"""Requests for a link queue one job, and callers are told apart behind proxies."""

import frappe
import pytest
from frappe.utils.background_jobs import get_queue
from rq.job import JobStatus
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from unlocking_opportunities.access import limits
from unlocking_opportunities.portal import links
from unlocking_opportunities.portal.people import placement_access
from unlocking_opportunities.utils import jobs

SEND = "unlocking_opportunities.portal.links.send_requested"


@pytest.fixture(autouse=True)
def no_jobs(frappe_site):
	waiting().clear()
	yield
	for job in waiting():
		job.delete()


class waiting(list):
	"""Return this site's waiting jobs that run one of our functions."""

	def __init__(self):
		super().__init__(
			job
			for job in get_queue("short").get_jobs()
			if job.kwargs.get("site") == frappe.local.site and "portal" in str(job.kwargs.get("method"))
		)

	def clear(self):
		for job in self:
			job.delete()


def test_repeated_requests_queue_one_job(frappe_site):
	for _again in range(5):
		links.request_link("Sign In", "somebody@host.example")
		frappe.db.commit()
	assert [job.kwargs["method"] for job in waiting()] == [SEND]
	frappe.db.delete("Portal Link", {"email": "somebody@host.example"})
	frappe.db.commit()


def test_control_frappe_queues_every_job(frappe_site):
	for _again in range(5):
		frappe.enqueue(SEND, queue="short")
	assert len(waiting()) == 5


def test_one_job_waits_while_another_runs(frappe_site):
	jobs.enqueue_once(SEND, enqueue_after_commit=False)
	waiting()[0].set_status(JobStatus.STARTED)
	for _again in range(3):
		jobs.enqueue_once(SEND, enqueue_after_commit=False)
	assert len(waiting()) == 2


def test_phone_number_is_not_a_job_argument(frappe_site):
	for _again in range(3):
		placement_access.request_new_links("07700 900123")
	(job,) = waiting()
	assert "900123" not in job.description and "900123" not in str(job.kwargs)


@pytest.mark.parametrize(
	"remote,header,proxies,expected",
	[
		("127.0.0.1", "198.51.100.7", 1, "198.51.100.7"),
		("127.0.0.1", "9.9.9.9, 198.51.100.7", 1, "198.51.100.7"),
		("172.18.0.3", "9.9.9.9, 198.51.100.7, 10.0.0.2", 2, "198.51.100.7"),
		("", "198.51.100.7", 1, "198.51.100.7"),
		("::1", "198.51.100.7", 1, "198.51.100.7"),
		# Directly to the web server, with a header of the client's own.
		("8.8.4.4", "9.9.9.9", 1, "8.8.4.4"),
		("8.8.4.4", "9.9.9.9, 8.8.8.8", 2, "8.8.4.4"),
		("::ffff:8.8.4.4", "9.9.9.9", 1, "::ffff:8.8.4.4"),
		("::ffff:10.0.0.1", "198.51.100.7", 1, "198.51.100.7"),
		("127.0.0.1", "9.9.9.9", 0, "127.0.0.1"),
		("127.0.0.1", "9.9.9.9", 2, "127.0.0.1"),
		("127.0.0.1", "", 1, "127.0.0.1"),
		("not-an-address", "9.9.9.9", 1, "not-an-address"),
	],
)
def test_caller_address(frappe_site, monkeypatch, remote, header, proxies, expected):
	environ = EnvironBuilder(headers={"X-Forwarded-For": header}, environ_overrides={"REMOTE_ADDR": remote})
	monkeypatch.setattr(frappe.local, "request", Request(environ.get_environ()), raising=False)
	monkeypatch.setitem(frappe.conf, "unlocking_proxies", proxies)
	assert limits.caller() == expected
