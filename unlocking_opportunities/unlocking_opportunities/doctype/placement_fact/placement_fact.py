from unlocking_opportunities.facts.written_by_server import WrittenByServer


class PlacementFact(WrittenByServer):
	"""What analysts read of a placement; see unlocking_opportunities/facts/placement.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age_status: DF.Literal["", "Child", "Young Person", "Adult"]
		days_absent: DF.Int
		days_attended: DF.Int
		days_per_week: DF.Int
		end_month: DF.Date | None
		environment_band: DF.Literal["", "Low Risk", "Less Familiar Risk", "Higher Risk"]
		extended: DF.Check
		host_kind: DF.Literal[
			"",
			"Business",
			"Charity or Social Enterprise",
			"Public Body",
			"Council Department",
			"Council Contractor",
			"Community Group",
			"Individual",
		]
		host_size: DF.Literal["", "Under 5", "5 to 49", "50 to 249", "250 or more"]
		hours_per_week: DF.Int
		kind: DF.Literal[
			"", "Work Experience", "Taster", "Internship", "Apprenticeship", "Paid Job", "Talk or Visit"
		]
		overall_rating: DF.Literal["", "Low", "Medium", "High"]
		overrides: DF.Int
		pay_basis: DF.Literal["", "Unpaid", "Paid"]
		proposed_month: DF.Date | None
		sector: DF.Data | None
		start_month: DF.Date | None
		status: DF.Literal[
			"",
			"Proposed",
			"Agreed",
			"Ready",
			"In Progress",
			"Paused",
			"Completed",
			"Ended Early",
			"Cancelled",
		]
		visits_made: DF.Int
		visits_planned: DF.Int
		ward: DF.Data | None
		weeks_planned: DF.Int
		weeks_run: DF.Int
		weeks_to_start: DF.Int
	# end: auto-generated types
