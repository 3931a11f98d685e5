import frappe
from frappe.model.document import Document


class SuitabilityRefusal(Document):
	"""Why a place isn't suitable for a young person. Written by placements/start_gate/suitability.py only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		naming_series: DF.Literal["SUI-.YYYY.-.#####"]
		placement: DF.Link
		reason: DF.SmallText
		refused_by: DF.Link | None
		refused_for: DF.Link | None
		refused_on: DF.Datetime | None
		young_person: DF.Link

	# end: auto-generated types

	pass


def on_doctype_update():
	frappe.db.add_index("Suitability Refusal", ["placement"])
	frappe.db.add_index("Suitability Refusal", ["young_person"])
