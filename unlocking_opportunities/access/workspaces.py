"""Who may change a workspace: from Frappe 15 on anybody with a desk may write those of others, and so change or run
scripts in what others see.
"""

import frappe
from frappe.model.document import Document

from unlocking_opportunities.compat import NO_OBJECTION
from unlocking_opportunities.permissions import READING

KEEP_WORKSPACES = {"System Manager", "Workspace Manager"}


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Return False when `user` would change a workspace that isn't theirs alone (hooks: has_permission)."""
	user = user or frappe.session.user
	if ptype in (None, *READING) or user == "Administrator" or KEEP_WORKSPACES & set(frappe.get_roles(user)):
		return NO_OBJECTION
	stored = (
		None
		if doc.is_new()
		else frappe.db.get_value("Workspace", doc.name, ("public", "for_user"), as_dict=True)
	)
	own = all(not one.public and one.for_user == user for one in filter(None, (doc, stored)))
	return NO_OBJECTION if own else False
