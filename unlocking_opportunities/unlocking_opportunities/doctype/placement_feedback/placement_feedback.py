import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.placements.feedback import ASKED_IN, ONLY_OF
from unlocking_opportunities.utils.server_fields import keep


class PlacementFeedback(Document):
	"""What one party says of a placement, once. What the young person says is never shown to the host."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		as_agreed: DF.Literal["", "Yes", "Partly", "No"]
		do_better: DF.SmallText | None
		employer: DF.Link | None
		given_by: DF.Data | None
		given_on: DF.Datetime | None
		host_again: DF.Literal["", "Yes", "Maybe", "No"]
		naming_series: DF.Literal["FDB-.YYYY.-.#####"]
		overall: DF.Literal["", "Very Well", "Well", "Mixed", "Badly"]
		party: DF.Literal["", "Young Person", "Host", "Officer"]
		placement: DF.Link
		reliable: DF.Literal["", "Always", "Mostly", "Not Often"]
		safe_and_supported: DF.Literal["", "Yes", "Mostly", "No"]
		went_well: DF.SmallText | None
		young_person: DF.Link | None

	# end: auto-generated types

	def before_insert(self):
		self.given_on = now_datetime()
		if not self.flags.giving:
			self.given_by = frappe.session.user

	def validate(self):
		if not self.is_new():
			keep(self, "giving", "given_by", "given_on")
		self.it_did_run()
		self.given_once()
		self.only_what_is_asked_of_them()

	def on_update(self):
		if self.host_again:
			frappe.get_doc("Employer", self.employer).db_set("host_again", self.host_again, notify=True)

	def it_did_run(self):
		if frappe.db.get_value("Placement", self.placement, "status") not in ASKED_IN:
			frappe.throw(_("This placement has not started yet, so it cannot have feedback."))

	def given_once(self):
		given = {"placement": self.placement, "party": self.party, "name": ["!=", self.name]}
		if frappe.db.exists("Placement Feedback", given):
			frappe.throw(
				_("{0} has already given feedback. Open that one.").format(_(self.party)),
				frappe.DuplicateEntryError,
			)

	def only_what_is_asked_of_them(self):
		for fieldname, party in ONLY_OF.items():
			if party != self.party:
				self.set(fieldname, None)


def on_doctype_update():
	frappe.db.add_unique("Placement Feedback", ["placement", "party"])
	frappe.db.add_index("Placement Feedback", ["young_person"])
