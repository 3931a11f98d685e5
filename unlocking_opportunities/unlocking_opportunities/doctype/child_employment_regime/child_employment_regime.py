from frappe.model.document import Document


class ChildEmploymentRegime(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		before_school_hours: DF.Float
		break_after_hours: DF.Float
		break_minutes: DF.Int
		day_hours: DF.Float
		day_hours_under_15: DF.Float
		earliest: DF.Time | None
		effective_from: DF.Date | None
		free_days_together: DF.Int
		holiday_week_hours: DF.Float
		holiday_week_hours_under_15: DF.Float
		latest: DF.Time | None
		listed_work_age: DF.Int
		minimum_age: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		regime_name: DF.Data
		school_day_hours: DF.Float
		school_week_hours: DF.Float
		source: DF.SmallText | None
		sunday_hours: DF.Float

	# end: auto-generated types
