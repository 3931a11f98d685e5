"""Check permissions before Frappe calls a method of a document (hooks: auth_hooks).

`run_doc_method` first compares the record that the browser sends with the stored one. Its answer would tell anyone when a
record was changed, and whether it was submitted.
"""

from typing import Any

import frappe
from frappe import _

from unlocking_opportunities.access.arguments import UNSAVED
from unlocking_opportunities.access.row_permissions import is_readable

# The record as the browser has it: `docs` in run_doc_method and runserverobj, `document` in version 2 of the API.
ARGUMENTS = ("docs", "document")


def require_record_permission() -> None:
	"""Raise PermissionError if a request sends a stored record that the user may not read, or one that doesn't exist."""
	for argument in ARGUMENTS:
		record = _record(frappe.form_dict.get(argument))
		if record and not _is_unsaved(record) and not _may_read(record.get("doctype"), record.get("name")):
			frappe.throw(
				_("You do not have permission to open this record, or it does not exist."),
				frappe.PermissionError,
			)


def _record(value: Any) -> dict | None:
	if isinstance(value, str) and value.lstrip().startswith("{"):
		try:
			value = frappe.parse_json(value)
		except ValueError:
			return None  # Frappe refuses it in its own words
	return value if isinstance(value, dict) and value.get("doctype") else None


def _is_unsaved(record: dict) -> bool:
	"""Return whether the name is one that a browser gives before the first save. Nothing else in the record can be trusted."""
	name = record.get("name")
	return not name or (isinstance(name, str) and bool(UNSAVED.fullmatch(name)))


def _may_read(doctype: Any, name: Any) -> bool:
	return isinstance(doctype, str) and isinstance(name, str | int) and is_readable(doctype, name)
