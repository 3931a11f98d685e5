"""The guard of a document's status on the server.

A Frappe Workflow draws buttons and checks roles, but it can be switched off or edited, and a document can be
saved with another `status` without it. So each controller calls this module in `validate`: a record starts in
its first status, moves only along an existing move, and enters a status only if that status's guards allow it.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.workflow.definition import Definition


class MoveNotAllowed(frappe.ValidationError):
	"""The document may not move to that status from its current one, or this user may not move it."""


def check_state(doc: Document, definition: Definition) -> None:
	"""Refuse a status that `doc` may not have. Call it first in `validate`.

	Raises MoveNotAllowed, or whatever a guard of the new status raises.
	"""
	before = doc.get_doc_before_save()
	if before is None:
		_validate_first_state(doc, definition)
	elif before.status != doc.status:
		_validate_move(doc, before.status, definition)
		_validate_role(doc, before.status, definition)
		for guard in definition.guards.get(doc.status, ()):
			guard(doc)


def is_entering(doc: Document, *states: str) -> bool:
	"""Return whether this save moves `doc` into one of `states`."""
	before = doc.get_doc_before_save()
	return doc.status in states and (before is None or before.status != doc.status)


def get_left_state(doc: Document) -> str | None:
	"""Return the status that this save moves `doc` out of, or None if it stays the same or `doc` is new."""
	before = doc.get_doc_before_save()
	return before.status if before and before.status != doc.status else None


def _validate_first_state(doc: Document, definition: Definition) -> None:
	doc.status = doc.status or definition.initial
	if doc.status != definition.initial:
		frappe.throw(
			_("A new {0} starts as {1}. Save it first, then change its status.").format(
				_(doc.doctype), frappe.bold(_(definition.initial))
			),
			MoveNotAllowed,
		)


def _validate_move(doc: Document, source: str, definition: Definition) -> None:
	# A status that the council added to its own copy of the workflow: the council decides.
	if not {source, doc.status} <= definition.state_names:
		return
	if definition.moves_between(source, doc.status):
		return
	targets = ", ".join(dict.fromkeys(_(target) for target in definition.targets_from(source)))
	frappe.throw(
		_("{0} cannot go from {1} to {2}.").format(
			doc.name, frappe.bold(_(source)), frappe.bold(_(doc.status))
		)
		+ " "
		+ (
			_("From here it can go to: {0}.").format(targets)
			if targets
			else _("Its status cannot change any more.")
		),
		MoveNotAllowed,
	)


def _validate_role(doc: Document, source: str, definition: Definition) -> None:
	# With an active Workflow, Frappe has already checked the role against the council's copy.
	if doc.meta.get_workflow():
		return
	allowed = {role for move in definition.moves_between(source, doc.status) for role in move.roles}
	if allowed and not allowed & set(frappe.get_roles()):
		frappe.throw(
			_("You need one of these roles to change this to {1}: {0}.").format(
				", ".join(sorted(_(role) for role in allowed)), _(doc.status)
			),
			MoveNotAllowed,
		)
