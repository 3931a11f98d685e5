from unlocking_opportunities.programme.facts.written_by_server import WrittenByServer


class OutcomeFact(WrittenByServer):
	"""What analysts may read about how a placement ended; see unlocking_opportunities/programme/facts/outcome.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		age_status: DF.Literal["", "Child", "Young Person", "Adult", "Not Shown"]
		contacted: DF.Literal["", "Not Yet", "Within a Week", "Within a Month", "Later"]
		ended: DF.Data | None
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
			"Not Shown",
		]
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
			"Work Experience",
			"Taster",
			"Internship",
			"Apprenticeship",
			"Paid Job",
			"Talk or Visit",
			"Not Shown",
		]
		outcome: DF.Literal[
			"",
			"Paid Job",
			"Apprenticeship",
			"Education or Training",
			"Another Placement",
			"Still Looking",
			"Not Known",
			"Not Shown",
		]
		pay_basis: DF.Literal["", "Unpaid", "Paid", "Not Shown"]
		sector: DF.Data | None
		ward: DF.Data | None
		weeks_run: DF.Literal["", "1 Week", "2 to 4 Weeks", "5 to 12 Weeks", "Over 12 Weeks", "Not Shown"]
	# end: auto-generated types
