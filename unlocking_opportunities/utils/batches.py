"""Process records one at a time: commit each, log failures, carry on."""

from collections.abc import Callable, Iterable

import frappe

from unlocking_opportunities.utils import error_log


def one_by_one(doctype: str, names: Iterable[str], work: Callable[[str], None]) -> dict[str, Exception]:
	"""Call `work` with each of `names`, each in its own transaction. Return the exceptions, by name.

	One that fails is rolled back and logged by reference in the Error Log, and the rest carry on.
	"""
	failed: dict[str, Exception] = {}
	for name in names:
		try:
			work(name)
		except Exception as error:
			failed[name] = error
			frappe.db.rollback()
			error_log.write(f"{doctype} {name}")
		frappe.db.commit()
	return failed
