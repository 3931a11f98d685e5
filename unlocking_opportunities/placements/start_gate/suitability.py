"""The allocated worker's word that this host, address, supervisor and journey are safe for this young person."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.utils.server_fields import Act, acting


def confirm(placement: Document) -> None:
	"""Record that the user signed in, who must be the young person's allocated worker, finds the place suitable.

	Raises PermissionError for anybody else, managers included: nobody overrides it and nobody says it for them.
	"""
	worker = frappe.db.get_value("Young Person", placement.young_person, "allocated_worker")
	if frappe.session.user != worker:
		frappe.throw(
			_("Only the allocated worker can say that this place is suitable for this young person."),
			frappe.PermissionError,
		)
	placement.suitability_confirmed_by = worker
	placement.suitability_confirmed_on = now_datetime()
	placement.suitability_hash = fingerprints.of_suitability(placement)
	with acting(placement, Act.CONFIRMING_SUITABILITY):
		placement.save()


def forget_if_changed(placement: Document) -> None:
	"""Ask again when anything that was confirmed is no longer what it was."""
	if placement.suitability_hash and placement.suitability_hash != fingerprints.of_suitability(placement):
		placement.suitability_confirmed_by = placement.suitability_confirmed_on = (
			placement.suitability_hash
		) = None
