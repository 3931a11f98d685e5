from frappe.model.document import Document


class SteeringGroupCommitment(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		commitment: DF.Data
		due_by: DF.Date | None
		evidence: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		state: DF.Literal["Not Started", "Under Way", "Done", "Dropped"]

	# end: auto-generated types
