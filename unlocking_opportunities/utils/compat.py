"""Differences between the Frappe versions that this app runs on. No other code checks the version."""

from collections.abc import MutableMapping

import frappe

try:
	from frappe.tests import IntegrationTestCase as AppTestCase
except ImportError:
	from frappe.tests.utils import FrappeTestCase as AppTestCase

try:
	from frappe import _lt
except ImportError:

	class _lt:
		"""Return a string that is translated when it is shown, for tables that are built before anyone has signed in."""

		def __init__(self, words: str):
			self.words = words

		def __str__(self) -> str:
			return frappe._(self.words)


__all__ = ["NO_OBJECTION", "AppTestCase", "_lt", "affected_rows", "get_late_headers", "is_conflict"]

# What a `has_permission` hook returns to leave the decision to the others. Frappe 16 calls them all and treats None as
# False; before, the first that returned anything but None decided.
NO_OBJECTION = True if int(frappe.__version__.split(".")[0]) >= 16 else None

# MariaDB: the record changed since it was read; lock wait timeout; deadlock.
_CONFLICT_CODES = (1020, 1205, 1213)


def affected_rows() -> int:
	"""Return how many rows the last UPDATE or DELETE of this connection changed."""
	return frappe.db._cursor.rowcount


def get_late_headers() -> MutableMapping[str, str]:
	"""Return the headers that Frappe sets on a response after the after_request hooks (since v16)."""
	return getattr(frappe.local, "response_headers", {})


def is_conflict(error: BaseException) -> bool:
	"""Return whether `error` means that two transactions wanted the same row, so that trying again may succeed."""
	if isinstance(error, (frappe.QueryDeadlockError, frappe.QueryTimeoutError)):
		return True
	return bool(error.args) and error.args[0] in _CONFLICT_CODES
