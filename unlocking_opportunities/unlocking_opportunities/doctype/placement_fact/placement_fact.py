from unlocking_opportunities.programme.facts.written_by_server import WrittenByServer


class PlacementFact(WrittenByServer):
	"""What analysts may read about a placement; see unlocking_opportunities/programme/facts/placement.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age_status: DF.Literal["", "Child", "Young Person", "Adult", "Not Shown"]
		attendance: DF.Literal["", "Every Day", "Most Days", "Fewer Days", "Not Shown"]
		environment_band: DF.Literal["", "Low Risk", "Less Familiar Risk", "Higher Risk", "Not Shown"]
		host_kind: DF.Literal[
			"",
			"Business",
			"Charity or Social Enterprise",
			"Public Body",
			"Council Department",
			"Council Contractor",
			"Community Group",
			"Individual",
			"Not Shown",
		]
		host_size: DF.Literal["", "Under 5", "5 to 49", "50 to 249", "250 or more", "Not Shown"]
		hours_per_week: DF.Literal["", "Under 16", "16 or More", "Not Shown"]
		kind: DF.Literal[
			"",
			"Work Experience",
			"Taster",
			"Internship",
			"Apprenticeship",
			"Paid Job",
			"Talk or Visit",
			"Not Shown",
		]
		overall_rating: DF.Literal["", "Low", "Medium", "High"]
		overridden: DF.Check
		pay_basis: DF.Literal["", "Unpaid", "Paid", "Not Shown"]
		sector: DF.Data | None
		started: DF.Data | None
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
			"Not Shown",
		]
		waited: DF.Literal["", "Up to 4 Weeks", "5 to 12 Weeks", "Over 12 Weeks"]
		ward: DF.Data | None
		weeks_planned: DF.Literal["", "1 Week", "2 to 4 Weeks", "5 to 12 Weeks", "Over 12 Weeks", "Not Shown"]
	# end: auto-generated types
