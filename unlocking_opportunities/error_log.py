"""Writes errors down without the people they were about."""

import frappe


def write(title: str) -> None:
	"""Write the error that is being handled to Frappe's Error Log under `title`, which names records by reference only.

	Frappe's own message would hold the values of local variables, which may be about people.
	"""
	frappe.log_error(title=title, message=frappe.get_traceback())
