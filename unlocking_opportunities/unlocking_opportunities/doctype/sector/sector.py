from frappe.model.document import Document


class Sector(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		description: DF.SmallText | None
		disabled: DF.Check
		sector_name: DF.Data
		skill_path: DF.Check
		usual_environment: DF.Literal["", "Low Risk", "Less Familiar Risk", "Higher Risk"]

	# end: auto-generated types
