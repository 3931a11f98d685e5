"""What background jobs cost, and how long what a visitor waits for is kept waiting by 50 offers at once."""

import json
import subprocess
import sys
from collections import Counter
from concurrent.futures import ThreadPoolExecutor

import frappe
import pytest
from frappe.utils.background_jobs import get_queue

from tests import factories as make
from tests.perf.printed import show
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.portal import links
from unlocking_opportunities.portal.offer import records
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.utils import jobs

OFFERS, THREADS = 50, 8
QUEUES = ("short", "default", "long")
OURS = "unlocking_opportunities."
# With an empty one, for what every job of the site costs.
KINDS = (
	"frappe.ping",
	f"{OURS}portal.links.send_requested",
	f"{OURS}messages.outbox.send_urgent",
	f"{OURS}safeguarding.not_here.alert_again",
	f"{OURS}safeguarding.concerns.alert_again",
	f"{OURS}placements.start_gate.judge.judge_all",
	f"{OURS}programme.facts.sync.rebuild",
	f"{OURS}daily_work.nightly.nightly",
)


@pytest.fixture
def no_jobs(connected_site):
	def clear():
		for queue in QUEUES:
			for job in waiting(queue):
				job.delete()

	frappe.db.rollback()
	frappe.set_user("Administrator")
	clear()
	yield
	clear()


def waiting(queue: str) -> list:
	return [job for job in get_queue(queue).get_jobs() if job.kwargs.get("site") == frappe.local.site]


def worked(*queues: str) -> list[list]:
	"""Run all that waits in `queues`, and return what tests/perf/worker.py measures for each job."""
	frappe.db.commit()
	command = [sys.executable, "-m", "tests.perf.worker", frappe.local.site, *queues]
	done = subprocess.run(command, capture_output=True, text=True)
	assert done.returncode == 0, done.stderr
	frappe.db.rollback()
	return [json.loads(line) for line in done.stdout.splitlines() if line.startswith("[")]


def short(method: str) -> str:
	return method.removeprefix(OURS)


def test_what_each_kind_of_job_costs(no_jobs):
	make.placement(make.young_person(age=17))
	for method in KINDS:
		jobs.enqueue_once(method, queue="long", enqueue_after_commit=False)
	done = [job for job in worked("long") if job[1] in KINDS]
	empty = done[0][2]
	show(
		"Background jobs, each in a new process",
		("job", "CPU seconds", "times an empty one"),
		[(short(method), f"{cpu:.2f}", f"{cpu / empty:.1f}") for _queue, method, cpu, _end in done],
	)
	assert [method for _queue, method, *_rest in done] == list(KINDS)


def offer(number: int, site: str) -> None:
	"""Do what the requests of one visitor do: one offer to confirm, and one that was confirmed."""
	frappe.init(site=site)
	frappe.connect()
	try:
		email = f"owner{number}@perf.example"
		links.request_link("Confirm Offer", email, reference=make.offer_draft().name)
		frappe.db.commit()
		answers = {
			"kind": "Work Experience",
			"role_title": "Kitchen helper",
			"number": 2,
			"description": "Baking",
			"address_line": "1 High Street",
			"postcode": "AB1 2CD",
			"employer_type": "Business",
			"employer_name": f"Perf Cafe {number}",
			"contact_name": "Jo Owner",
			"phone": "01632 960 001",
		}
		pledge = records.create_records(answers, email)
		# As when its host changes and the analysts' facts follow.
		judge.enqueue_for_employer(pledge.employer)
		sync.rebuild_after_commit()
		frappe.db.commit()
	finally:
		frappe.destroy()


def test_fifty_offers_at_once(no_jobs):
	frappe.db.commit()
	site = frappe.local.site
	with ThreadPoolExecutor(THREADS) as pool:
		list(pool.map(lambda number: offer(number, site), range(OFFERS)))
	ahead = {queue: Counter(job.kwargs["method"] for job in waiting(queue)) for queue in QUEUES}
	show(
		f"Jobs that wait after {OFFERS} offers at once",
		("job", "queue", "jobs"),
		[(short(method), queue, count) for queue in QUEUES for method, count in ahead[queue].items()],
	)
	rows, seconds = [], {}
	for queue in ("short", "long"):
		done = worked(queue)
		seconds[queue] = max((job[3] for job in done), default=0)
		cpu = sum(job[2] for job in done)
		rows.append((queue, len(done), f"{cpu:.1f}", f"{seconds[queue]:.1f}"))
	show(
		"Their work, by a worker for each queue",
		("queue", "jobs", "CPU seconds", "seconds until the last is done"),
		rows,
	)
	left = frappe.db.count("Email Queue", {"status": "Not Sent", "reference_doctype": "Portal Link"})
	print(f"\n  emails with a link still to send: {left} of {OFFERS}")
	print(
		f"  all in one queue: {sum(seconds.values()) / seconds['short']:.1f} times as long until they are sent"
	)
	assert left == 0
