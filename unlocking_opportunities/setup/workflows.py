"""Install the workflows as data if they are absent, without changing a council's own.

They are not fixtures: fixtures are written again on each migrate, which would undo the council's changes and
restyle workflow states that other apps share.
"""

import frappe
from frappe.model.document import Document

from unlocking_opportunities.approvals.workflows import DEFINITIONS
from unlocking_opportunities.workflow.definition import Definition


def install() -> None:
	"""Install each workflow that is absent. A DocType with an active workflow keeps that one."""
	for definition in DEFINITIONS:
		_add_states(definition)
		_add_actions(definition)
		if not frappe.db.exists("Workflow", {"document_type": definition.doctype, "is_active": 1}):
			_add_workflow(definition)


def remove() -> None:
	"""Remove the workflows and their actions. States stay: other apps may use them."""
	for definition in DEFINITIONS:
		frappe.delete_doc("Workflow", definition.name, ignore_missing=True, force=True)
		for action in _actions(definition):
			frappe.delete_doc("Workflow Action Master", action, ignore_missing=True, force=True)


def _add_states(definition: Definition) -> None:
	for state in definition.states:
		if not frappe.db.exists("Workflow State", state.name):
			row = {"doctype": "Workflow State", "workflow_state_name": state.name, "style": state.style}
			frappe.get_doc(row).insert(ignore_permissions=True)  # installing


def _add_actions(definition: Definition) -> None:
	for action in _actions(definition):
		if not frappe.db.exists("Workflow Action Master", action):
			row = {"doctype": "Workflow Action Master", "workflow_action_name": action}
			frappe.get_doc(row).insert(ignore_permissions=True)  # installing


def _add_workflow(definition: Definition) -> Document:
	workflow = frappe.new_doc("Workflow")
	workflow.update(
		{
			"workflow_name": definition.name,
			"document_type": definition.doctype,
			"workflow_state_field": "status",
			"is_active": 1,
			# Its emails have links that act as soon as they are opened; ours are in notification/.
			"send_email_alert": 0,
			# Each list has its own colours for statuses.
			"override_status": 1,
		}
	)
	for state in definition.states:
		workflow.append(
			"states",
			{
				"state": state.name,
				"doc_status": str(int(state.submitted)),
				"allow_edit": state.edit,
				"send_email": 0,
			},
		)
	for move in definition.moves:
		for role in move.roles:
			workflow.append(
				"transitions",
				{
					"state": move.source,
					"action": move.action,
					"next_state": move.target,
					"allowed": role,
					"allow_self_approval": 1,
					"condition": move.condition or None,
				},
			)
	return workflow.insert(ignore_permissions=True)  # installing


def _actions(definition: Definition) -> list[str]:
	return sorted({move.action for move in definition.moves})
