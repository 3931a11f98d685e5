"""Check the filters of a report before they are used in a query."""

from datetime import date, time

import frappe
from frappe import _

VALUES = (str, int, float, date, time, type(None))


def validate_filters(filters: dict | None, *lists: str) -> frappe._dict:
	"""Return a report's `filters` as one value each; those named in `lists` as a list of values, if they are given.

	A request sends what it likes, and the query builder writes a list into the statement without quotes. Raises
	frappe.ValidationError.
	"""
	filters = frappe._dict(filters or {})
	for name, value in filters.items():
		values = _as_list(value) if name in lists else [value]
		if not all(isinstance(one, VALUES) for one in values):
			frappe.throw(
				_("Choose only one value for the filter {0}.").format(frappe.bold(frappe.unscrub(name)))
			)
		if name in lists:
			filters[name] = values
	return filters


def _as_list(value) -> list:
	"""Return the values as a list. They come as a list, as JSON or as a single value."""
	if isinstance(value, str) and value.startswith("["):
		value = frappe.parse_json(value)
	return value if isinstance(value, list) else [value] if value else []
