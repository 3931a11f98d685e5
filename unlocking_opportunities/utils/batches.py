"""Process records one at a time: commit each, log failures, carry on."""

from collections.abc import Callable, Iterable
from functools import partial

import frappe

from unlocking_opportunities.utils import error_log
from unlocking_opportunities.utils.retry import retry_on_conflict


def one_by_one(doctype: str, names: Iterable[str], work: Callable[[str], None]) -> dict[str, Exception]:
	"""Call `work` with each of `names`, each in its own transaction. Return the exceptions, by name.

	One that conflicts with another transaction is tried again. One that fails is rolled back and logged by reference in
	the Error Log, and the rest carry on.
	"""
	failed: dict[str, Exception] = {}
	names = list(names)
	if names:
		# A new transaction for the first too: it reads what others have stored by now, not what the caller saw.
		frappe.db.commit()
	for name in names:
		try:
			retry_on_conflict(partial(work, name))
		except Exception as error:
			failed[name] = error
			frappe.db.rollback()
			error_log.write(f"{doctype} {name}")
		frappe.db.commit()
	return failed
