import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime, today

from unlocking_opportunities.rules import riddor
from unlocking_opportunities.utils.exceptions import FutureDate
from unlocking_opportunities.utils.server_fields import keep

TOLD = ("carer_told_on", "worker_told_on", "school_told_on", "adviser_told_on")


class Accident(Document):
	"""An accident to a young person at a placement: what happened, what was done and who was told."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		adviser_told_on: DF.Datetime | None
		carer_told_on: DF.Datetime | None
		done_since: DF.SmallText | None
		employer: DF.Link | None
		happened_on: DF.Datetime
		injury: DF.SmallText | None
		naming_series: DF.Literal["ACC-.YYYY.-.#####"]
		placement: DF.Link
		report_by: DF.Date | None
		reported_by: DF.Data | None
		riddor_kind: DF.Literal[
			"",
			"Not Reportable",
			"Death or Specified Injury",
			"Over Seven Days Off",
			"Occupational Disease",
			"Dangerous Occurrence",
		]
		riddor_reason: DF.SmallText | None
		riddor_reference: DF.Data | None
		riddor_reported_on: DF.Date | None
		school_told_on: DF.Datetime | None
		site: DF.Link | None
		status: DF.Literal["Open", "Closed"]
		treatment: DF.Literal[
			"", "None Needed", "First Aid", "Pharmacy or GP", "Minor Injuries Unit", "Hospital", "Ambulance"
		]
		treatment_note: DF.SmallText | None
		what_happened: DF.SmallText
		where_it_happened: DF.Data
		worker_told_on: DF.Datetime | None
		young_person: DF.Link | None
	# end: auto-generated types

	def before_insert(self):
		self.reported_by = frappe.session.user

	def validate(self):
		self.keep_server_fields()
		self.validate_dates()
		self.validate_riddor_reason()
		self.set_report_by()
		self.set_status()

	def keep_server_fields(self):
		if not self.is_new():
			keep(self, "reported_by")

	def validate_dates(self):
		for fieldname in ("happened_on", *TOLD):
			if self.get(fieldname) and get_datetime(self.get(fieldname)) > now_datetime():
				frappe.throw(
					_("{0} is in the future. Enter a date and time in the past.").format(
						_(self.meta.get_label(fieldname))
					),
					FutureDate,
				)
		if self.riddor_reported_on and getdate(self.riddor_reported_on) > getdate(today()):
			frappe.throw(_("Reported On is in the future. Fill it in once it has been reported."), FutureDate)

	def validate_riddor_reason(self):
		if self.riddor_kind and not self.riddor_reason:
			frappe.throw(
				_("Fill in under Why how you decided whether this must be reported."), frappe.MandatoryError
			)

	def set_report_by(self):
		self.report_by = riddor.report_by(self.riddor_kind, getdate(self.happened_on))

	def set_status(self):
		"""Closed once the treatment is recorded and it has been reported, or need not be (RIDDOR 2013); open until then."""
		reported = self.riddor_kind == riddor.NOT_REPORTABLE or self.riddor_reported_on
		self.status = "Closed" if self.riddor_kind and reported and self.treatment else "Open"


def on_doctype_update():
	frappe.db.add_index("Accident", ["placement"])
	frappe.db.add_index("Accident", ["young_person"])
	frappe.db.add_index("Accident", ["status", "report_by"])
