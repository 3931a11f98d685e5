"""Workflow moves that no colleague makes: by the nightly jobs, and by people outside the council.

Frappe's Workflow needs a user who may read the document and holds the move's role. Such moves run as one login-less
service user whose role is allowed on just those transitions; who really acted is written on the document.
"""

from collections.abc import Iterator
from contextlib import AbstractContextManager, contextmanager

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow

SERVICE_USER = "unlocking-service@users.invalid"


@contextmanager
def acting_as(user: str) -> Iterator[None]:
	"""Act as `user` inside the block, then put the caller's session back whole, whatever happens.

	`frappe.set_user` empties the session (its ID, its CSRF token) and the request's arguments. Frappe stores the
	session at the end of each request, so what isn't put back signs the caller out.
	"""
	session, arguments = dict(frappe.session), frappe.local.form_dict
	frappe.set_user(user)
	try:
		yield
	finally:
		# Forgets what was cached for `user`: roles, permissions, records.
		frappe.set_user(session["user"])
		frappe.session.clear()
		frappe.session.update(session)
		frappe.local.form_dict = arguments


def as_service() -> AbstractContextManager[None]:
	"""Act as the service user inside the block, see `acting_as`."""
	return acting_as(SERVICE_USER)


def move(doc: Document, action: str, actor: str) -> Document:
	"""Make the workflow move `action` on `doc` for `actor` (a user ID or the name of a job) and record who it was.

	Returns the moved document. Raises what the workflow or a guard raises.
	"""
	with as_service():
		doc = apply_workflow(doc, action)
		doc.add_comment("Info", _("Status changed by {0}: {1}").format(actor, _(action)))
	return doc
