"""The work list on the home pages: one line for each record, what needs doing and by when.

One SQL query for each section, whatever the number of records (closed gates take a second one, for their reasons). Each
query carries the row rule of its DocType, so a line is never about a record that its reader may not open.
"""

from collections.abc import Callable
from dataclasses import asdict, dataclass, field, replace
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType, functions
from frappe.utils import add_days, cint, date_diff, format_date, getdate, today
from pypika import analytics
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.council.roles import (
	ALLOCATED_WORKER,
	DESK_ROLES,
	HS_ADVISER,
	MANAGER,
	OFFICER,
	SAFEGUARDING_LEAD,
	TEAM,
	require,
)
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.placements.feedback import (
	HOST,
	YOUNG_PERSON,
)
from unlocking_opportunities.placements.feedback import (
	OFFICER as FROM_OFFICER,
)
from unlocking_opportunities.placements.start_gate.table import CHECKS
from unlocking_opportunities.rules.placement_states import HAS_RUN, LIVE, RUNNING
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.utils.compat import _lt

# How many lines the page shows for a section; See All opens the list with the rest.
SHOWN = 6
WEEK = 7
# How many days after a placement has ended we still ask for feedback.
FEEDBACK_DAYS = 90
PARTIES = (YOUNG_PERSON, HOST, FROM_OFFICER)


@dataclass(frozen=True)
class Line:
	"""One record. `title` and `why` hold no person's name. `urgency` is late, today, soon or later; `when` says it in words."""

	doctype: str
	name: str
	title: str
	why: str = ""
	by: date | None = None
	when: str = ""
	urgency: str = "later"


@dataclass(frozen=True)
class Reader:
	"""Whose work list it is, and for which day: their own and unassigned records, or everyone's."""

	user: str
	on: date
	everyone: bool = False

	def owns(self, owner) -> Criterion:
		"""Return the criterion that the column `owner` names the reader or is empty."""
		if self.everyone:
			return row_permissions.EVERY_ROW
		return owner.isnull() | owner.isin(["", self.user])


@dataclass(frozen=True)
class Section:
	"""One section of the page: its roles, how to find its lines, its empty state and the list behind it.

	`title` and `empty` are translated when they are shown.
	"""

	title: object
	roles: tuple[str, ...]
	lines: Callable[[Reader], tuple[list[Line], int]]
	empty: object
	doctype: str
	filters: dict = field(default_factory=dict)
	# Hidden while it is empty.
	only_when_due: bool = False
	# Shows only the reader's own and unassigned records, so the empty state says how to see the team's.
	has_owner: bool = False
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
	reader = Reader(frappe.session.user, getdate(today()), bool(cint(everyone)) or OFFICER not in roles)
	return [
		_shown(section, reader)
		for section in SECTIONS
		if roles & set(section.roles) and frappe.has_permission(section.doctype, "read")
	]


def _shown(section: Section, reader: Reader) -> dict:
	lines, total = section.lines(reader)
	return {
		"title": str(section.title),
		"lines": [asdict(line) for line in lines],
		"total": total,
		"empty": str(section.empty),
		"doctype": section.doctype,
		"filters": section.filters,
		"only_when_due": section.only_when_due,
		"has_owner": section.has_owner,
		"is_stock": section.is_stock,
	}


