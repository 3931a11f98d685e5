"""Uninstall the app. Frappe removes the module's own records; this removes everything else."""

import frappe

from unlocking_opportunities.council import roles
from unlocking_opportunities.setup import desk_views, workflows
from unlocking_opportunities.workflow.service import SERVICE_USER


def before_uninstall() -> None:
	"""Remove the workflows, the board, the saved filters, the work queue's block, the service user and the roles."""
	workflows.remove()
	desk_views.remove()
	frappe.delete_doc("Custom HTML Block", "Unlocking Work Queue", ignore_missing=True, force=True)
	frappe.delete_doc("User", SERVICE_USER, ignore_missing=True, force=True)
	for role in (*roles.DESK_ROLES, *roles.PORTAL_ROLES, roles.SERVICE):
		frappe.db.delete("Has Role", {"role": role})
		frappe.delete_doc("Role", role, ignore_missing=True, force=True)
