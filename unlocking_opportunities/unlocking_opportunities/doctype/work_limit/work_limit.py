from frappe.model.document import Document


class WorkLimit(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		advisory: DF.SmallText | None
		average_week_hours: DF.Float
		break_after_hours: DF.Float
		break_minutes: DF.Int
		daily_rest_hours: DF.Float
		day_hours: DF.Float
		effective_from: DF.Date
		late_night_from: DF.Time | None
		late_night_until: DF.Time | None
		law: DF.Literal["young worker", "school-arranged", "adult"]
		never_from: DF.Time | None
		never_until: DF.Time | None
		night_from: DF.Time | None
		night_until: DF.Time | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reference_weeks: DF.Int
		source: DF.SmallText | None
		week_hours: DF.Float
		weekly_rest_hours: DF.Float

	# end: auto-generated types
