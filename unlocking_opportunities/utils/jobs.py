"""Background jobs that find their own work, and job arguments that are kept out of the worker's log."""

import hashlib
from typing import Any

import frappe
from frappe.utils.background_jobs import get_job_status
from rq.job import JobStatus

KEPT_SECONDS = 24 * 3600


def enqueue_once(method: str, job_id: str | None = None, **options: Any) -> None:
	"""Queue `method` unless it is already waiting. For jobs that find all the work there is.

	A running job may have looked before this transaction was committed, so one more may wait behind it, never
	two. Pass `enqueue_after_commit=False` if the request writes nothing: Frappe then doesn't commit at all.
	"""
	first = job_id or method
	for name in (first, f"{first}:next"):
		status = get_job_status(name)
		if status == JobStatus.QUEUED:
			return
		if status != JobStatus.STARTED:
			# Frappe's own deduplication would reuse the arguments of a finished job of this name.
			frappe.enqueue(
				method,
				job_id=name,
				deduplicate=True,
				**{"queue": "short", "enqueue_after_commit": True, **options},
			)
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
