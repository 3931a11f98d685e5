import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, now_datetime, today

from unlocking_opportunities.council.roles import MANAGER, SecondManagerNeeded, require
from unlocking_opportunities.programme import council_report
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder
from unlocking_opportunities.utils.server_fields import changed, keep

WRITTEN = ("title", "period_from", "period_to", "narrative")


class PeriodNotOver(frappe.ValidationError):
	"""A report is approved only after its period."""


class ApprovedStays(frappe.PermissionError):
	"""An approved report can't be cancelled."""


class CouncilReport(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.council_report_figure.council_report_figure import (
			CouncilReportFigure,
		)

		amended_from: DF.Link | None
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		editors: DF.SmallText | None
		figures: DF.Table[CouncilReportFigure]
		naming_series: DF.Literal["REP-.YYYY.-.#####"]
		narrative: DF.Text | None
		period_from: DF.Date
		period_to: DF.Date
		published: DF.Check
		published_on: DF.Datetime | None
		status: DF.Literal["Draft", "Approved"]
		title: DF.Data

	# end: auto-generated types

	def validate(self):
		keep(self, "status", "approved_by", "approved_on", "editors", "published", "published_on")
		self.validate_period()
		self.set_editors()
		self.set_figures()

	def before_submit(self):
		self.validate_approver()
		self.validate_completeness()
		self.status, self.approved_by, self.approved_on = "Approved", frappe.session.user, now_datetime()

	def before_update_after_submit(self):
		"""After approval only Published may change, and only by a manager."""
		if changed(self, "published"):
			require(MANAGER)
			self.published_on = now_datetime() if self.published else None
		else:
			keep(self, "published_on")

	def before_cancel(self):
		frappe.throw(
			_(
				"An approved report cannot be cancelled. Untick Published, then write a new report for the period."
			),
			ApprovedStays,
		)

	def validate_period(self):
		if getdate(self.period_to) < getdate(self.period_from):
			frappe.throw(_("To is before From. Check both dates."), DatesOutOfOrder)

	def set_editors(self):
		if changed(self, *WRITTEN):
			self.editors = "\n".join(sorted(self.get_writers() | {frappe.session.user}))

	def set_figures(self):
		"""Count the figures again on each save of a draft; an approved report keeps what was approved."""
		if not self.docstatus.is_draft():
			keep(self, "figures")
			return
		self.set("figures", [])
		for figure in council_report.figures(getdate(self.period_from), getdate(self.period_to)):
			self.append("figures", figure.as_row())

	def validate_approver(self):
		require(MANAGER)
		if frappe.session.user in self.get_writers():
			frappe.throw(
				_("You worked on this report, so another manager has to approve it."), SecondManagerNeeded
			)

	def validate_completeness(self):
		if getdate(self.period_to) > getdate(today()):
			frappe.throw(_("The period has not ended yet. Approve the report after it has."), PeriodNotOver)
		if not council_report.paragraphs(self):
			frappe.throw(_("Explain in Narrative what the figures mean first."), frappe.MandatoryError)

	def get_writers(self) -> set[str]:
		return set(filter(None, (self.editors or "").split("\n"))) | {self.owner}


def on_doctype_update():
	frappe.db.add_index("Council Report", ["published", "period_to"])
