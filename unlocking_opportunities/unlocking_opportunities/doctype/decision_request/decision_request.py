import frappe
from frappe.model.document import Document


class DecisionRequest(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		asked_by: DF.Link | None
		asked_of: DF.Link | None
		asked_on: DF.Datetime | None
		check_key: DF.Data | None
		covers: DF.SmallText | None
		decided_by: DF.Link | None
		decided_on: DF.Datetime | None
		due_on: DF.Date | None
		escalated_on: DF.Date | None
		kind: DF.Literal["Risk Assessment", "Placement", "Override", "Mentoring Pairing"]
		naming_series: DF.Literal["DEC-.YYYY.-.#####"]
		reason: DF.SmallText | None
		reference_doctype: DF.Link
		reference_name: DF.DynamicLink
		status: DF.Literal["Waiting", "Approved", "Returned", "Overtaken"]
		why: DF.SmallText | None
		young_person: DF.Link | None

	# end: auto-generated types


def on_doctype_update():
	frappe.db.add_index("Decision Request", ["reference_name", "status"])
	frappe.db.add_index("Decision Request", ["status", "due_on"])
	frappe.db.add_index("Decision Request", ["young_person"])
