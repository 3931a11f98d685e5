import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.data_protection import retention
from unlocking_opportunities.rules import data_rights
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder, FutureDate
from unlocking_opportunities.utils.server_fields import reload_stored

REFUSALS = ("Refused", "Done in Part")


class HalfAnswered(frappe.ValidationError):
	"""An answer needs both its day and its outcome."""


class DataRightsRequest(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acknowledge_by: DF.Date | None
		acknowledged_on: DF.Date | None
		answered_on: DF.Date | None
		asked_by: DF.Literal[
			"Young Person",
			"Somebody for a Young Person",
			"Employer or Mentor",
			"Member of Staff",
			"Somebody Else",
		]
		contact_email: DF.Data | None
		contact_name: DF.Data | None
		contact_phone: DF.Data | None
		due_on: DF.Date | None
		extended: DF.Check
		identity_confirmed_on: DF.Date | None
		kind: DF.Literal["Access", "Correction", "Erasure", "Objection", "Complaint"]
		message: DF.LongText | None
		naming_series: DF.Literal["DRR-.YYYY.-.#####"]
		officer: DF.Link | None
		outcome: DF.Literal[
			"", "Done in Full", "Done in Part", "Refused", "Upheld", "Not Upheld", "Withdrawn"
		]
		received_how: DF.Literal["By Form", "By Email", "By Post", "By Phone", "In Person"]
		received_on: DF.Date
		reference: DF.Data | None
		refusal_ground: DF.Literal[
			"",
			"Would Harm Somebody's Safety or Health",
			"Another Person's Information",
			"The Law Requires the Record",
			"Legal Claims",
			"Identity Not Confirmed",
			"Manifestly Unfounded or Excessive",
		]
		status: DF.Literal["Open", "Acknowledged", "Answered"]
		young_person: DF.Link | None

	# end: auto-generated types

	def validate(self):
		self.validate_dates()
		self.validate_answer()
		self.set_deadlines()
		self.set_status()

	def validate_dates(self):
		for field in ("received_on", "identity_confirmed_on", "acknowledged_on", "answered_on"):
			if self.get(field) and getdate(self.get(field)) > getdate(today()):
				frappe.throw(
					_("{0} is in the future. Enter today or an earlier day.").format(
						_(self.meta.get_label(field))
					),
					FutureDate,
				)
		for field in ("identity_confirmed_on", "acknowledged_on", "answered_on"):
			if self.get(field) and getdate(self.get(field)) < getdate(self.received_on):
				frappe.throw(
					_("{0} is before Received On. Check both dates.").format(_(self.meta.get_label(field))),
					DatesOutOfOrder,
				)

	def validate_answer(self):
		if bool(self.answered_on) != bool(self.outcome):
			frappe.throw(_("Fill in both Answered On and Outcome, or neither."), HalfAnswered)
		if self.outcome in REFUSALS and not self.refusal_ground:
			frappe.throw(
				_("Fill in Ground for Refusal. You must tell them the reason too (UK GDPR art. 12(4))."),
				frappe.MandatoryError,
			)
		if self.outcome not in REFUSALS:
			self.refusal_ground = ""

	def set_deadlines(self):
		"""The month to answer starts once identity is confirmed, if we had to ask for that (UK GDPR art. 12(6))."""
		if self.kind == "Complaint":
			self.extended, self.identity_confirmed_on = 0, None
		self.acknowledge_by = (
			data_rights.acknowledge_by(getdate(self.received_on)) if self.kind == "Complaint" else None
		)
		begun = getdate(self.identity_confirmed_on or self.received_on)
		self.due_on = data_rights.answer_by(begun, extended=bool(self.extended))

	def set_status(self):
		self.status = "Answered" if self.answered_on else "Acknowledged" if self.acknowledged_on else "Open"

	@frappe.whitelist(methods=["POST"])
	def propose_disposal(self) -> str:
		"""Propose all of this young person's records for erasure, for another manager to decide. Returns the review's name."""
		reload_stored(self, "write")
		if self.kind != "Erasure" or not self.young_person:
			frappe.throw(
				_("You can propose disposal only for a request for erasure that names a young person.")
			)
		return retention.propose_person(self.young_person)


def on_doctype_update():
	frappe.db.add_index("Data Rights Request", ["status", "due_on"])
	frappe.db.add_index("Data Rights Request", ["young_person"])
