"""A worker for the scripts beside it: runs what waits in a queue, one process for each job as RQ does, and measures it.

`python -m tests.perf.worker SITE QUEUE…` prints a line of JSON for each job: queue, method, CPU seconds, and the seconds from
the worker's start to the job's end. It has loaded what a Frappe worker has loaded before its first job.
"""

import json
import os
import sys
from time import perf_counter

import frappe
from frappe.utils.background_jobs import execute_job, get_queue


def next_job(site: str, queues: list[str]):
	"""Take the next of the site's jobs, from the first queue that has any, and return its queue and arguments."""
	for queue in queues:
		for job in get_queue(queue).get_jobs():
			if job.kwargs.get("site") == site:
				arguments = job.kwargs
				job.delete()
				return queue, arguments
	return None


def run(arguments: dict) -> float:
	"""Run a job in a process of its own and return its CPU seconds."""
	sys.stdout.flush()
	pid = os.fork()
	if not pid:
		os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
		code = 1
		try:
			execute_job(**arguments)
			code = 0
		finally:
			os._exit(code)
	_pid, status, used = os.wait4(pid, 0)
	if status:
		raise SystemExit(f"{arguments['method']} failed.")
	return used.ru_utime + used.ru_stime


def main(site: str, queues: list[str]) -> None:
	frappe.init(site=site)
	begun = perf_counter()
	while found := next_job(site, queues):
		queue, arguments = found
		used = run(arguments)
		print(json.dumps([queue, arguments["method"], used, perf_counter() - begun]))


if __name__ == "__main__":
	main(sys.argv[1], sys.argv[2:])
