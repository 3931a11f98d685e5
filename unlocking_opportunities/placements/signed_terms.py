"""Keep what was signed and confirmed when a placement's person or host gets another ID, but stays the same one.

Both fingerprints hold the IDs, so a merge would otherwise undo every signature and confirmation.
"""

import frappe
from frappe.query_builder import DocType

from unlocking_opportunities.agreements import fingerprints


def get_hashes(placement: str) -> tuple[str, str]:
	"""Return the fingerprints of the agreement and of the suitability, as the placement is stored now."""
	doc = frappe.get_doc("Placement", placement)
	return fingerprints.of_agreement(doc), fingerprints.of_suitability(doc)


def sign_again(placement: str, agreed: str, suitable: str) -> None:
	"""Put the current fingerprints in place of `agreed` and `suitable`, those before the ID changed.

	A signature on other, older terms stays outdated.
	"""
	now_agreed, now_suitable = get_hashes(placement)
	row, table = DocType("Placement Signature"), DocType("Placement")
	(
		frappe.qb.update(row)
		.set(row.terms_hash, now_agreed)
		.where((row.parent == placement) & (row.terms_hash == agreed))
		.run()
	)
	(
		frappe.qb.update(table)
		.set(table.suitability_hash, now_suitable)
		.where((table.name == placement) & (table.suitability_hash == suitable))
		.run()
	)
	frappe.clear_document_cache("Placement", placement)
