import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import flt, get_datetime, getdate, now_datetime, today

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.approvals import overrides
from unlocking_opportunities.approvals import requests as decisions
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER, TEAM, require
from unlocking_opportunities.employers import opportunities
from unlocking_opportunities.placements import changed_days, follow_ups, visit_planning
from unlocking_opportunities.placements.placement_workflow import DEFINITION, require_active_host
from unlocking_opportunities.placements.start_gate import asks, judge, reopening, suitability, timetable
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.age import is_under_18, status_on
from unlocking_opportunities.rules.placement_states import ENDED, HOLDS_A_PLACE, RUNNING
from unlocking_opportunities.utils import counters
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder, FutureDate, OnlyByLink
from unlocking_opportunities.utils.server_fields import (
	Act,
	acting,
	as_text,
	changed,
	clear_default_times,
	is_acting,
	keep,
	keep_rows,
	reload_stored,
)
from unlocking_opportunities.workflow.guard import check_state, get_left_state, is_entering


class PlaceIsFull(frappe.ValidationError):
	"""The opportunity has no place left, or is closed."""


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
		reopened_checks: DF.SmallText | None
		risk_assessment: DF.Link | None
		schedule: DF.Table[PlacementScheduleDay]
		school_agreed_on: DF.Date | None
		school_agreed_until: DF.Date | None
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
		suitability_confirmed_for: DF.Link | None
		suitability_confirmed_on: DF.Datetime | None
		suitability_hash: DF.Data | None
		suitability_refused_on: DF.Datetime | None
		supervisor_name: DF.Data | None
		title: DF.Data | None
		under_18: DF.Check
		unusual_work: DF.Check
		works_bank_holidays: DF.Check
		young_person: DF.Link

	# end: auto-generated types

	def onload(self):
		self.set_onload("needed_from_host", follow_ups.needed_from_host(self))
		self.set_onload("suitability_answers", suitability.get_answers(self))

	def validate(self):
		self.keep_server_fields()
		self.require_working_hours()
		self.set_title()
		self.validate_host()
		self.validate_dates()
		self.set_age_status()
		self.validate_changed_days()
		self.set_hours_per_week()
		self.validate_risk_assessment()
		self.set_assessment_hash()
		self.validate_shared_findings()
		self.record_signatures()
		self.record_attendance()
		self.set_school_agreed_until()
		self.reopen_checks()
		self.revoke_outdated_confirmations()
		check_state(self, DEFINITION)
		self.set_actual_dates()

	def before_save(self):
		self.update_places_taken()

	def on_update(self):
		self.request_approval()
		self.plan_visits()
		self.update_start_gates()

	def keep_server_fields(self):
		keep(self, "gate_results", "gate_status", "gate_valid_until", "gate_checked_on")
		keep(self, "overrides", unless=Act.OVERRIDING)
		keep(self, *suitability.FIELDS, unless=Act.CONFIRMING_SUITABILITY)
		keep(self, "extended_from", unless=Act.EXTENDING)
		keep(self, "assessment_hash", unless=Act.CONFIRMING_ASSESSMENT)
		keep(self, "actual_start", "hours_attended", "reopened_checks", "school_agreed_until")

	def require_working_hours(self):
		"""Refuse a day without a start or an end, rather than let Frappe fill in the current time."""
		for row in self.schedule:
			clear_default_times(row, "start_time", "end_time")
			if not (row.start_time and row.end_time):
				frappe.throw(
					_("{0}: enter the start and end times.").format(_(row.weekday)), frappe.MandatoryError
				)

	def set_title(self):
		"""Use the host and the role: titles show in links, emails and lists, so they never name a person."""
		self.title = frappe.get_cached_value("Placement Opportunity", self.opportunity, "title")

	def validate_host(self):
		if self.is_new() or changed(self, "employer"):
			require_active_host(self)

	def validate_dates(self):
		if getdate(self.end_date) < getdate(self.start_date):
			frappe.throw(_("Ends is before Starts. Check both dates."), DatesOutOfOrder)
		if self.actual_end and self.actual_start and getdate(self.actual_end) < getdate(self.actual_start):
			frappe.throw(_("Ended On is before Started On. Correct the dates."), DatesOutOfOrder)
		if self.contact_made_on and getdate(self.contact_made_on) > getdate(today()):
			frappe.throw(
				_("Contacted After It Ended On is in the future. Fill it in when you have spoken to them."),
				FutureDate,
			)

	def set_age_status(self):
		"""Age decides who approves and which checks apply, so the server works it out on every save."""
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

	def validate_changed_days(self):
		"""Once agreed, some changes of the days need a manager. By then the server has worked out the age itself."""
		changed_days.validate(self)

	def set_hours_per_week(self):
		self.hours_per_week = timetable.weekly_hours(self.schedule)

	def validate_risk_assessment(self):
		if not self.risk_assessment or not changed(self, "risk_assessment"):
			return
		assessed = frappe.db.get_value(
			"Risk Assessment", self.risk_assessment, ["employer", "site"], as_dict=True
		)
		if assessed.employer != self.employer or (self.site and assessed.site != self.site):
			frappe.throw(
				_("That risk assessment is for another place. Choose one for this employer and site.")
			)

	def set_assessment_hash(self):
		"""Fingerprint the tasks, place and supervisor that were assessed, so the start gate notices a change."""
		if not self.risk_assessment:
			self.assessment_hash = None
		elif not self.assessment_hash or changed(self, "risk_assessment"):
			self.assessment_hash = fingerprints.of_assessed_work(self)

	def validate_shared_findings(self):
		"""Record which carer or parent was told the findings, when, how and by which officer; never the carer's name."""
		keep(self, "findings_shared_by")
		if not self.findings_shared_on:
			self.findings_shared_with = self.findings_shared_how = self.findings_shared_by = None
		elif changed(self, "findings_shared_on", "findings_shared_with", "findings_shared_how"):
			if not (self.findings_shared_with and self.findings_shared_how):
				frappe.throw(_("Fill in Shared With and How Shared too."), frappe.MandatoryError)
			if getdate(self.findings_shared_on) > getdate(today()):
				frappe.throw(
					_("Findings Shared With Carer On is in the future. Fill it in when you have told them."),
					FutureDate,
				)
			self.findings_shared_by = frappe.session.user

	def record_signatures(self):
		"""Record new signatures over the current terms. Stored signatures can't be edited or removed."""
		for row in keep_rows(self, "signatures"):
			if row.authority not in signing.AUTHORITIES[row.party]:
				frappe.throw(
					_("{0} can sign only on this authority: {1}.").format(
						_(row.party), " / ".join(_(name) for name in signing.AUTHORITIES[row.party])
					)
				)
			if row.how == "By Link" and not is_acting(self, Act.BY_LINK):
				frappe.throw(
					_(
						"By Link is recorded only when they sign through the link themselves. Choose how an officer saw or heard it."
					),
					OnlyByLink,
				)
			if get_datetime(row.signed_on) > now_datetime():
				frappe.throw(
					_("Signature {0}: Signed On is in the future. Enter when they signed.").format(row.idx),
					FutureDate,
				)
			row.recorded_by = frappe.session.user
			row.terms_hash = fingerprints.of_agreement(self)
			row.signed_until = self.end_date
			row.revoked_on = row.revoked_reason = None

	def record_attendance(self):
		stored = {row.name for row in self.get_stored_rows("attendance")}
		for row in self.attendance:
			if row.name not in stored and not is_acting(self, Act.FROM_PORTAL):
				row.recorded_by = frappe.session.user
		self.hours_attended = sum(flt(row.hours) for row in self.attendance)

	def set_school_agreed_until(self):
		"""The school agrees to the days that are planned when it is asked. A longer placement needs its agreement again."""
		if not self.school_agreed_on:
			self.school_agreed_until = None
		elif changed(self, "school_agreed_on"):
			self.school_agreed_until = self.end_date

	def reopen_checks(self):
		if self.status not in ENDED:
			reopening.follow_placement(self)

	def revoke_outdated_confirmations(self):
		"""Revoke signatures when what was signed changes; clear suitability when the place or people change."""
		if self.status in ENDED:
			return
		agreed = fingerprints.of_agreement(self)
		# Signatures on an extended placement hold until the end date that was signed; the gate then asks for new ones.
		another_end = changed(self, "end_date") and not is_acting(self, Act.EXTENDING) and not self.is_new()
		stored = {row.name for row in self.get_stored_rows("signatures")}
		for row in self.signatures:
			if row.revoked_on:
				continue
			if row.terms_hash != agreed or (another_end and row.name in stored):
				row.revoked_on = now_datetime()
				row.revoked_reason = _("What was signed has changed")
		suitability.clear_if_changed(self)

	def set_actual_dates(self):
		if is_entering(self, "In Progress"):
			self.actual_start = self.actual_start or today()
			self.pause_reason = None
		if is_entering(self, "Completed", "Ended Early"):
			self.actual_end = self.actual_end or min(getdate(today()), getdate(self.end_date))

	def update_places_taken(self):
		"""Take a place on agreement and give it back at the end. Last step before writing, so the row lock is short."""
		if is_entering(self, "Agreed") and get_left_state(self) == "Proposed":
			if not counters.take(counters.PLACES, self.opportunity):
				frappe.throw(
					_("{0} has no places left, or is closed. Choose another opportunity.").format(
						self.opportunity
					),
					PlaceIsFull,
					title=_("No Place Left"),
				)
		elif is_entering(self, *ENDED) and get_left_state(self) in HOLDS_A_PLACE:
			counters.give_back(counters.PLACES, self.opportunity)
		else:
			return
		opportunities.refresh_pledge_of(self.opportunity)

	def request_approval(self):
		"""A manager approves a placement for someone under 18. Requests for overrides close when the placement ends."""
		if changed(self, "status", "under_18"):
			decisions.follow(self, waits=self.status == "Proposed" and bool(self.under_18))
			if is_entering(self, *ENDED):
				decisions.settle_overrides(self)

	def plan_visits(self):
		if is_entering(self, *ENDED):
			visit_planning.cancel_planned(self.name)
		elif self.status in HOLDS_A_PLACE and (
			get_left_state(self) == "Proposed"
			or changed(self, "start_date", "end_date", "works_bank_holidays")
			or self.has_new_schedule()
		):
			visit_planning.plan(self)

	def has_new_schedule(self) -> bool:
		"""Return whether this save changes a day or an hour of the schedule."""
		before, now = (
			sorted([as_text(row.get(part)) for part in fingerprints.HOURS] for row in rows)
			for rows in (self.get_stored_rows("schedule"), self.schedule)
		)
		return before != now

	def follow_date_of_birth(self):
		"""Work out the age again after the date of birth was corrected: who decides, and which visits are due."""
		before = (self.age_status, self.under_18)
		self.set_age_status()
		if (self.age_status, self.under_18) == before:
			return
		# Not saved, so that nothing else about the placement can refuse the correction.
		self.db_set({"age_status": self.age_status, "under_18": self.under_18})
		decisions.follow(self, waits=self.status == "Proposed" and bool(self.under_18))
		if self.status in HOLDS_A_PLACE:
			visit_planning.plan(self)
			if self.under_18 and not before[1]:
				follow_ups.notify_under_18(self)

	def update_start_gates(self):
		"""Check this placement and the person's others again: the law on hours adds them all up."""
		if self.status in HOLDS_A_PLACE or get_left_state(self) in HOLDS_A_PLACE:
			judge.enqueue_for_person(self.young_person)

	def get_stored_rows(self, table: str) -> list:
		before = self.get_doc_before_save()
		return before.get(table) if before else []

	@frappe.whitelist()
	def gate(self) -> list[dict]:
		"""Return the current start gate: one dict for each check, in the order to settle them."""
		stored = frappe.get_doc(self.doctype, self.name)
		stored.check_permission("read")
		return [check.as_dict() for check in judge.results(stored)]

	@frappe.whitelist()
	def ready_ask(self, check_key: str) -> dict:
		"""Return a draft message to the person who can settle a check, and the ways to send it from here."""
		stored = frappe.get_doc(self.doctype, self.name)
		stored.check_permission("write")
		return asks.ready(stored, check_key)

	@frappe.whitelist(methods=["POST"])
	def send_ask(self, check_key: str, how: str, message: str) -> None:
		"""Send `message` about a check. `how`: "email" or "text"."""
		reload_stored(self, "write")
		asks.send(self, check_key, how, message)

	@frappe.whitelist(methods=["POST"])
	def confirm_suitability(self) -> None:
		"""Confirm, as the allocated worker or their cover, that host, address, supervisor and journey are safe for them."""
		reload_stored(self, "write")
		suitability.confirm(self)

	@frappe.whitelist(methods=["POST"])
	def refuse_suitability(self, reason: str) -> None:
		"""Say, as the allocated worker or their cover, that this place isn't suitable. `reason` stays restricted."""
		reload_stored(self, "write")
		suitability.refuse(self, reason)

	@frappe.whitelist(methods=["POST"])
	def confirm_assessment(self) -> None:
		"""Confirm that the linked risk assessment fits the current tasks, place and supervisor."""
		reload_stored(self, "write")
		require(*TEAM)
		if not self.risk_assessment:
			frappe.throw(_("No risk assessment has been chosen. Choose one first."))
		self.assessment_hash = fingerprints.of_assessed_work(self)
		with acting(self, Act.CONFIRMING_ASSESSMENT):
			self.save()

	@frappe.whitelist(methods=["POST"])
	def extend_until(self, new_end_date: str) -> None:
		"""Extend the placement to `new_end_date`. For someone under 18 only a manager may do this.

		Signatures hold until the end date that was signed: the start gate passes until then, and asks for new ones in time.
		"""
		reload_stored(self, "write")
		require(*((MANAGER,) if self.under_18 else TEAM))
		if self.status not in HOLDS_A_PLACE:
			frappe.throw(
				_("{0} is {1}. You can extend only a placement that has been agreed and is not over.").format(
					self.name, _(self.status)
				)
			)
		if getdate(new_end_date) < getdate(today()):
			frappe.throw(_("This date has passed. Choose today or a later date."), follow_ups.PastDate)
		if getdate(new_end_date) <= getdate(self.end_date):
			frappe.throw(
				_("The new last day must be after {0}. Choose a later day.").format(dates.day(self.end_date)),
				DatesOutOfOrder,
			)
		self.extended_from = self.extended_from or self.end_date
		self.end_date = getdate(new_end_date)
		with acting(self, Act.EXTENDING):
			self.save()

	@frappe.whitelist(methods=["POST"])
	def ask_manager_again(self) -> None:
		"""Ask for the decision again, after a manager returned this placement and it was put right."""
		reload_stored(self, "write")
		decisions.follow(self, waits=self.status == "Proposed" and bool(self.under_18))

	@frappe.whitelist(methods=["POST"])
	def request_override(self, check_key: str, reason: str) -> None:
		"""Ask a manager to override a check that the law leaves to judgement."""
		reload_stored(self, "write")
		require(*TEAM)
		overrides.request(self, check_key, reason)

	@frappe.whitelist(methods=["POST"])
	def override(self, check_key: str, reason: str) -> None:
		"""Override, as a manager and with a reason, a check that the law leaves to judgement."""
		reload_stored(self, "write")
		overrides.make(self, check_key, reason)


def on_doctype_update():
	frappe.db.add_index("Placement", ["young_person", "status"])
	frappe.db.add_index("Placement", ["status", "start_date"])
	frappe.db.add_index("Placement", ["opportunity", "status"])
	frappe.db.add_index("Placement", ["employer", "status"])
	frappe.db.add_index("Placement", ["risk_assessment"])
