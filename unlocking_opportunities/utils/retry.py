"""Retry on deadlock, lock timeout or stale record."""

from collections.abc import Callable
from typing import TypeVar

import frappe

from unlocking_opportunities.utils.compat import is_conflict

Result = TypeVar("Result")
ATTEMPTS = 4


def retry_on_conflict(work: Callable[[], Result]) -> Result:
	"""Run `work`; on a deadlock, lock timeout or changed record roll back and run it again, `ATTEMPTS` times at most.

	`work` must be all that this request or job has done so far, since everything is rolled back in between.
	Returns what `work` returns; raises its last error.
	"""
	for _attempt in range(ATTEMPTS - 1):
		try:
			return work()
		except Exception as error:
			if not is_conflict(error):
				raise
			frappe.db.rollback()
			frappe.clear_messages()
	return work()
