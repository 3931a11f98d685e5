from unlocking_opportunities.access.child_rows import RowOfPeople


class YoungPersonRiskFactor(RowOfPeople):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		control: DF.SmallText
		factor: DF.Literal[
			"",
			"Inexperience",
			"Maturity",
			"Communication",
			"Health or Allergy",
			"What Can Upset Them",
			"Exploitation or Missing",
			"People or Places to Avoid",
			"Photographs",
			"Travel",
			"Lone Working",
			"Bullying",
			"Tiredness",
			"Food or Prayer",
			"Language",
			"How to Raise a Worry",
			"Other",
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reason: DF.SmallText | None
		safety_item: DF.Check

	# end: auto-generated types
