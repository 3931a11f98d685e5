import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, get_datetime, getdate, now_datetime, today

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.approvals import overrides
from unlocking_opportunities.approvals import requests as decisions
from unlocking_opportunities.council.roles import MANAGER, TEAM, require
from unlocking_opportunities.employers import opportunities
from unlocking_opportunities.placements import visit_planning
from unlocking_opportunities.placements.placement_workflow import DEFINITION
from unlocking_opportunities.placements.start_gate import asks, judge, suitability, timetable
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.age import is_under_18, status_on
from unlocking_opportunities.rules.placement_states import ENDED, HOLDS_A_PLACE
from unlocking_opportunities.utils import counters
from unlocking_opportunities.utils.server_fields import (
	act_on_stored,
	changed,
	keep,
	keep_rows,
	only_times_given,
)
from unlocking_opportunities.workflow.guard import check_state, is_entering, left


class Placement(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from unlocking_opportunities.unlocking_opportunities.doctype.placement_attendance.placement_attendance import (
			PlacementAttendance,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.placement_gate_result.placement_gate_result import (
			PlacementGateResult,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.placement_override.placement_override import (
			PlacementOverride,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.placement_schedule_day.placement_schedule_day import (
			PlacementScheduleDay,
		)
		from unlocking_opportunities.unlocking_opportunities.doctype.placement_signature.placement_signature import (
			PlacementSignature,
		)

		actual_end: DF.Date | None
		actual_start: DF.Date | None
		age_status: DF.Literal["", "Child", "Young Person", "Adult"]
		apprentice_since: DF.Date | None
		assessment_hash: DF.Data | None
		attendance: DF.Table[PlacementAttendance]
		contact_made_on: DF.Date | None
		emergency_contact_checked: DF.Check
		employer: DF.Link | None
		end_date: DF.Date
		end_reason: DF.SmallText | None
		exemption_basis: DF.Data | None
		expenses_only: DF.Check
		extended_from: DF.Date | None
		findings_shared_by: DF.Link | None
		findings_shared_how: DF.Literal["", "In Person", "By Phone", "By Link", "On Paper"]
		findings_shared_on: DF.Date | None
		findings_shared_with: DF.Literal[
			"", "Carer", "Holder of Parental Responsibility", "Carer and Holder of Parental Responsibility"
		]
		first_day_accompanied: DF.Check
		gate_checked_on: DF.Datetime | None
		gate_results: DF.Table[PlacementGateResult]
		gate_status: DF.Literal["Not Checked", "Open", "Closed"]
		gate_valid_until: DF.Date | None
		hourly_rate: DF.Currency
		hours_attended: DF.Float
		hours_per_week: DF.Float
		induction_planned_on: DF.Date | None
		journey: DF.SmallText | None
		kind: DF.Literal[
			"Work Experience", "Taster", "Internship", "Apprenticeship", "Paid Job", "Talk or Visit"
		]
		naming_series: DF.Literal["PLC-.YYYY.-.#####"]
		next_step: DF.Data | None
		officer: DF.Link | None
		opportunity: DF.Link
		outcome: DF.Literal[
			"",
			"Paid Job",
			"Apprenticeship",
			"Education or Training",
			"Another Placement",
			"Still Looking",
			"Not Known",
		]
		overrides: DF.Table[PlacementOverride]
		pause_reason: DF.SmallText | None
		pay_basis: DF.Literal["Unpaid", "Paid"]
		pay_exemption: DF.Literal[
			"",
			"Compulsory School Age",
			"Required by Course",
			"Voluntary Worker",
			"Shadowing Only",
			"Government Scheme",
		]
		permit_from: DF.Date | None
		permit_until: DF.Date | None
		risk_assessment: DF.Link | None
		schedule: DF.Table[PlacementScheduleDay]
		school_agreed_on: DF.Date | None
		school_arranged: DF.Check
		sector: DF.Link | None
		sharing_choice: DF.Literal["Not Asked", "Tell the Host What Is Listed", "Tell the Host Nothing More"]
		signatures: DF.Table[PlacementSignature]
		site: DF.Link | None
		start_date: DF.Date
		status: DF.Literal[
			"Proposed", "Agreed", "Ready", "In Progress", "Paused", "Completed", "Ended Early", "Cancelled"
		]
		suitability_confirmed_by: DF.Link | None
		suitability_confirmed_on: DF.Datetime | None
		suitability_hash: DF.Data | None
		supervisor_name: DF.Data | None
		title: DF.Data | None
		under_18: DF.Check
		unusual_work: DF.Check
		works_bank_holidays: DF.Check
		young_person: DF.Link

	# end: auto-generated types

	def validate(self):
		self.keep_what_the_server_sets()
		self.hours_are_said()
		self.set_title()
		self.dates_run_forwards()
		self.set_age_in_law()
		self.add_up_hours()
		self.assessment_is_of_this_place()
		self.note_what_was_assessed()
		self.findings_were_shared_with_somebody()
		self.record_signatures()
		self.record_attendance()
		self.forget_what_no_longer_holds()
		check_state(self, DEFINITION)
		self.stamp_start_and_end()

	def before_save(self):
		self.hold_the_place()

	def on_update(self):
		self.ask_a_manager()
		self.plan_visits()
		self.judge_again()

	def keep_what_the_server_sets(self):
		keep(self, "judging", "gate_results", "gate_status", "gate_valid_until", "gate_checked_on")
		keep(self, "overriding", "overrides")
		keep(self, "confirming", "suitability_confirmed_by", "suitability_confirmed_on", "suitability_hash")
		keep(self, "extending", "extended_from")
		keep(self, "assessing", "assessment_hash")
		keep(self, "starting", "actual_start", "hours_attended")

	def hours_are_said(self):
		"""Without a start or an end a day's row is refused as incomplete, not filled in by the clock."""
		for row in self.schedule:
			only_times_given(row, "start_time", "end_time")
			if not (row.start_time and row.end_time):
				frappe.throw(
					_("{0}: enter the start and end times.").format(_(row.weekday)), frappe.MandatoryError
				)

	def set_title(self):
		"""The host and the role: a title is shown in links, mails and lists, so it never names a person."""
		self.title = frappe.get_cached_value("Placement Opportunity", self.opportunity, "title")

	def dates_run_forwards(self):
		if getdate(self.end_date) < getdate(self.start_date):
			frappe.throw(_("Ends is before Starts. Swap the two dates."))
		if self.actual_end and self.actual_start and getdate(self.actual_end) < getdate(self.actual_start):
			frappe.throw(_("Ended On is before Started On. Correct the dates."))
		if self.contact_made_on and getdate(self.contact_made_on) > getdate(today()):
			frappe.throw(
				_("Contacted After It Ended On is in the future. Fill it in when you have spoken to them.")
			)

	def set_age_in_law(self):
		"""Age decides who approves and which checks apply, so it is worked out here and never taken from a form."""
		born = frappe.db.get_value("Young Person Identity", self.young_person, "date_of_birth")
		if not born:
			frappe.throw(
				_("{0} has no date of birth yet. Fill in their Young Person Identity first.").format(
					self.young_person
				)
			)
		start = getdate(self.start_date)
		self.age_status = status_on(born, start).title()
		self.under_18 = int(is_under_18(born, start))

	def add_up_hours(self):
		self.hours_per_week = timetable.weekly_hours(self.schedule)

	def assessment_is_of_this_place(self):
		if not self.risk_assessment or not changed(self, "risk_assessment"):
			return
		assessed = frappe.db.get_value(
			"Risk Assessment", self.risk_assessment, ["employer", "site"], as_dict=True
		)
		if assessed.employer != self.employer or (self.site and assessed.site != self.site):
			frappe.throw(
				_("That risk assessment is for another place. Choose one for this employer and site.")
			)

	def note_what_was_assessed(self):
		"""An assessment is chosen for these tasks, place and supervisor: the gate notices when they change."""
		if not self.risk_assessment:
			self.assessment_hash = None
		elif not self.assessment_hash or changed(self, "risk_assessment"):
			self.assessment_hash = fingerprints.of_assessed_work(self)

	def findings_were_shared_with_somebody(self):
		"""Which carer or parent has been told the findings of the assessment, how, when and by whom; never their name."""
		keep(self, "sharing", "findings_shared_by")
		if not self.findings_shared_on:
			self.findings_shared_with = self.findings_shared_how = self.findings_shared_by = None
		elif changed(self, "findings_shared_on", "findings_shared_with", "findings_shared_how"):
			if not (self.findings_shared_with and self.findings_shared_how):
				frappe.throw(_("Fill in Shared With and How Shared too."), frappe.MandatoryError)
			if getdate(self.findings_shared_on) > getdate(today()):
				frappe.throw(
					_("Findings Shared With Carer On is in the future. Fill it in when you have told them.")
				)
			self.findings_shared_by = frappe.session.user

	def record_signatures(self):
		"""A signature is recorded once, over the terms as they stand; nobody edits one or takes one out."""
		for row in keep_rows(self, "signatures"):
			if row.authority not in signing.AUTHORITIES[row.party]:
				frappe.throw(
					_("{0} can sign only on this authority: {1}.").format(
						_(row.party), " / ".join(_(name) for name in signing.AUTHORITIES[row.party])
					)
				)
			if row.how == "By Link" and not self.flags.signing:
				frappe.throw(
					_(
						"By Link is recorded only when they sign through the link themselves. Choose how an officer saw or heard it."
					)
				)
			if get_datetime(row.signed_on) > now_datetime():
				frappe.throw(
					_("Signature {0}: Signed On is in the future. Enter when they signed.").format(row.idx)
				)
			row.recorded_by = frappe.session.user
			row.terms_hash = fingerprints.of_agreement(self)
			row.signed_until = self.end_date
			row.revoked_on = row.revoked_reason = None

	def record_attendance(self):
		stored = {row.name for row in self.stored("attendance")}
		for row in self.attendance:
			if row.name not in stored:
				row.recorded_by = self.flags.recorded_by or frappe.session.user
		self.hours_attended = sum(flt(row.hours) for row in self.attendance)

	def forget_what_no_longer_holds(self):
		"""A change to what was signed revokes the signatures; a change of place or people asks for suitability again."""
		if self.status in ENDED:
			return
		agreed = fingerprints.of_agreement(self)
		# Extended, it is signed for until the day that was signed; the gate asks for the rest in time.
		another_end = changed(self, "end_date") and not self.flags.extending and not self.is_new()
		stored = {row.name for row in self.stored("signatures")}
		for row in self.signatures:
			if row.revoked_on:
				continue
			if row.terms_hash != agreed or (another_end and row.name in stored):
				row.revoked_on = now_datetime()
				row.revoked_reason = _("What was signed has changed")
		suitability.forget_if_changed(self)

	def stamp_start_and_end(self):
		if is_entering(self, "In Progress"):
			self.actual_start = self.actual_start or today()
			self.pause_reason = None
		if is_entering(self, "Completed", "Ended Early"):
			self.actual_end = self.actual_end or min(getdate(today()), getdate(self.end_date))

	def hold_the_place(self):
		"""Take a place on being agreed and give it back at the end: the last step before writing, to hold the row briefly."""
		if is_entering(self, "Agreed") and left(self) == "Proposed":
			if not counters.take(counters.PLACES, self.opportunity):
				frappe.throw(
					_("{0} has no places left, or is closed. Choose another opportunity.").format(
						self.opportunity
					),
					title=_("No Place Left"),
				)
		elif is_entering(self, *ENDED) and left(self) in HOLDS_A_PLACE:
			counters.give_back(counters.PLACES, self.opportunity)
		else:
			return
		opportunities.refresh_pledge_of(self.opportunity)

	def ask_a_manager(self):
		"""A child's placement waits for a manager while it is proposed; nothing is set aside on one that has ended."""
		if changed(self, "status", "under_18"):
			decisions.follow(self, waits=self.status == "Proposed" and bool(self.under_18))
			if is_entering(self, *ENDED):
				decisions.settle_overrides(self)

	def plan_visits(self):
		if is_entering(self, *ENDED):
			visit_planning.cancel_planned(self.name)
		elif self.status in HOLDS_A_PLACE and (
			left(self) == "Proposed" or changed(self, "start_date", "end_date")
		):
			visit_planning.plan(self)

	def judge_again(self):
		"""This one, and the person's others: the law on hours adds up all of them."""
		if self.status in HOLDS_A_PLACE or left(self) in HOLDS_A_PLACE:
			judge.soon_for_person(self.young_person)

	def stored(self, table: str) -> list:
		before = self.get_doc_before_save()
		return before.get(table) if before else []

	@frappe.whitelist()
	def gate(self) -> list[dict]:
		"""Return the start gate as it stands now, a dict to a check, in the order in which they matter."""
		stored = frappe.get_doc(self.doctype, self.name)
		stored.check_permission("read")
		return [check.as_dict() for check in judge.live(stored)]

	@frappe.whitelist()
	def ready_ask(self, check_key: str) -> dict:
		"""Return a ready text to whoever can settle a check, and by which ways it can be sent from here."""
		stored = frappe.get_doc(self.doctype, self.name)
		stored.check_permission("write")
		return asks.ready(stored, check_key)

	@frappe.whitelist(methods=["POST"])
	def send_ask(self, check_key: str, how: str, message: str) -> None:
		"""Send that text, as the officer left it, by "email" or "text"."""
		act_on_stored(self, "write")
		asks.send(self, check_key, how, message)

	@frappe.whitelist(methods=["POST"])
	def confirm_suitability(self) -> None:
		"""Say, as the allocated worker, that this host, address, supervisor and journey are safe for this person."""
		act_on_stored(self, "write")
		suitability.confirm(self)

	@frappe.whitelist(methods=["POST"])
	def assessment_still_fits(self) -> None:
		"""Say, having looked again, that the linked assessment fits the tasks, place and supervisor as they are now."""
		act_on_stored(self, "write")
		require(*TEAM)
		if not self.risk_assessment:
			frappe.throw(_("No risk assessment has been chosen. Choose one first."))
		self.assessment_hash = fingerprints.of_assessed_work(self)
		self.flags.assessing = True
		self.save()

	@frappe.whitelist(methods=["POST"])
	def extend_until(self, new_end_date: str) -> None:
		"""Let it run on to `new_end_date`, which a manager decides for somebody under 18.

		What was signed stays signed until its own last day; the gate passes until then and asks for the rest in time.
		"""
		act_on_stored(self, "write")
		require(*((MANAGER,) if self.under_18 else TEAM))
		if self.status not in HOLDS_A_PLACE:
			frappe.throw(
				_("{0} is {1}. You can extend only a placement that has been agreed and is not over.").format(
					self.name, _(self.status)
				)
			)
		if getdate(new_end_date) <= getdate(self.end_date):
			frappe.throw(
				_("The new last day must be after {0}. Choose a later day.").format(
					frappe.format(self.end_date, "Date")
				)
			)
		self.extended_from = self.extended_from or self.end_date
		self.end_date = getdate(new_end_date)
		self.flags.extending = True
		self.save()

	@frappe.whitelist(methods=["POST"])
	def ask_manager_again(self) -> None:
		"""Ask for the decision again, after a manager has returned this placement and it has been put right."""
		act_on_stored(self, "write")
		decisions.follow(self, waits=self.status == "Proposed" and bool(self.under_18))

	@frappe.whitelist(methods=["POST"])
	def request_override(self, check_key: str, reason: str) -> None:
		"""Ask a manager to set aside a check that the law leaves to judgement."""
		act_on_stored(self, "write")
		require(*TEAM)
		overrides.request(self, check_key, reason)

	@frappe.whitelist(methods=["POST"])
	def override(self, check_key: str, reason: str) -> None:
		"""Set aside, as a manager and with a reason, a check that the law leaves to judgement."""
		act_on_stored(self, "write")
		overrides.make(self, check_key, reason)


def on_doctype_update():
	frappe.db.add_index("Placement", ["young_person", "status"])
	frappe.db.add_index("Placement", ["status", "start_date"])
	frappe.db.add_index("Placement", ["opportunity", "status"])
	frappe.db.add_index("Placement", ["employer", "status"])
	frappe.db.add_index("Placement", ["risk_assessment"])
