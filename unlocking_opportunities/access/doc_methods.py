"""Frappe's calls of a form's own methods, asked for permission before anything else (hooks: auth_hooks).

`run_doc_method` compares the record that the browser sends with the stored one first. Its answer tells a stranger when
any record was changed, and whether it was submitted.
"""

from typing import Any

import frappe
from frappe import _

from unlocking_opportunities.access.arguments import UNSAVED
from unlocking_opportunities.access.row_permissions import is_readable

# The record as the browser has it: `docs` in run_doc_method and runserverobj, `document` in version 2 of the API.
ARGUMENTS = ("docs", "document")


def ask_permission_first() -> None:
	"""Raise PermissionError when a request sends a stored record that whoever asks may not read.

	One that doesn't exist gets the same answer.
	"""
	for argument in ARGUMENTS:
		record = _record(frappe.form_dict.get(argument))
		if record and not _is_unsaved(record) and not _may_read(record.get("doctype"), record.get("name")):
			frappe.throw(_("You may not open this record."), frappe.PermissionError)


def _record(value: Any) -> dict | None:
	if isinstance(value, str) and value.lstrip().startswith("{"):
		try:
			value = frappe.parse_json(value)
		except ValueError:
			return None  # Frappe refuses it in its own words
	return value if isinstance(value, dict) and value.get("doctype") else None


def _is_unsaved(record: dict) -> bool:
	"""Whether the name is one that a browser gives before the first save. What else the record says of itself is no evidence."""
	name = record.get("name")
	return not name or (isinstance(name, str) and bool(UNSAVED.fullmatch(name)))


def _may_read(doctype: Any, name: Any) -> bool:
	return isinstance(doctype, str) and isinstance(name, str | int) and is_readable(doctype, name)
