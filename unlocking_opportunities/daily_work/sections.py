"""The sections of the home pages, the most urgent first: who sees each, the kinds of work in it, and its empty state."""

from collections.abc import Callable
from dataclasses import dataclass, field

from unlocking_opportunities.approvals import due as decisions
from unlocking_opportunities.council.roles import (
	ADMINISTRATOR,
	ALLOCATED_WORKER,
	HS_ADVISER,
	MANAGER,
	SAFEGUARDING_LEAD,
	TEAM,
)
from unlocking_opportunities.daily_work import due as staff_roles
from unlocking_opportunities.data_protection import due as data_protection
from unlocking_opportunities.employers import due as employers
from unlocking_opportunities.mentoring import due as mentoring
from unlocking_opportunities.messages import unsent_due
from unlocking_opportunities.messages.due import Due, Work
from unlocking_opportunities.placements import due as placements
from unlocking_opportunities.portal.public import due as visitors
from unlocking_opportunities.risk_assessments import due as risk_assessments
from unlocking_opportunities.rules.placement_states import HAS_RUN, LIVE, RUNNING
from unlocking_opportunities.rules.risk import HIGH
from unlocking_opportunities.safeguarding import due as safeguarding
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.young_people import due as young_people


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


SECTIONS = (
	Section(
		_lt("Roles that nobody has"),
		(MANAGER, ADMINISTRATOR),
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
