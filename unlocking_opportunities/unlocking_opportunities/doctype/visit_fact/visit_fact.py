from unlocking_opportunities.programme.facts.written_by_server import WrittenByServer


class VisitFact(WrittenByServer):
	"""What analysts may read about a visit; see unlocking_opportunities/programme/facts/visit.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		actions_agreed: DF.Check
		actions_open: DF.Check
		age_status: DF.Literal["", "Child", "Young Person", "Adult", "Not Shown"]
		as_agreed: DF.Literal["", "Yes", "Partly", "No"]
		controls_working: DF.Literal["", "Yes", "Partly", "No"]
		due: DF.Data | None
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
		kind: DF.Literal[
			"",
			"Before Start",
			"First-day Call",
			"First Week",
			"Regular",
			"Before the End",
			"Extra",
			"Not Shown",
		]
		lateness: DF.Literal["", "Up to a Week Late", "Over a Week Late"]
		made_by_its_day: DF.Check
		placement_kind: DF.Literal[
			"",
			"Work Experience",
			"Taster",
			"Internship",
			"Apprenticeship",
			"Paid Job",
			"Talk or Visit",
			"Not Shown",
		]
		sector: DF.Data | None
		seen_alone: DF.Literal["", "Yes", "No"]
		status: DF.Literal["", "Planned", "Done", "Not Possible", "Cancelled", "Not Shown"]
		supervisor_seen: DF.Literal["", "Yes", "No"]
		ward: DF.Data | None
	# end: auto-generated types
