from frappe.model.document import Document


class PledgeOffer(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		available_from: DF.Date | None
		available_until: DF.Date | None
		description: DF.SmallText | None
		flexible: DF.Check
		hours_per_week: DF.Float
		kind: DF.Literal[
			"",
			"Work Experience",
			"Taster",
			"Internship",
			"Apprenticeship",
			"Paid Job",
			"Talk or Visit",
			"Guaranteed Interview",
			"Mentoring",
			"University Application Support",
			"Time",
			"Funding",
			"Kit",
		]
		number: DF.Int
		opportunity: DF.Link | None
		paid: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		role_title: DF.Data | None
		sector: DF.Link | None
		site: DF.Link | None

	# end: auto-generated types
