"""Count the SQL statements of a piece of work, and the app's own share of them."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

import frappe
from frappe.model.document import Document


@contextmanager
def counted() -> Iterator[list[str]]:
	"""Collect every statement that goes to the database inside the block."""
	statements: list[str] = []
	send = frappe.db.sql

	def noting(query, *arguments, **options):
		statements.append(str(query))
		return send(query, *arguments, **options)

	frappe.db.sql = noting
	try:
		yield statements
	finally:
		frappe.db.sql = send


@contextmanager
def without_our_code(doctype: str) -> Iterator[None]:
	"""Remove the controller and document events of `doctype` inside the block: only Frappe's own share is left."""
	controllers = frappe.controllers.setdefault(frappe.local.site, {})
	ours, hooks = controllers.get(doctype), frappe.get_doc_hooks()
	controllers[doctype] = type(doctype.replace(" ", ""), (Document,), {})
	frappe.local.doc_events_hooks = {"*": hooks.get("*", {})}
	try:
		yield
	finally:
		frappe.local.doc_events_hooks = hooks
		if ours:
			controllers[doctype] = ours
		else:
			controllers.pop(doctype)


def statements_of(work: Callable[[], object]) -> list[str]:
	"""Run `work` once to warm every cache and return the statements of a second run."""
	work()
	with counted() as statements:
		work()
	return statements
