from frappe.model.document import Document


class HazardTemplate(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		disabled: DF.Check
		environment_band: DF.Literal["Low Risk", "Less Familiar Risk", "Higher Risk"]
		hazard: DF.Data
		sector: DF.Link
		source: DF.Data | None
		under_18_controls: DF.SmallText | None
		usual_controls: DF.SmallText | None
		who_harmed: DF.Data | None

	# end: auto-generated types
