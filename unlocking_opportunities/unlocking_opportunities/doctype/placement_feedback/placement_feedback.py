import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime

from unlocking_opportunities.placements.feedback import ASKED_IN, ONLY_OF, notify_not_safe
from unlocking_opportunities.utils.server_fields import Act, changed, is_acting, keep


class NotStarted(frappe.ValidationError):
	"""There is nothing to say about a placement before it starts."""


class PlacementFeedback(Document):
	"""One party's feedback on a placement, given once. The host never sees the young person's."""

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
		if not is_acting(self, Act.FROM_PORTAL):
			self.given_by = frappe.session.user

	def validate(self):
		if not self.is_new():
			keep(self, "given_by", "given_on")
		self.validate_placement_status()
		self.validate_duplicate()
		self.clear_other_questions()

	def on_update(self):
		if self.host_again:
			frappe.get_doc("Employer", self.employer).db_set("host_again", self.host_again, notify=True)
		if self.safe_and_supported == "No" and changed(self, "safe_and_supported"):
			notify_not_safe(self)

	def validate_placement_status(self):
		if frappe.db.get_value("Placement", self.placement, "status") not in ASKED_IN:
			frappe.throw(_("This placement has not started yet, so it cannot have feedback."), NotStarted)

	def validate_duplicate(self):
		given = {"placement": self.placement, "party": self.party, "name": ["!=", self.name]}
		if frappe.db.exists("Placement Feedback", given):
			frappe.throw(
				_("{0} has already given feedback. Open that one.").format(_(self.party)),
				frappe.DuplicateEntryError,
			)

	def clear_other_questions(self):
		for fieldname, party in ONLY_OF.items():
			if party != self.party:
				self.set(fieldname, None)


def on_doctype_update():
	frappe.db.add_unique("Placement Feedback", ["placement", "party"])
	frappe.db.add_index("Placement Feedback", ["young_person"])
