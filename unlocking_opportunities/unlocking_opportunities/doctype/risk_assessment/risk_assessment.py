import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_months, now_datetime, today

from unlocking_opportunities.approvals import requests as decisions
from unlocking_opportunities.council.roles import HS_ADVISER, require
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.risk_assessments import editors, rating, versions
from unlocking_opportunities.risk_assessments.assessment_workflow import DEFINITION
from unlocking_opportunities.rules.risk import PROHIBITED_WORK
from unlocking_opportunities.utils.server_fields import Act, acting, changed, keep, reload_stored
from unlocking_opportunities.workflow.guard import check_state, is_entering


class RiskAssessment(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.prohibited_work_answer.prohibited_work_answer import (
			ProhibitedWorkAnswer,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.risk_assessment_hazard.risk_assessment_hazard import (
			RiskAssessmentHazard,
		)

		amended_from: DF.Link | None
		approved_by: DF.Link | None
		approved_on: DF.Datetime | None
		competent_person: DF.Data | None
		conversation_note: DF.SmallText | None
		conversation_on: DF.Date | None
		conversation_with: DF.Data | None
		editors: DF.SmallText | None
		employer: DF.Link
		employer_name: DF.Data | None
		environment_band: DF.Literal["", "Low Risk", "Less Familiar Risk", "Higher Risk"]
		fire_and_first_aid: DF.SmallText | None
		hazards: DF.Table[RiskAssessmentHazard]
		host_confirmed_on: DF.Date | None
		hs_adviser: DF.Link | None
		hs_agreed_on: DF.Datetime | None
		hs_comment: DF.SmallText | None
		induction: DF.SmallText | None
		matrix_in_force_from: DF.Date | None
		naming_series: DF.Literal["RA-.YYYY.-.#####"]
		officer: DF.Link | None
		overall_rating: DF.Literal["", "Low", "Medium", "High"]
		overall_score: DF.Int
		pre_start_visit_on: DF.Date | None
		prohibited_work: DF.Table[ProhibitedWorkAnswer]
		protective_equipment: DF.SmallText | None
		return_reason: DF.SmallText | None
		review_by: DF.Date | None
		sector: DF.Link | None
		site: DF.Link
		status: DF.Literal[
			"Draft", "With Employer", "Submitted", "Approved", "Returned", "Superseded", "Expired"
		]
		suits_under_school_leaving_age: DF.Check
		superseded_by: DF.Link | None
		supersedes: DF.Link | None
		supervisor_deputy: DF.Data | None
		supervisor_name: DF.Data | None
		tasks: DF.SmallText
		version_number: DF.Int
		welfare: DF.SmallText | None

	# end: auto-generated types

	def validate(self):
		self.keep_server_fields()
		self.validate_site()
		versions.validate_same_place(self)
		self.set_prohibited_work()
		self.set_review_by()
		self.reset_host_confirmation()
		rating.rate(self)
		self.set_editors()
		check_state(self, DEFINITION)
		self.validate_locked()
		self.set_approval()

	def before_update_after_submit(self):
		"""After approval only the status changes, along the workflow."""
		keep(self, "superseded_by")
		check_state(self, DEFINITION)

	def on_submit(self):
		if self.supersedes:
			versions.supersede_previous(self)

	def on_update(self):
		self.request_approval()
		judge.enqueue_for_assessment(self.name)

	def on_update_after_submit(self):
		judge.enqueue_for_assessment(self.name)

	def request_approval(self):
		"""Ask a manager to approve a submitted assessment; a high rating needs the adviser's agreement first."""
		if changed(self, "status", "hs_agreed_on", "overall_rating"):
			advised = self.hs_agreed_on or not rating.needs_adviser(self)
			decisions.follow(self, waits=self.status == "Submitted" and bool(advised))

	def keep_server_fields(self):
		keep(self, "supersedes", "version_number", unless=Act.VERSIONING)
		keep(self, "superseded_by")
		keep(self, "hs_adviser", "hs_agreed_on", "hs_comment", unless=Act.ADVISING)
		keep(self, "approved_by", "approved_on")

	def validate_site(self):
		if frappe.get_cached_value("Employer Site", self.site, "employer") != self.employer:
			frappe.throw(_("That site belongs to another employer. Choose one of this employer's sites."))

	def set_prohibited_work(self):
		"""List each question of regulation 19 once, in the wording of the law, whatever was sent."""
		given = {row.question_key: row for row in self.prohibited_work}
		self.set("prohibited_work", [])
		for question in PROHIBITED_WORK:
			row = given.get(question.key)
			self.append("prohibited_work", row or {"question_key": question.key})
			self.prohibited_work[-1].question = question.wording

	def set_review_by(self):
		if not self.review_by:
			self.review_by = add_months(today(), get_settings().assessment_months)

	def reset_host_confirmation(self):
		"""Ask the employer to confirm again each time it goes to them."""
		if is_entering(self, "With Employer"):
			self.host_confirmed_on = None

	def set_editors(self):
		"""Note who changed the content: they may not approve it, and the adviser has to agree again."""
		if editors.add_editor(self, frappe.session.user):
			self.hs_adviser = self.hs_agreed_on = self.hs_comment = None

	def validate_locked(self):
		"""Approved and later states must be submitted (locked), and no other state may be."""
		locked = {state.name for state in DEFINITION.states if state.submitted}
		if (self.status in locked) != self.docstatus.is_submitted():
			frappe.throw(
				_(
					"To approve a risk assessment, use the action Approve Assessment. It also locks the record."
				)
			)

	def set_approval(self):
		if is_entering(self, "Approved"):
			self.approved_by, self.approved_on = frappe.session.user, now_datetime()
			self.return_reason = None

	@frappe.whitelist(methods=["POST"])
	def agree_as_adviser(self, comment: str = "") -> None:
		"""Agree, as the health and safety adviser, that the controls are enough."""
		require(HS_ADVISER)
		reload_stored(self, "write")
		if self.status != "Submitted":
			frappe.throw(
				_("{0} is {1}. The adviser can agree only after it has been submitted.").format(
					self.name, _(self.status)
				)
			)
		if frappe.session.user in editors.get_editors(self):
			frappe.throw(
				_("You worked on this version, so another adviser has to agree."), frappe.PermissionError
			)
		self.hs_adviser, self.hs_agreed_on, self.hs_comment = frappe.session.user, now_datetime(), comment
		with acting(self, Act.ADVISING):
			self.save()

	@frappe.whitelist(methods=["POST"])
	def start_next_version(self) -> str:
		"""Start the next version with this one's content and return its name."""
		reload_stored(self, "create")
		return versions.start_next(self).name


def on_doctype_update():
	frappe.db.add_index("Risk Assessment", ["site", "status"])
	frappe.db.add_index("Risk Assessment", ["employer", "status"])
	frappe.db.add_index("Risk Assessment", ["status", "review_by"])
	frappe.db.add_index("Risk Assessment", ["hs_adviser"])
