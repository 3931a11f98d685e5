"""Which changes of its days a save may make to a placement. Extending and ending early are actions (follow_ups.py)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.roles import MANAGER, RoleNeeded
from unlocking_opportunities.placements.follow_ups import PastDate
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE, RUNNING
from unlocking_opportunities.utils.server_fields import Act, changed, is_acting


def validate(placement: Document) -> None:
	"""Raise PastDate if this save ends a running placement.

	Raise RoleNeeded if someone who is no manager makes an agreed one longer for someone under 18, or moves it to before their
	18th birthday: no manager has agreed to that.
	"""
	before = placement.get_doc_before_save()
	if before and changed(placement, "start_date", "end_date"):
		_refuse_to_end(placement)
		if before.status in HOLDS_A_PLACE and MANAGER not in frappe.get_roles():
			_refuse_what_no_manager_agreed_to(placement, before)


def _refuse_to_end(placement: Document) -> None:
	"""Nobody would be asked why, or told."""
	is_over = getdate(placement.end_date) < getdate(today())
	if placement.status in RUNNING and changed(placement, "end_date") and is_over:
		frappe.throw(_("Ends has passed. To end it, choose Complete or End Early."), PastDate)


def _refuse_what_no_manager_agreed_to(placement: Document, before: Document) -> None:
	if placement.under_18 and not before.under_18:
		frappe.throw(
			_(
				"They would be under 18 on the first day, and no manager has agreed to that. Ask a manager to change the dates."
			),
			RoleNeeded,
		)
	if not before.under_18 or is_acting(placement, Act.EXTENDING):
		return
	if _length(placement) > _length(before):
		frappe.throw(
			_(
				"They are under 18, so only a manager can make the placement longer. Ask a manager to choose Extend. You can move it to other dates if it stays as long as it was."
			),
			RoleNeeded,
		)


def _length(placement: Document) -> int:
	return (getdate(placement.end_date) - getdate(placement.start_date)).days
