import frappe
from frappe.model.document import Document


class DisposalReviewItem(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		decision: DF.Literal["Dispose", "Keep"]
		done_on: DF.Date | None
		due_on: DF.Date | None
		keep_reason: DF.Literal[
			"", "Still Needed", "The Date Is Wrong", "A Case Is Open", "The Law Has Changed"
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		record: DF.Data | None
		result: DF.Literal["", "Disposed", "On Hold", "Not Due", "Kept"]

	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_index("Disposal Review Item", ["record"])
