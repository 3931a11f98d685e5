from unlocking_opportunities.facts.written_by_server import WrittenByServer


class VisitFact(WrittenByServer):
	"""What analysts read of a visit; see unlocking_opportunities/facts/visit.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		actions: DF.Int
		actions_done: DF.Int
		age_status: DF.Literal["", "Child", "Young Person", "Adult"]
		as_agreed: DF.Literal["", "Yes", "Partly", "No"]
		controls_working: DF.Literal["", "Yes", "Partly", "No"]
		days_late: DF.Int
		due_month: DF.Date | None
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
		kind: DF.Literal[
			"", "Before Start", "First-day Call", "First Week", "Regular", "Before the End", "Extra"
		]
		made_by_its_day: DF.Check
		made_month: DF.Date | None
		placement_kind: DF.Literal[
			"", "Work Experience", "Taster", "Internship", "Apprenticeship", "Paid Job", "Talk or Visit"
		]
		sector: DF.Data | None
		seen_alone: DF.Literal["", "Yes", "No"]
		status: DF.Literal["", "Planned", "Done", "Not Possible", "Cancelled"]
		supervisor_seen: DF.Literal["", "Yes", "No"]
		ward: DF.Data | None
	# end: auto-generated types
