"""Ask the other managers about a decision that is overdue (the settings say after how many working days). Run each night."""

import frappe
from frappe.utils import today

from unlocking_opportunities.approvals import requests
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.workflow.service import as_service


def escalate_all() -> None:
	"""Ask the other managers about each overdue decision, once."""
	one_by_one(requests.DOCTYPE, _late(), _escalate)


def _late() -> list[str]:
	return frappe.get_all(
		requests.DOCTYPE,
		filters={"status": requests.WAITING, "due_on": ["<", today()], "escalated_on": ["is", "not set"]},
		pluck="name",
		order_by="name",
	)


def _escalate(name: str) -> None:
	with as_service():
		# Locked, so that two runs at once ask only once. It may also have been decided in the meantime.
		request = frappe.get_doc(requests.DOCTYPE, name, for_update=True)
		if request.status != requests.WAITING or request.escalated_on:
			return
		managers = recipients.holders_of(MANAGER)
		requests.notify_managers(request, managers - {request.asked_of} or managers, late=True)
		request.db_set("escalated_on", today(), update_modified=False)
