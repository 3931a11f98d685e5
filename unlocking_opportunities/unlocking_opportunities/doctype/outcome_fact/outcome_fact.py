from unlocking_opportunities.facts.written_by_server import WrittenByServer


class OutcomeFact(WrittenByServer):
	"""What analysts read of how a placement ended; see unlocking_opportunities/facts/outcome.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age_status: DF.Literal["", "Child", "Young Person", "Adult"]
		contacted: DF.Check
		days_to_contact: DF.Int
		ended_month: DF.Date | None
		ending: DF.Literal[
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
		host_again: DF.Literal["", "Not Asked", "Yes", "Maybe", "No"]
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
		hours_attended: DF.Int
		kind: DF.Literal[
			"", "Work Experience", "Taster", "Internship", "Apprenticeship", "Paid Job", "Talk or Visit"
		]
		outcome: DF.Literal[
			"",
			"Paid Job",
			"Apprenticeship",
			"Education or Training",
			"Another Placement",
			"Still Looking",
			"Not Known",
		]
		pay_basis: DF.Literal["", "Unpaid", "Paid"]
		sector: DF.Data | None
		ward: DF.Data | None
		weeks_run: DF.Int
	# end: auto-generated types
