"""The work list on the home pages: one line for each record, what needs doing and by when.

One SQL query for each kind of work, whatever the number of records. Each carries the row rule of its DocType, so a line
is never about a record that its reader may not open. What is due is in the `due.py` of each room.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, date_diff, getdate, today
from pypika import analytics
from pypika.functions import Coalesce
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.approvals import due as decisions
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import (
	ADMINISTRATOR,
	ALLOCATED_WORKER,
	DESK_ROLES,
	HS_ADVISER,
	MANAGER,
	OFFICER,
	SAFEGUARDING_LEAD,
	TEAM,
	require,
)
from unlocking_opportunities.daily_work import due as staff_roles
from unlocking_opportunities.data_protection import due as data_protection
from unlocking_opportunities.employers import due as employers
from unlocking_opportunities.mentoring import due as mentoring
from unlocking_opportunities.messages import recipients, unsent_due
from unlocking_opportunities.messages.due import Due, Work
from unlocking_opportunities.placements import due as placements
from unlocking_opportunities.portal.public import due as visitors
from unlocking_opportunities.risk_assessments import due as risk_assessments
from unlocking_opportunities.rules.placement_states import HAS_RUN, LIVE, RUNNING
from unlocking_opportunities.rules.risk import HIGH
from unlocking_opportunities.safeguarding import due as safeguarding
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.young_people import due as young_people

# How many lines the page shows for a section; See All opens the list with the rest.
SHOWN = 6
WEEK = 7


@dataclass(frozen=True)
class Reader:
	"""Whose work list it is, and for which day: everyone's, or their own with what nobody else here does.

	That is what has no owner, whose owner has left, or whose owner is one of the colleagues in `covers`.
	"""

	user: str
	on: date
	everyone: bool = False
	covers: tuple[str, ...] = ()

	def sees(self, work: Work) -> Criterion:
		"""Return the criterion that a record of `work` is the reader's or nobody's, and theirs to do."""
		barred = work.barred(self.user).negate() if work.barred else row_permissions.EVERY_ROW
		return self._owns(work) & barred

	def _owns(self, work: Work) -> Criterion:
		owners = work.owners()
		if not owners or (self.everyone and not work.is_personal):
			return row_permissions.EVERY_ROW
		own = [Coalesce(column, "").isin([self.user, *self.covers]) for column in owners]
		user = DocType("User")
		here = frappe.qb.from_(user).select(user.name).where(user.enabled == 1)
		return Criterion.any([*own, Coalesce(owners[0], "").notin(here)])


@dataclass(frozen=True)
class Section:
	"""One section of the page: its roles, its kinds of work, its empty state and the list behind it.

	`title` and `empty` are translated when they are shown.
	"""

	title: object
	roles: tuple[str, ...]
	work: tuple[Work, ...]
	empty: object
	doctype: str
	filters: dict = field(default_factory=dict)
	# Hidden while it is empty.
	only_when_due: bool = False
	# Shows only the reader's own and unassigned records, so the empty state says how to see the team's.
	has_owner: bool = False
	# A line that no record stands for, such as a setting that is missing.
	notice: Callable[[], Due | None] = lambda: None
	# A list to work through rather than something that is due: not counted in the heading.
	is_stock: bool = False


@frappe.whitelist()
def get(everyone: int = 0) -> list[dict]:
	"""Return the sections for the signed-in user, the most urgent first, each with its first lines and the total.

	An officer sees their own and unassigned records or, with `everyone`, those of the whole team. Raises PermissionError
	for someone without one of our Desk roles.
	"""
	require(*DESK_ROLES)
	roles = set(frappe.get_roles())
	# Only officers have records of their own. The row rules already limit an allocated worker; a manager sees everything.
	user, everyones = frappe.session.user, bool(cint(everyone)) or OFFICER not in roles
	reader = Reader(user, getdate(today()), everyones, tuple(recipients.covered_by(user)))
	return [
		_shown(section, reader)
		for section in SECTIONS
		if roles & set(section.roles) and frappe.has_permission(section.doctype, "read")
	]


def _shown(section: Section, reader: Reader) -> dict:
	lines, total = _lines(section, reader)
	return {
		"title": str(section.title),
		"lines": [_drawn(line, reader.on) for line in lines],
		"total": total,
		"empty": str(section.empty),
		"doctype": section.doctype,
		"filters": section.filters,
		"only_when_due": section.only_when_due,
		"has_owner": section.has_owner,
		"is_stock": section.is_stock,
	}


def _lines(section: Section, reader: Reader) -> tuple[list[Due], int]:
	"""Return the first lines of `section`, and how many there are in all."""
	notice = section.notice()
	lines = [notice] if notice else []
	total = len(lines)
	for work in section.work:
		if frappe.has_permission(work.doctype, "read"):
			rows, found = _read(work.find(reader.on).where(reader.sees(work)), work.doctype)
			lines += [work.describe(row, reader.on) for row in rows]
			total += found
	if len(section.work) > 1:
		lines.sort(key=lambda line: getdate(line.by) if line.by else date.max)
	return lines[:SHOWN], total


def _read(query: QueryBuilder, doctype: str) -> tuple[list[frappe._dict], int]:
	"""Return the first rows that the reader may read, and their number, which ignores the LIMIT."""
	query = row_permissions.restrict(query.select(analytics.Count("*").over().as_("total")), doctype)
	rows = query.limit(SHOWN).run(as_dict=True)
	return rows, rows[0].total if rows else 0


def _drawn(due: Due, on: date) -> dict:
	"""Return the line for the page: `when` and `urgency` (late, today, soon, later) say how far away its day is."""
	when, urgency = _how_far(due.by, on)
	return {
		"doctype": due.doctype,
		"name": due.name,
		"title": due.title,
		"why": f"{due.text} {due.detail}".strip(),
		"when": due.when.format(when),
		"urgency": due.urgency or urgency,
		"actions": list(due.actions),
	}


def _how_far(by: date | None, on: date) -> tuple[str, str]:
	if not by:
		return "", "later"
	days = date_diff(by, on)
	if days < 0:
		return _("{0} days late").format(-days) if days < -1 else _("1 day late"), "late"
	if days == 0:
		return _("Today"), "today"
	if days == 1:
		return _("Tomorrow"), "soon"
	return dates.day(by), "soon" if days < WEEK else "later"


SECTIONS = (
	Section(
		_lt("Roles that nobody has"),
		(ADMINISTRATOR,),
		(staff_roles.ROLES,),
		_lt("Every role has someone."),
		staff_roles.SETTINGS,
		only_when_due=True,
	),
	Section(
		_lt("Concerns to acknowledge"),
		(SAFEGUARDING_LEAD,),
		(safeguarding.CONCERNS,),
		_lt("Every concern has been acknowledged."),
		"Concern Referral",
		{"status": "Open"},
	),
	Section(
		_lt("Allegations to pass to the LADO"),
		(SAFEGUARDING_LEAD,),
		(safeguarding.ALLEGATIONS,),
		_lt("The LADO has been told about every allegation."),
		"Concern Referral",
		{"lado_by": ["is", "set"], "lado_told_on": ["is", "not set"]},
		only_when_due=True,
	),
	Section(
		_lt("Not here: alerts to respond to"),
		(*TEAM, ALLOCATED_WORKER, SAFEGUARDING_LEAD),
		(safeguarding.ALERTS, safeguarding.RESPONDING),
		_lt("No Not Here alerts are open."),
		"Not Here Alert",
		{"status": ["in", ["Open", "Acknowledged"]]},
		only_when_due=True,
	),
	Section(
		_lt("Accidents to complete"),
		TEAM,
		(safeguarding.ACCIDENTS,),
		_lt("No accident reports are open."),
		"Accident",
		{"status": "Open"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Risk assessments to decide"),
		(MANAGER,),
		(decisions.ASSESSMENTS,),
		_lt("No risk assessments are waiting for a decision."),
		"Risk Assessment",
		{"status": "Submitted"},
	),
	Section(
		_lt("High-rated assessments to review"),
		(HS_ADVISER,),
		(risk_assessments.ADVICE,),
		_lt("No assessments are waiting for you."),
		"Risk Assessment",
		{"status": "Submitted", "overall_rating": HIGH},
	),
	Section(
		_lt("Placements for under 18s to agree"),
		(MANAGER,),
		(decisions.PLACEMENTS,),
		_lt("No placements are waiting for a decision."),
		"Placement",
		{"status": "Proposed", "under_18": 1},
	),
	Section(
		_lt("Mentoring pairings to approve"),
		(MANAGER,),
		(decisions.PAIRINGS,),
		_lt("No mentoring pairings are waiting for a decision."),
		"Mentoring Pairing",
		{"status": "Proposed"},
		only_when_due=True,
	),
	Section(
		_lt("Overrides to decide"),
		(MANAGER,),
		(decisions.OVERRIDES,),
		_lt("No overrides are waiting for a decision."),
		"Decision Request",
		{"status": "Waiting", "kind": "Override"},
		only_when_due=True,
	),
	Section(
		_lt("Sending email"),
		(ADMINISTRATOR,),
		(),
		_lt("Email can be sent."),
		"Unsent Message",
		only_when_due=True,
		notice=unsent_due.no_email_account,
	),
	Section(
		_lt("Messages that didn't arrive"),
		(*TEAM, SAFEGUARDING_LEAD, ADMINISTRATOR),
		(unsent_due.UNSENT,),
		_lt("No messages have failed."),
		"Unsent Message",
		{"status": ["in", ["Waiting", "Given Up"]]},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Messages about concerns that didn't arrive"),
		(SAFEGUARDING_LEAD,),
		(unsent_due.UNSENT_CONCERNS,),
		_lt("No messages about concerns have failed."),
		"Unsent Message",
		{"reference_doctype": "Concern Referral", "status": ["in", ["Waiting", "Given Up"]]},
		only_when_due=True,
	),
	Section(
		_lt("Cover to approve"),
		(MANAGER,),
		(decisions.COVERS,),
		_lt("All cover for allocated workers has been approved."),
		"Absence Cover",
		{"approved_on": ["is", "not set"]},
		only_when_due=True,
	),
	Section(
		_lt("Work of people who have left"),
		(MANAGER, ADMINISTRATOR),
		(decisions.HANDOVERS,),
		_lt("No work belongs to someone who has left."),
		"Handover",
		{"status": "Draft"},
		only_when_due=True,
	),
	Section(
		_lt("Requests about someone's data"),
		(MANAGER,),
		(data_protection.REQUESTS,),
		_lt("No data rights requests are due."),
		"Data Rights Request",
		{"status": ["!=", "Answered"]},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Records to dispose of"),
		(MANAGER,),
		(data_protection.DISPOSALS,),
		_lt("No records have reached the end of their retention period."),
		"Disposal Review",
		{"status": "Proposed"},
		only_when_due=True,
	),
	Section(
		_lt("Suitability to confirm"),
		(ALLOCATED_WORKER,),
		(placements.SUITABILITY,),
		_lt("Nothing to confirm. Placements proposed for your young people will appear here."),
		"Placement",
		{"status": ["in", LIVE]},
	),
	Section(
		_lt("Next steps to agree"),
		(ALLOCATED_WORKER,),
		(young_people.LATE_STEPS, young_people.NO_STEP),
		_lt("Each of your young people has a next step."),
		"Young Person",
		{"status": "Active"},
		only_when_due=True,
	),
	Section(
		_lt("Follow-up after an early end"),
		(*TEAM, ALLOCATED_WORKER),
		(placements.EARLY_ENDS,),
		_lt("Everyone whose placement ended early has been contacted and has a next step."),
		"Placement",
		{"status": "Ended Early"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Pledges to answer"),
		TEAM,
		(employers.ANSWERS,),
		_lt("Every pledge has been answered. Next: find an offer for one of the young people below."),
		"Employer Pledge",
		{"status": ["in", ["Submitted", "Under Review"]]},
		has_owner=True,
	),
	Section(
		_lt("Offers that came by email"),
		TEAM,
		(employers.EMAILED_OFFERS,),
		_lt("No emailed offers are waiting to be read."),
		"Employer Pledge",
		{"status": "Draft", "email_sender": ["is", "set"]},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Outstanding checks"),
		(*TEAM, ALLOCATED_WORKER),
		(placements.CLOSED_GATES, placements.PROPOSED),
		_lt("No checks are outstanding. Next: propose a placement from an open opportunity."),
		"Placement",
		{"status": ["in", LIVE], "gate_status": "Closed"},
		has_owner=True,
	),
	Section(
		_lt("Placements to start"),
		TEAM,
		(placements.TO_START,),
		_lt("No placements are waiting to start."),
		"Placement",
		{"status": ["in", ["Agreed", "Ready"]], "gate_status": ["!=", "Closed"]},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Placements that are over"),
		TEAM,
		(placements.OVER,),
		_lt("You know how every placement ended."),
		"Placement",
		{"status": ["in", RUNNING]},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("To finish"),
		TEAM,
		(
			employers.AGREEMENTS_TO_CHECK,
			employers.UNFINISHED,
			risk_assessments.UNFINISHED,
			mentoring.APPLICANTS,
			mentoring.PAIRINGS,
		),
		_lt("Nothing is half done."),
		"Host Agreement",
		{"status": "Awaiting Check"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Waiting for the employer"),
		TEAM,
		(employers.RETURNED, employers.WITH_HOST, risk_assessments.WITH_EMPLOYER),
		_lt("No employer has to reply to us."),
		"Employer Pledge",
		{"status": "Returned"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Sign-in addresses to follow up"),
		TEAM,
		(employers.CLOSED_ACCESSES,),
		_lt("Every address that can't sign in any more has been followed up."),
		"Portal Access",
		{"closed_because": ["is", "set"], "followed_up": 0},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Call-backs"),
		TEAM,
		(visitors.CALLS,),
		_lt("No one is waiting for a call."),
		"Callback Request",
		{"status": "Open"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Requests from hosts"),
		TEAM,
		(placements.REQUESTS,),
		_lt("No hosts are waiting for an answer."),
		"Placement Request",
		{"status": "Open"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Visits this week"),
		(*TEAM, ALLOCATED_WORKER),
		(placements.VISITS,),
		_lt("No visits are due this week. Visits are planned when a placement is agreed."),
		"Visit",
		{"status": "Planned"},
		has_owner=True,
	),
	Section(
		_lt("Paused placements"),
		(*TEAM, ALLOCATED_WORKER),
		(placements.PAUSED,),
		_lt("No placements are paused."),
		"Placement",
		{"status": "Paused"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Feedback missing"),
		(*TEAM, ALLOCATED_WORKER),
		(placements.FEEDBACK,),
		_lt("No feedback is missing."),
		"Placement",
		{"status": ["in", HAS_RUN]},
		has_owner=True,
	),
	Section(
		_lt("Checks running out"),
		(*TEAM, HS_ADVISER),
		(
			employers.INSURANCE,
			employers.AGREEMENTS,
			risk_assessments.REVIEWS,
			mentoring.CHECKS,
			placements.RELEASES,
		),
		_lt("Nothing is running out soon."),
		"Host Agreement",
		{"status": "Checked"},
		has_owner=True,
	),
	Section(
		_lt("Young people without a placement"),
		(*TEAM, ALLOCATED_WORKER),
		(young_people.NO_OFFER,),
		_lt("Everyone has a placement proposed or running."),
		"Young Person",
		{"status": "Active"},
		is_stock=True,
	),
)
