from frappe.model.document import Document


class ProhibitedWorkAnswer(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		answer: DF.Literal["", "No", "Yes"]
		competent_supervision: DF.Check
		necessary_for_training: DF.Check
		notes: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		question: DF.SmallText | None
		question_key: DF.Data | None
		risk_reduced: DF.Check

	# end: auto-generated types
