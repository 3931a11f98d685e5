from frappe.model.document import Document


class RiskAssessmentHazard(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action_done: DF.Date | None
		action_due: DF.Date | None
		action_owner: DF.Data | None
		existing_controls: DF.SmallText | None
		further_action: DF.SmallText | None
		hazard: DF.Data
		initial_likelihood: DF.Literal["", "1", "2", "3", "4", "5"]
		initial_rating: DF.Literal["", "Low", "Medium", "High"]
		initial_score: DF.Int
		initial_severity: DF.Literal["", "1", "2", "3", "4", "5"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		residual_likelihood: DF.Literal["", "1", "2", "3", "4", "5"]
		residual_rating: DF.Literal["", "Low", "Medium", "High"]
		residual_score: DF.Int
		residual_severity: DF.Literal["", "1", "2", "3", "4", "5"]
		who_harmed: DF.SmallText | None

	# end: auto-generated types
