"""Let employers pause an accepted offer on the portal, by adding a move of the service user to installed workflows."""

import frappe

from unlocking_opportunities.council.roles import SERVICE
from unlocking_opportunities.employers.pledge_workflow import DEFINITION

MOVE = {"state": "Accepted", "action": "Pause Pledge", "next_state": "Paused", "allowed": SERVICE}


def execute() -> None:
	"""Add the move to our own workflow if it is missing; a council's own workflow stays as it is."""
	if not frappe.db.exists("Workflow", DEFINITION.name):
		return
	workflow = frappe.get_doc("Workflow", DEFINITION.name)
	if not workflow.get("transitions", MOVE):
		workflow.append("transitions", {**MOVE, "allow_self_approval": 1})
		workflow.save(ignore_permissions=True)  # migrating
