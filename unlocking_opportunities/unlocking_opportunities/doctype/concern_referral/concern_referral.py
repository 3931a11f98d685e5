import re

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import get_datetime, getdate, now_datetime

from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.safeguarding import concerns
from unlocking_opportunities.utils.server_fields import act_on_stored, keep

REFERENCES = {"young_person": re.compile(r"YP-[A-Z0-9]{8}"), "placement": re.compile(r"PLC-\d{4}-\d{5,}")}
TOLD = ("duty_told_on", "police_told_on", "lado_told_on")
LADO_WORKING_DAYS = 1


class ConcernReferral(Document):
	"""That a concern was passed on; see unlocking_opportunities/safeguarding/concerns.py."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		about: DF.Literal["A Young Person", "An Adult Who Works with Children"]
		acknowledged_by: DF.Data | None
		acknowledged_on: DF.Datetime | None
		alerts_sent: DF.Int
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
		# Somebody outside has no user: the portal says who it was.
		if not self.flags.reporting:
			self.reported_by = frappe.session.user

	def validate(self):
		keep(
			self,
			"acknowledging",
			"status",
			"acknowledged_by",
			"acknowledged_on",
			"alerts_sent",
			"last_alert_on",
		)
		self.keep_who_reported_it()
		self.hold_references_only()
		self.was_told_in_the_past()
		self.start_the_lados_clock()

	def keep_who_reported_it(self):
		if not self.is_new():
			keep(self, "reporting", "reported_by", "reported_on")

	def hold_references_only(self):
		"""A name typed in here would stand in lists, mails of errors and versions."""
		for fieldname, pattern in REFERENCES.items():
			value = (self.get(fieldname) or "").strip().upper()
			if value and not pattern.fullmatch(value):
				frappe.throw(
					_(
						"{0} must be a reference, like {1}. Copy it from the record. Never enter a name."
					).format(
						_(self.meta.get_label(fieldname)),
						"YP-2B4D6F8H" if fieldname == "young_person" else "PLC-2026-00001",
					)
				)
			self.set(fieldname, value)

	def was_told_in_the_past(self):
		for fieldname in TOLD:
			if self.get(fieldname) and get_datetime(self.get(fieldname)) > now_datetime():
				frappe.throw(
					_("{0} is in the future. Enter when they were told.").format(
						_(self.meta.get_label(fieldname))
					)
				)

	def start_the_lados_clock(self):
		"""An allegation about somebody who works with children is for the LADO within one working day."""
		adult = self.about == concerns.ABOUT_AN_ADULT
		self.lado_by = add_working_days(getdate(self.reported_on), LADO_WORKING_DAYS) if adult else None

	def after_insert(self):
		concerns.alert(self)

	@frappe.whitelist(methods=["POST"])
	def acknowledge(self) -> None:
		"""Take it on: the lead signed in has it, and the alerts stop."""
		act_on_stored(self, "write")
		if self.status == "Open":
			self.status = "Acknowledged"
			self.acknowledged_by, self.acknowledged_on = frappe.session.user, now_datetime()
			self.flags.acknowledging = True
			self.save()


def on_doctype_update():
	frappe.db.add_index("Concern Referral", ["status", "last_alert_on"])
	frappe.db.add_index("Concern Referral", ["young_person"])
	frappe.db.add_index("Concern Referral", ["placement"])
