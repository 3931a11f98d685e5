import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime

from unlocking_opportunities.council import calls
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.safeguarding import concerns
from unlocking_opportunities.utils.exceptions import FutureDate
from unlocking_opportunities.utils.server_fields import Act, acting, is_acting, keep, reload_stored

REFERENCES = {"young_person": re.compile(r"YP-[A-Z0-9]{8}"), "placement": re.compile(r"PLC-\d{4}-\d{5,}")}
TOLD = ("duty_told_on", "police_told_on", "lado_told_on")
LADO_WORKING_DAYS = 1


class NotAReference(frappe.ValidationError):
	"""What should be a record's reference is something else, perhaps a name."""


class ConcernReferral(Document):
	"""A record that a concern was passed on; see unlocking_opportunities/safeguarding/concerns.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.Literal["A Young Person", "An Adult Who Works with Children"]
		acknowledged_by: DF.Data | None
		acknowledged_on: DF.Datetime | None
		alerts_sent: DF.Int
		call_by: DF.Date | None
		case_reference: DF.Data | None
		duty_told_on: DF.Datetime | None
		lado_by: DF.Date | None
		lado_told_on: DF.Datetime | None
		last_alert_on: DF.Datetime | None
		placement: DF.Data | None
		police_told_on: DF.Datetime | None
		reported_by: DF.Data | None
		reported_on: DF.Datetime
		status: DF.Literal["Open", "Acknowledged"]
		young_person: DF.Data | None
	# end: auto-generated types

	def autoname(self):
		self.name = concerns.random_reference()

	def before_insert(self):
		self.reported_on = now_datetime()
		# Someone outside is no user; the portal has set who reported it.
		if not is_acting(self, Act.FROM_PORTAL):
			self.reported_by = frappe.session.user
		self.call_by = calls.call_by(self.reported_on) if is_acting(self, Act.FROM_PORTAL) else None

	def validate(self):
		keep(
			self,
			"status",
			"acknowledged_by",
			"acknowledged_on",
			"alerts_sent",
			"last_alert_on",
			unless=Act.ACKNOWLEDGING,
		)
		self.keep_reporter()
		self.validate_references()
		self.validate_told_dates()
		self.set_lado_by()

	def keep_reporter(self):
		if not self.is_new():
			keep(self, "reported_by", "reported_on", "call_by")

	def validate_references(self):
		"""Accept references only: a name would show in lists, error emails and version history."""
		for fieldname, pattern in REFERENCES.items():
			value = (self.get(fieldname) or "").strip().upper()
			if value and not pattern.fullmatch(value):
				frappe.throw(
					_(
						"{0} must be a reference, like {1}. Copy it from the record. Never enter a name."
					).format(
						_(self.meta.get_label(fieldname)),
						"YP-2B4D6F8H" if fieldname == "young_person" else "PLC-2026-00001",
					),
					NotAReference,
				)
			self.set(fieldname, value)

	def validate_told_dates(self):
		for fieldname in TOLD:
			if self.get(fieldname) and get_datetime(self.get(fieldname)) > now_datetime():
				frappe.throw(
					_("{0} is in the future. Enter when they were told.").format(
						_(self.meta.get_label(fieldname))
					),
					FutureDate,
				)

	def set_lado_by(self):
		"""An allegation about someone who works with children goes to the LADO within one working day."""
		adult = self.about == concerns.ABOUT_AN_ADULT
		self.lado_by = add_working_days(getdate(self.reported_on), LADO_WORKING_DAYS) if adult else None

	def after_insert(self):
		concerns.alert(self)

	@frappe.whitelist(methods=["POST"])
	def acknowledge(self) -> None:
		"""Acknowledge the concern as the signed-in safeguarding lead, which stops the alerts."""
		reload_stored(self, "write")
		if self.status == "Open":
			self.status = "Acknowledged"
			self.acknowledged_by, self.acknowledged_on = frappe.session.user, now_datetime()
			with acting(self, Act.ACKNOWLEDGING):
				self.save()


def on_doctype_update():
	frappe.db.add_index("Concern Referral", ["status", "last_alert_on"])
	frappe.db.add_index("Concern Referral", ["young_person"])
	frappe.db.add_index("Concern Referral", ["placement"])
