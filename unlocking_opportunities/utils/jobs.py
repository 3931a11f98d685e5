"""Background jobs: the queue that each waits in, jobs that never wait twice, and arguments kept out of the worker's log.

What someone is waiting for (sign-in links, alerts) goes to `urgent_queue()`, and work on many records to `LONG`. Without any
configuration a bench has a worker that takes the queue `short` first and another that takes `long` first. Frappe's imports
wait in `default` and its reports in `long`, so nothing urgent waits behind them there: see docs/background-jobs.md.
"""

import hashlib
from functools import partial
from itertools import count
from typing import Any

import frappe
from frappe.utils.background_jobs import get_job_status, get_queues_timeout
from rq.job import JobStatus

KEPT_SECONDS = 24 * 3600
LONG = "long"
# The queue of their own that a council may give urgent jobs, under `workers` in common_site_config.json.
URGENT = "unlocking_urgent"


def urgent_queue() -> str:
	"""Return the queue for what someone is waiting for: the council's own if its bench has one, otherwise `short`."""
	return URGENT if URGENT in get_queues_timeout() else "short"


def enqueue_once(
	method: str,
	job_id: str | None = None,
	queue: str | None = None,
	enqueue_after_commit: bool = True,
	**arguments: Any,
) -> None:
	"""Queue `method` with `arguments` unless it is already waiting. The default queue is the urgent one.

	`job_id` tells apart jobs that do different work; by default it is `method`, for a job that finds all the work there is.
	A running job may have looked before this transaction was committed, so one more may wait behind it, never two. Pass
	`enqueue_after_commit=False` if the request writes nothing: Frappe then doesn't commit at all.
	"""
	add = partial(_enqueue_unless_waiting, method, job_id or method, queue or urgent_queue(), arguments)
	if enqueue_after_commit:
		# Looked up only then, so that a transaction that asks a hundred times adds one job.
		frappe.db.after_commit.add(add)
	else:
		add()


def _enqueue_unless_waiting(method: str, job_id: str, queue: str, arguments: dict[str, Any]) -> None:
	for number in count():
		# One for each worker that is running it, and one that waits.
		name = f"{job_id}:{number}" if number else job_id
		status = get_job_status(name)
		if status == JobStatus.QUEUED:
			return
		if status != JobStatus.STARTED:
			# Frappe's own deduplication would reuse the arguments of a finished job of this name.
			frappe.enqueue(method, queue=queue, job_id=name, deduplicate=True, **arguments)
			return


def store_argument(value: str) -> str:
	"""Keep `value` (an address, a number) in the cache for a job and return its key.

	The worker writes a job's arguments to its log file, so personal details don't go there.
	"""
	key = f"unlocking_job:{hashlib.sha256(value.encode()).hexdigest()}"
	frappe.cache.set_value(key, value, expires_in_sec=KEPT_SECONDS)
	return key


def get_argument(key: str) -> str | None:
	"""Return what `store_argument` kept under `key`, or None once it's gone."""
	return frappe.cache.get_value(key, expires=True)
