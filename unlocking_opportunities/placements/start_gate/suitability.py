"""Suitability: the allocated worker confirms that this host, address, supervisor and journey are safe for this person."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.utils.server_fields import Act, acting


class NotAllocatedWorker(frappe.PermissionError):
	"""Only the young person's allocated worker can confirm suitability."""


def confirm(placement: Document) -> None:
	"""Record that the signed-in user, who must be the young person's allocated worker, confirms suitability.

	Raises NotAllocatedWorker for anyone else, managers included: it cannot be overridden or confirmed on their behalf.
	"""
	worker = frappe.db.get_value("Young Person", placement.young_person, "allocated_worker")
	if frappe.session.user != worker:
		frappe.throw(
			_("Only the allocated worker can confirm that this place is suitable for this young person."),
			NotAllocatedWorker,
		)
	placement.suitability_confirmed_by = worker
	placement.suitability_confirmed_on = now_datetime()
	placement.suitability_hash = fingerprints.of_suitability(placement)
	with acting(placement, Act.CONFIRMING_SUITABILITY):
		placement.save()


def clear_if_changed(placement: Document) -> None:
	"""Clear the confirmation if anything it covers has changed, so that it is asked for again."""
	if placement.suitability_hash and placement.suitability_hash != fingerprints.of_suitability(placement):
		placement.suitability_confirmed_by = placement.suitability_confirmed_on = (
			placement.suitability_hash
		) = None
