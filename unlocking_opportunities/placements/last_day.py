"""What a save may do to the last day of a placement. Extending and ending it early are actions of their own (follow_ups.py)."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council.roles import MANAGER, RoleNeeded
from unlocking_opportunities.placements.follow_ups import PastDate
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE, RUNNING
from unlocking_opportunities.utils.server_fields import Act, changed, is_acting


def validate(placement: Document) -> None:
	"""Raise PastDate or RoleNeeded if this save ends a running placement, or makes one of someone under 18 longer."""
	before = placement.get_doc_before_save()
	if before and changed(placement, "start_date", "end_date"):
		_refuse_to_end(placement)
		_require_manager_for_longer(placement, before)


def _refuse_to_end(placement: Document) -> None:
	"""Nobody would be asked why, or told."""
	is_over = getdate(placement.end_date) < getdate(today())
	if placement.status in RUNNING and changed(placement, "end_date") and is_over:
		frappe.throw(_("Ends has passed. To end it, choose Complete or End Early."), PastDate)


def _require_manager_for_longer(placement: Document, before: Document) -> None:
	"""A manager has agreed to it as it was. Extend asks for the same."""
	if not placement.under_18 or before.status not in HOLDS_A_PLACE or is_acting(placement, Act.EXTENDING):
		return
	if _length(placement) > _length(before) and MANAGER not in frappe.get_roles():
		frappe.throw(
			_(
				"They are under 18, so only a manager can make the placement longer. Ask a manager to choose Extend. You can move it to other dates if it stays as long as it was."
			),
			RoleNeeded,
		)


def _length(placement: Document) -> int:
	return (getdate(placement.end_date) - getdate(placement.start_date)).days
