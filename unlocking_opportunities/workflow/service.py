"""Moves made by nobody at a desk: the nightly jobs, and what people outside the council set going.

Frappe's Workflow needs a user who may read the document and holds the move's role. Such moves run as one login-less
service user whose role is allowed on just those transitions; who really acted is written on the document.
"""

from collections.abc import Iterator
from contextlib import contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

SERVICE_USER = "unlocking-service@users.invalid"


@contextmanager
def as_service() -> Iterator[None]:
	"""Act as the service user inside the block; the caller's session is put back whatever happens."""
	caller = frappe.session.user
	frappe.set_user(SERVICE_USER)
	try:
		yield
	finally:
		frappe.set_user(caller)


def move(doc: Document, action: str, actor: str) -> Document:
	"""Make the workflow move `action` on `doc` for `actor` (a user ID or the name of a job) and record who it was.

	Returns the moved document. Raises what the workflow or a guard raises.
	"""
	with as_service():
		doc = apply_workflow(doc, action)
		doc.add_comment("Info", _("Moved by {0}: {1}").format(actor, _(action)))
	return doc
