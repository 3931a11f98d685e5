from unlocking_opportunities.programme.facts.written_by_server import WrittenByServer


class YoungPersonFact(WrittenByServer):
	"""What analysts may read about a young person; see unlocking_opportunities/programme/facts/young_person.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age_band: DF.Literal[
			"", "Under 16", "16 to 17", "18 to 20", "21 to 25", "Under 18", "18 to 25", "Not Shown"
		]
		eet_status: DF.Literal["", "Unknown", "In EET", "Not in EET", "Not Shown"]
		hours_wanted: DF.Literal["", "Under 16", "16 or More"]
		joined: DF.Data | None
		mentored: DF.Literal["", "Yes", "No", "Not Shown"]
		pathway: DF.Literal["", "Not Started", "Taster", "Experience", "Internship", "Job or Course"]
		placed: DF.Literal["", "Never", "Now", "Before", "Not Shown"]
		status: DF.Literal["", "Active", "On Hold", "Closed", "Not Shown"]
		travel_band: DF.Literal["", "Up to 20 Minutes", "Up to 40 Minutes", "Up to an Hour", "Over an Hour"]
		ward: DF.Data | None
	# end: auto-generated types
