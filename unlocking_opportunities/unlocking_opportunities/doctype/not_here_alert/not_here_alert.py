import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from unlocking_opportunities.rules.age import is_under_18
from unlocking_opportunities.safeguarding import not_here
from unlocking_opportunities.utils.server_fields import (
	Act,
	acting,
	clear_default_times,
	is_acting,
	keep,
	reload_stored,
)


class NotHereAlert(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acknowledged_by: DF.Link | None
		acknowledged_on: DF.Datetime | None
		alerts_sent: DF.Int
		carer_told: DF.Check
		expected_at: DF.Time | None
		last_alert_on: DF.Datetime | None
		naming_series: DF.Literal["NHA-.YYYY.-.#####"]
		placement: DF.Link
		reported_by: DF.Data | None
		reported_on: DF.Datetime
		status: DF.Literal["Open", "Acknowledged", "Closed"]
		under_18: DF.Check
		what_happened: DF.SmallText | None
		whereabouts: DF.Literal[
			"Not Known", "Safe and Well", "At Home", "Elsewhere, Known", "Reported Missing"
		]
		young_person: DF.Link | None

	# end: auto-generated types

	def before_insert(self):
		if not is_acting(self, Act.FROM_PORTAL):
			self.reported_by = frappe.session.user
		clear_default_times(self, "expected_at")
		self.reported_on = now_datetime()
		self.under_18 = self.is_about_child()

	def validate(self):
		keep(
			self,
			"status",
			"acknowledged_by",
			"acknowledged_on",
			"alerts_sent",
			"last_alert_on",
			"carer_told",
			unless=Act.ACKNOWLEDGING,
		)
		if not self.is_new():
			keep(self, "reported_by", "reported_on")

	def after_insert(self):
		not_here.alert(self)

	@frappe.whitelist(methods=["POST"])
	def acknowledge(self) -> None:
		"""Acknowledge the alert: the signed-in user is looking for them. Stops further alerts."""
		reload_stored(self, "write")
		if self.status == "Open":
			self._set_acknowledged()
			self._save_status("Acknowledged")

	@frappe.whitelist(methods=["POST"])
	def close(self) -> None:
		"""Close the alert once we know where they are."""
		reload_stored(self, "write")
		if self.whereabouts == "Not Known":
			frappe.throw(_("Fill in Where They Are before you close this alert."))
		if self.status == "Open":
			self._set_acknowledged()
		self._save_status("Closed")

	def is_about_child(self) -> bool:
		"""Return whether the young person is under 18 today; the placement has their age on its first day only."""
		person = frappe.db.get_value("Placement", self.placement, "young_person")
		born = frappe.db.get_value("Young Person Identity", person, "date_of_birth")
		return is_under_18(born, getdate(today()))

	def _set_acknowledged(self) -> None:
		self.acknowledged_by, self.acknowledged_on = frappe.session.user, now_datetime()

	def _save_status(self, status: str) -> None:
		self.status = status
		with acting(self, Act.ACKNOWLEDGING):
			self.save()


def on_doctype_update():
	frappe.db.add_index("Not Here Alert", ["status", "last_alert_on"])
	frappe.db.add_index("Not Here Alert", ["placement"])
	frappe.db.add_index("Not Here Alert", ["young_person"])