def not_here(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Not Here Alert")
	query = _select(table, table.placement, table.alerts_sent).where(table.status == "Open")
	rows, total = _read(query.orderby(table.reported_on), "Not Here Alert")
	return [
		Line(
			"Not Here Alert",
			row.name,
			row.placement,
			_("Alerts sent: {0}").format(row.alerts_sent or 0),
			when=_("Respond now"),
			urgency="late",
		)
		for row in rows
	], total


def concerns(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Concern Referral")
	query = _select(table, table.about, table.reported_on).where(table.status == "Open")
	rows, total = _read(query.orderby(table.reported_on), "Concern Referral")
	return [
		Line(
			"Concern Referral",
			row.name,
			row.name,
			_("About: {0}").format(_(row.about)),
			when=_("Acknowledge it now"),
			urgency="late",
		)
		for row in rows
	], total


def assessments_to_decide(reader: Reader) -> tuple[list[Line], int]:
	"""Submitted assessments, except those the reader worked on: someone else decides those."""
	table = DocType("Risk Assessment")
	query = _select(table, table.employer_name, table.overall_rating, table.hs_agreed_on, table.modified)
	query = query.where(table.status == "Submitted").where(
		table.editors.isnull() | table.editors.not_like(f"%{reader.user}%")
	)
	rows, total = _read(query.orderby(table.modified), "Risk Assessment")
	return [
		Line(
			"Risk Assessment",
			row.name,
			row.employer_name,
			_("Rated High. The health and safety adviser looks at it first.")
			if row.overall_rating == "High" and not row.hs_agreed_on
			else _("Rated {0}.").format(_(row.overall_rating))
			if row.overall_rating
			else _("A conversation note, without a matrix."),
			when=_("Waiting since {0}").format(format_date(row.modified)),
		)
		for row in rows
	], total


def assessments_to_advise_on(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Risk Assessment")
	query = _select(table, table.employer_name, table.overall_score, table.modified)
	query = query.where((table.status == "Submitted") & (table.overall_rating == "High"))
	rows, total = _read(query.where(table.hs_agreed_on.isnull()).orderby(table.modified), "Risk Assessment")
	return [
		Line(
			"Risk Assessment",
			row.name,
			row.employer_name,
			_("Rated High: {0} of 25.").format(row.overall_score),
			when=_("Waiting since {0}").format(format_date(row.modified)),
		)
		for row in rows
	], total


def placements_to_agree(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Placement")
	query = _select(table, table.title, table.status, table.start_date)
	query = query.where((table.status == "Proposed") & (table.under_18 == 1))
	rows, total = _read(query.orderby(table.start_date), "Placement")
	return [_starting(row, _("Under 18, so a manager must agree to it."), reader.on) for row in rows], total


def pairings_to_approve(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Mentoring Pairing")
	query = _select(table, table.creation).where(table.status == "Proposed")
	rows, total = _read(query.orderby(table.creation), "Mentoring Pairing")
	return [
		Line(
			"Mentoring Pairing",
			row.name,
			row.name,
			_("A mentor has been proposed."),
			when=_("Since {0}").format(format_date(row.creation)),
		)
		for row in rows
	], total


def suitability_to_confirm(reader: Reader) -> tuple[list[Line], int]:
	table, result = DocType("Placement"), DocType("Placement Gate Result")
	query = _select(table, table.title, table.status, table.start_date).where(table.status.isin(LIVE))
	query = query.where(
		table.name.isin(
			frappe.qb.from_(result)
			.select(result.parent)
			.where((result.check_key == "suitability") & (result.outcome == "Fail"))
		)
	)
	rows, total = _read(query.orderby(table.start_date), "Placement")
	why = _("Are this host, address, supervisor and journey safe for them? Only you can confirm it.")
	return [_starting(row, why, reader.on) for row in rows], total


def pledges_to_answer(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Employer Pledge")
	query = _select(table, table.employer_name, table.status, table.answer_by)
	query = query.where(table.status.isin(["Submitted", "Under Review"])).where(reader.owns(table.officer))
	rows, total = _read(query.orderby(table.answer_by).orderby(table.name), "Employer Pledge")
	return [
		_dated(
			"Employer Pledge",
			row.name,
			row.employer_name,
			_("{0}. We promised an answer by {1}.").format(_(row.status), format_date(row.answer_by)),
			row.answer_by,
			reader.on,
		)
		for row in rows
	], total


def ended_early(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Placement")
	query = _select(table, table.title, table.actual_end, table.contact_made_on)
	query = query.where(table.status == "Ended Early")
	query = query.where(table.contact_made_on.isnull() | table.next_step.isnull() | (table.next_step == ""))
	rows, total = _read(query.where(reader.owns(table.officer)).orderby(table.actual_end), "Placement")
	days = get_settings().early_end_contact_days
	return [
		_dated(
			"Placement",
			row.name,
			row.title,
			_("You have spoken to them. Now record the next step you agreed.")
			if row.contact_made_on
			else _("Speak to the young person and agree a next step."),
			add_working_days(getdate(row.actual_end), days) if row.actual_end else None,
			reader.on,
		)
		for row in rows
	], total


def closed_gates(reader: Reader) -> tuple[list[Line], int]:
	"""Placements whose start gate is closed, and their outstanding checks; the nearest first day comes first."""
	table, result = DocType("Placement"), DocType("Placement Gate Result")
	query = _select(table, table.title, table.status, table.start_date)
	query = query.where(table.status.isin(LIVE) & (table.gate_status == "Closed"))
	rows, total = _read(query.where(reader.owns(table.officer)).orderby(table.start_date), "Placement")
	if not rows:
		return [], total
	failing: dict[str, list[str]] = {}
	for name, check in (
		frappe.qb.from_(result)
		.select(result.parent, result.check_key)
		.where(result.parent.isin([row.name for row in rows]) & (result.outcome == "Fail"))
		.orderby(result.parent, result.idx)
		.run()
	):
		failing.setdefault(name, []).append(_(CHECKS[check][0]))
	return [_starting(row, _named(failing.get(row.name, [])), reader.on) for row in rows], total


def visits_due(reader: Reader) -> tuple[list[Line], int]:
	table, placement = DocType("Visit"), DocType("Placement")
	query = _select(table, table.title, table.due_on, table.starts_on)
	query = query.where((table.status == "Planned") & (table.due_on <= add_days(reader.on, WEEK - 1)))
	# Visits to the reader's placements, whoever makes them, and visits without a visitor.
	whose = frappe.qb.from_(placement).select(placement.name).where(placement.officer == reader.user)
	query = query.where(reader.owns(table.visitor) | table.placement.isin(whose))
	rows, total = _read(query.orderby(table.due_on).orderby(table.name), "Visit")
	return [
		_dated(
			"Visit",
			row.name,
			row.title,
			_("Booked: {0}").format(frappe.format(row.starts_on, "Datetime"))
			if row.starts_on
			else _("No time booked yet."),
			row.due_on,
			reader.on,
		)
		for row in rows
	], total


def callbacks(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Callback Request")
	query = _select(table, table.best_time, table.asked_on).where(table.status == "Open")
	rows, total = _read(query.where(reader.owns(table.officer)).orderby(table.asked_on), "Callback Request")
	return [
		Line(
			"Callback Request",
			row.name,
			row.name,
			_("Best time: {0}").format(row.best_time)
			if row.best_time
			else _("Open it for the phone number."),
			when=_("Asked on {0}").format(format_date(row.asked_on)),
			urgency="late" if getdate(row.asked_on) < reader.on else "today",
		)
		for row in rows
	], total


def hosts_requests(reader: Reader) -> tuple[list[Line], int]:
	table, placement = DocType("Placement Request"), DocType("Placement")
	query = _select(table, table.kind, table.asked_on, placement.title).where(table.status == "Open")
	query = query.join(placement).on(placement.name == table.placement)
	rows, total = _read(
		query.where(reader.owns(placement.officer)).orderby(table.asked_on), "Placement Request"
	)
	return [
		Line(
			"Placement Request",
			row.name,
			row.title,
			_("The host has asked to: {0}").format(_(row.kind)),
			when=_("Asked on {0}").format(format_date(row.asked_on)),
			urgency="today",
		)
		for row in rows
	], total


def feedback_missing(reader: Reader) -> tuple[list[Line], int]:
	"""Placements that ended recently and are still missing feedback, and who hasn't given it."""
	table, feedback = DocType("Placement"), DocType("Placement Feedback")
	complete = frappe.qb.from_(feedback).select(feedback.placement).groupby(feedback.placement)
	complete = complete.having(functions.Count(feedback.party) >= len(PARTIES))
	query = _select(table, table.title, table.actual_end).where(table.status.isin(HAS_RUN))
	query = query.where(table.actual_end >= add_days(reader.on, -FEEDBACK_DAYS)).where(
		table.name.notin(complete)
	)
	rows, total = _read(query.where(reader.owns(table.officer)).orderby(table.actual_end), "Placement")
	if not rows:
		return [], total
	given: dict[str, set[str]] = {}
	for name, party in (
		frappe.qb.from_(feedback)
		.select(feedback.placement, feedback.party)
		.where(feedback.placement.isin([row.name for row in rows]))
		.run()
	):
		given.setdefault(name, set()).add(party)
	return [
		Line(
			"Placement",
			row.name,
			row.title,
			_("No feedback yet from: {0}").format(
				", ".join(_(party) for party in PARTIES if party not in given.get(row.name, ()))
			),
			when=_("Ended on {0}").format(format_date(row.actual_end)),
		)
		for row in rows
	], total


def checks_running_out(reader: Reader) -> tuple[list[Line], int]:
	"""Insurance, host agreements, risk assessments and mentors' checks that run out within the first warning period."""
	until = add_days(reader.on, get_settings().first_warning_days)
	lines, total = [], 0
	for doctype, label, status, column, words in RUNS_OUT:
		if not frappe.has_permission(doctype, "read"):
			continue
		table = DocType(doctype)
		last_day = table[column]
		query = frappe.qb.from_(table).where((table.status == status) & (last_day <= until))
		query = query.select(table.name, last_day.as_("by"), _total())
		if label == "employer":
			employer = DocType("Employer")
			query = query.left_join(employer).on(employer.name == table.employer)
			query = query.select(employer.employer_name.as_("title")).where(reader.owns(employer.officer))
		else:
			query = query.select(table[label].as_("title"))
		rows, found = _read(query.orderby(last_day), doctype)
		total += found
		lines += [_dated(doctype, row.name, row.title, str(words), row.by, reader.on) for row in rows]
	return sorted(lines, key=lambda line: line.by)[:SHOWN], total


def without_an_offer(reader: Reader) -> tuple[list[Line], int]:
	"""Active young people with no placement proposed or running, the nearest next step first."""
	table, placement = DocType("Young Person"), DocType("Placement")
	query = _select(table, table.age_band, table.ward, table.next_step, table.next_step_by)
	placed = frappe.qb.from_(placement).select(placement.young_person).where(placement.status.isin(LIVE))
	query = query.where((table.status == "Active") & table.name.notin(placed))
	rows, total = _read(
		query.orderby(table.next_step_by.isnull()).orderby(table.next_step_by).orderby(table.creation),
		"Young Person",
	)
	return [_next_step(row, reader.on) for row in rows], total


# DocType, field for the line's title, status that can run out, field with the last day, what to do.
RUNS_OUT = (
	(
		"Host Agreement",
		"employer",
		"Checked",
		"cover_to",
		_lt("The insurance is running out. Ask for the new certificate."),
	),
	(
		"Host Agreement",
		"employer",
		"Checked",
		"expires_on",
		_lt("The host agreement is running out. Ask the host to renew it."),
	),
	(
		"Risk Assessment",
		"employer_name",
		"Approved",
		"review_by",
		_lt("Review due. Start the next version."),
	),
	(
		"Mentor",
		"mentor_name",
		"Active",
		"checks_valid_until",
		_lt("The mentor's checks are running out. Ask for new ones."),
	),
)

SECTIONS = (
	Section(
		_lt("Concerns to acknowledge"),
		(SAFEGUARDING_LEAD,),
		concerns,
		_lt("Every concern has been acknowledged."),
		"Concern Referral",
		{"status": "Open"},
	),
	Section(
		_lt("Not here: alerts to respond to"),
		(*TEAM, ALLOCATED_WORKER, SAFEGUARDING_LEAD),
		not_here,
		_lt("No Not Here alerts are open."),
		"Not Here Alert",
		{"status": "Open"},
		only_when_due=True,
	),
	Section(
		_lt("Risk assessments to decide"),
		(MANAGER,),
		assessments_to_decide,
		_lt("No risk assessments are waiting for a decision."),
		"Risk Assessment",
		{"status": "Submitted"},
	),
	Section(
		_lt("High-rated assessments to review"),
		(HS_ADVISER,),
		assessments_to_advise_on,
		_lt("No assessments are waiting for you."),
		"Risk Assessment",
		{"status": "Submitted", "overall_rating": "High"},
	),
	Section(
		_lt("Placements for under 18s to agree"),
		(MANAGER,),
		placements_to_agree,
		_lt("No placements are waiting for a decision."),
		"Placement",
		{"status": "Proposed", "under_18": 1},
	),
	Section(
		_lt("Mentoring pairings to approve"),
		(MANAGER,),
		pairings_to_approve,
		_lt("No mentoring pairings are waiting for a decision."),
		"Mentoring Pairing",
		{"status": "Proposed"},
		only_when_due=True,
	),
	Section(
		_lt("Suitability to confirm"),
		(ALLOCATED_WORKER,),
		suitability_to_confirm,
		_lt("Nothing to confirm. Placements proposed for your young people will appear here."),
		"Placement",
		{"status": ["in", LIVE]},
	),
	Section(
		_lt("Follow-up after an early end"),
		(*TEAM, ALLOCATED_WORKER),
		ended_early,
		_lt("Everyone whose placement ended early has been contacted and has a next step."),
		"Placement",
		{"status": "Ended Early"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Pledges to answer"),
		TEAM,
		pledges_to_answer,
		_lt("Every pledge has been answered. Next: find an offer for one of the young people below."),
		"Employer Pledge",
		{"status": ["in", ["Submitted", "Under Review"]]},
		has_owner=True,
	),
	Section(
		_lt("Outstanding checks"),
		(*TEAM, ALLOCATED_WORKER),
		closed_gates,
		_lt("No checks are outstanding. Next: propose a placement from an open opportunity."),
		"Placement",
		{"status": ["in", LIVE], "gate_status": "Closed"},
		has_owner=True,
	),
	Section(
		_lt("Call-backs"),
		TEAM,
		callbacks,
		_lt("No one is waiting for a call."),
		"Callback Request",
		{"status": "Open"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Requests from hosts"),
		TEAM,
		hosts_requests,
		_lt("No hosts are waiting for an answer."),
		"Placement Request",
		{"status": "Open"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Visits this week"),
		(*TEAM, ALLOCATED_WORKER),
		visits_due,
		_lt("No visits are due this week. Visits are planned when a placement is agreed."),
		"Visit",
		{"status": "Planned"},
		has_owner=True,
	),
	Section(
		_lt("Feedback missing"),
		(*TEAM, ALLOCATED_WORKER),
		feedback_missing,
		_lt("No feedback is missing."),
		"Placement",
		{"status": ["in", HAS_RUN]},
		has_owner=True,
	),
	Section(
		_lt("Checks running out"),
		(*TEAM, HS_ADVISER),
		checks_running_out,
		_lt("Nothing is running out soon."),
		"Host Agreement",
		{"status": "Checked"},
		has_owner=True,
	),
	Section(
		_lt("Young people without an offer"),
		(*TEAM, ALLOCATED_WORKER),
		without_an_offer,
		_lt("Everyone has a placement proposed or running."),
		"Young Person",
		{"status": "Active"},
		is_stock=True,
	),
)


def _select(table: Table, *columns) -> QueryBuilder:
	return frappe.qb.from_(table).select(table.name, *columns, _total())


def _total():
	"""The total number of rows, on each row: it ignores the LIMIT, so it needs no query of its own."""
	return analytics.Count("*").over().as_("total")


def _read(query: QueryBuilder, doctype: str) -> tuple[list[frappe._dict], int]:
	rows = row_permissions.restrict(query, doctype).limit(SHOWN).run(as_dict=True)
	return rows, rows[0].total if rows else 0


def _named(titles: list[str]) -> str:
	if not titles:
		return _("Open it to see what is still needed.")
	return _("Still needed: {0}").format(", ".join(titles))


def _next_step(person: frappe._dict, on: date) -> Line:
	who = ", ".join(filter(None, (person.age_band and _(person.age_band), person.ward)))
	if not person.next_step_by:
		return Line("Young Person", person.name, person.name, who, when=_("No next step yet"), urgency="soon")
	why = f"{who}. {person.next_step or ''}".strip()
	line = _dated("Young Person", person.name, person.name, why, person.next_step_by, on)
	return replace(line, when=_("Next step: {0}").format(line.when))


def _starting(placement: frappe._dict, why: str, on: date) -> Line:
	"""Return the line of a placement, with its first day or, once that has passed, its status."""
	line = _dated("Placement", placement.name, placement.title, why, placement.start_date, on)
	if getdate(placement.start_date) >= on:
		return replace(line, when=_("Starts: {0}").format(line.when))
	if placement.status in RUNNING:
		return replace(line, when=_(placement.status))
	return replace(line, when=_("Was due to start on {0}").format(format_date(placement.start_date)))


def _dated(doctype: str, name: str, title: str, why: str, by: date | None, on: date) -> Line:
	"""Return a line that is due on the day `by`, with its urgency."""
	if not by:
		return Line(doctype, name, title, why)
	by = getdate(by)
	days = date_diff(by, on)
	if days < 0:
		when, urgency = _("{0} days late").format(-days) if days < -1 else _("1 day late"), "late"
	elif days == 0:
		when, urgency = _("Today"), "today"
	elif days == 1:
		when, urgency = _("Tomorrow"), "soon"
	else:
		when, urgency = format_date(by), "soon" if days < WEEK else "later"
	return Line(doctype, name, title, why, by, when, urgency)
