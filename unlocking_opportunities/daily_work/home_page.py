"""What waits for whoever opens their home page: each line a record, what is so in words, and by when.

One call, one SQL for each section (closed gates take a second, for their reasons), whatever the number of records. Each
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

# Lines of a section that the page shows; the rest are in the list behind it.
SHOWN = 6
WEEK = 7
# How long after the end it is still worth asking how it went.
FEEDBACK_DAYS = 90
PARTIES = (YOUNG_PERSON, HOST, FROM_OFFICER)


@dataclass(frozen=True)
class Line:
	"""One record: its `title` and `why` hold no person's name. `urgency` is late, today, soon or later, in words in `when`."""

	doctype: str
	name: str
	title: str
	why: str = ""
	by: date | None = None
	when: str = ""
	urgency: str = "later"


@dataclass(frozen=True)
class Reader:
	"""Whose queue it is on which day: their own records and nobody's, or with `everyone` the whole team's."""

	user: str
	on: date
	everyone: bool = False

	def owns(self, owner) -> Criterion:
		"""Return the criterion that the column `owner` names the reader, or nobody."""
		if self.everyone:
			return row_permissions.EVERY_ROW
		return owner.isnull() | owner.isin(["", self.user])


@dataclass(frozen=True)
class Section:
	"""A kind of work: for which roles, how to find its lines, what to say when there are none, and the list behind it.

	`title` and `empty` are translated when they are shown.
	"""

	title: object
	roles: tuple[str, ...]
	lines: Callable[[Reader], tuple[list[Line], int]]
	empty: object
	doctype: str
	filters: dict = field(default_factory=dict)
	# Shown only when there is something: an empty one would be noise.
	only_when_due: bool = False
	# Narrowed to the reader's own, so that an empty one says where the team's are.
	has_owner: bool = False
	# A stock to work through, not something that waits for an answer.
	is_stock: bool = False


@frappe.whitelist()
def get(everyone: int = 0) -> list[dict]:
	"""Return the sections of whoever is signed in, in order of urgency, each with its first lines and how many there are.

	An officer's are their own and those that are nobody's, or with `everyone` those of the whole team. Raises PermissionError
	for somebody without a role of ours at a desk.
	"""
	require(*DESK_ROLES)
	roles = set(frappe.get_roles())
	# Records are an officer's; a worker's are already their own young people's, and a manager looks at all of them.
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
			when=_("Take it on now"),
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
	"""Those submitted, except what the reader worked on, which somebody else decides."""
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
			_("Rated High; the health and safety adviser looks first.")
			if row.overall_rating == "High" and not row.hs_agreed_on
			else _("Rated {0}.").format(_(row.overall_rating))
			if row.overall_rating
			else _("A conversation note, no matrix."),
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
	return [_starting(row, _("Under 18: a manager agrees."), reader.on) for row in rows], total


def pairings_to_approve(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Mentoring Pairing")
	query = _select(table, table.creation).where(table.status == "Proposed")
	rows, total = _read(query.orderby(table.creation), "Mentoring Pairing")
	return [
		Line(
			"Mentoring Pairing",
			row.name,
			row.name,
			_("A mentor is proposed."),
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
	why = _("Is this host, address, supervisor and journey safe for them? Only you can say.")
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
			_("{0}. Answer promised by {1}.").format(_(row.status), format_date(row.answer_by)),
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
			_("Spoken to. Write down the next step that was agreed.")
			if row.contact_made_on
			else _("Speak to the young person and agree a next step."),
			add_working_days(getdate(row.actual_end), days) if row.actual_end else None,
			reader.on,
		)
		for row in rows
	], total


def closed_gates(reader: Reader) -> tuple[list[Line], int]:
	"""Placements whose start gate is closed, the nearest first day first, and which checks stop each."""
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
	# Its officer's own, whoever makes it; a visit that nobody has taken is everybody's.
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


def to_ring_back(reader: Reader) -> tuple[list[Line], int]:
	table = DocType("Callback Request")
	query = _select(table, table.best_time, table.asked_on).where(table.status == "Open")
	rows, total = _read(query.where(reader.owns(table.officer)).orderby(table.asked_on), "Callback Request")
	return [
		Line(
			"Callback Request",
			row.name,
			row.name,
			_("Best time: {0}").format(row.best_time) if row.best_time else _("Open it for the number."),
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
			_("The host asks: {0}").format(_(row.kind)),
			when=_("Asked on {0}").format(format_date(row.asked_on)),
			urgency="today",
		)
		for row in rows
	], total


def feedback_missing(reader: Reader) -> tuple[list[Line], int]:
	"""Placements that ended not long ago and of which not every party has said how it went, and who has not."""
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
			_("Not heard from yet: {0}").format(
				", ".join(_(party) for party in PARTIES if party not in given.get(row.name, ()))
			),
			when=_("Ended on {0}").format(format_date(row.actual_end)),
		)
		for row in rows
	], total


def checks_running_out(reader: Reader) -> tuple[list[Line], int]:
	"""Host agreements and their insurance, risk assessments and mentors' checks, within the first of the warnings."""
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
	"""Active young people with no placement proposed or running, those with the nearest next step first."""
	table, placement = DocType("Young Person"), DocType("Placement")
	query = _select(table, table.age_band, table.ward, table.next_step, table.next_step_by)
	placed = frappe.qb.from_(placement).select(placement.young_person).where(placement.status.isin(LIVE))
	query = query.where((table.status == "Active") & table.name.notin(placed))
	rows, total = _read(
		query.orderby(table.next_step_by.isnull()).orderby(table.next_step_by).orderby(table.creation),
		"Young Person",
	)
	return [_next_step(row, reader.on) for row in rows], total


# DocType, what names a line, the state in which it runs out, its last day, in words.
RUNS_OUT = (
	(
		"Host Agreement",
		"employer",
		"Checked",
		"cover_to",
		_lt("Insurance runs out. Ask for the new certificate."),
	),
	(
		"Host Agreement",
		"employer",
		"Checked",
		"expires_on",
		_lt("The host agreement runs out. Ask for its renewal."),
	),
	(
		"Risk Assessment",
		"employer_name",
		"Approved",
		"review_by",
		_lt("To be reviewed. Start its next version."),
	),
	(
		"Mentor",
		"mentor_name",
		"Active",
		"checks_valid_until",
		_lt("The mentor's checks run out. Ask for new ones."),
	),
)

SECTIONS = (
	Section(
		_lt("Concerns that nobody has acknowledged"),
		(SAFEGUARDING_LEAD,),
		concerns,
		_lt("Every concern has been acknowledged."),
		"Concern Referral",
		{"status": "Open"},
	),
	Section(
		_lt("Not here, and nobody has taken it on"),
		(*TEAM, ALLOCATED_WORKER, SAFEGUARDING_LEAD),
		not_here,
		_lt("Nobody is reported missing."),
		"Not Here Alert",
		{"status": "Open"},
		only_when_due=True,
	),
	Section(
		_lt("Risk assessments to decide"),
		(MANAGER,),
		assessments_to_decide,
		_lt("None waits for a decision."),
		"Risk Assessment",
		{"status": "Submitted"},
	),
	Section(
		_lt("High-rated assessments to look at"),
		(HS_ADVISER,),
		assessments_to_advise_on,
		_lt("None waits for you. You are told by mail when one does."),
		"Risk Assessment",
		{"status": "Submitted", "overall_rating": "High"},
	),
	Section(
		_lt("Placements of under 18s to agree"),
		(MANAGER,),
		placements_to_agree,
		_lt("None waits for a decision."),
		"Placement",
		{"status": "Proposed", "under_18": 1},
	),
	Section(
		_lt("Mentoring to approve"),
		(MANAGER,),
		pairings_to_approve,
		_lt("None waits for a decision."),
		"Mentoring Pairing",
		{"status": "Proposed"},
		only_when_due=True,
	),
	Section(
		_lt("Say whether it is suitable"),
		(ALLOCATED_WORKER,),
		suitability_to_confirm,
		_lt(
			"Nothing waits for your word. You are asked when a place is proposed for one of your young people."
		),
		"Placement",
		{"status": ["in", LIVE]},
	),
	Section(
		_lt("After an early end"),
		(*TEAM, ALLOCATED_WORKER),
		ended_early,
		_lt("Everybody whose placement ended early has been spoken to."),
		"Placement",
		{"status": "Ended Early"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Pledges to answer"),
		TEAM,
		pledges_to_answer,
		_lt("Every pledge has its answer. Next: look for an offer that fits somebody below."),
		"Employer Pledge",
		{"status": ["in", ["Submitted", "Under Review"]]},
		has_owner=True,
	),
	Section(
		_lt("What stops a placement"),
		(*TEAM, ALLOCATED_WORKER),
		closed_gates,
		_lt("No start gate is closed. Next: propose a placement from an open opportunity."),
		"Placement",
		{"status": ["in", LIVE], "gate_status": "Closed"},
		has_owner=True,
	),
	Section(
		_lt("To ring back"),
		TEAM,
		to_ring_back,
		_lt("Everybody who asked has been rung."),
		"Callback Request",
		{"status": "Open"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Hosts ask"),
		TEAM,
		hosts_requests,
		_lt("No host waits for an answer."),
		"Placement Request",
		{"status": "Open"},
		only_when_due=True,
		has_owner=True,
	),
	Section(
		_lt("Visits this week"),
		(*TEAM, ALLOCATED_WORKER),
		visits_due,
		_lt("No visit is due this week. They are planned when a placement is agreed."),
		"Visit",
		{"status": "Planned"},
		has_owner=True,
	),
	Section(
		_lt("Feedback missing"),
		(*TEAM, ALLOCATED_WORKER),
		feedback_missing,
		_lt("Everybody has said how it went."),
		"Placement",
		{"status": ["in", HAS_RUN]},
		has_owner=True,
	),
	Section(
		_lt("Checks running out"),
		(*TEAM, HS_ADVISER),
		checks_running_out,
		_lt("Nothing runs out soon."),
		"Host Agreement",
		{"status": "Checked"},
		has_owner=True,
	),
	Section(
		_lt("Young people without an offer"),
		(*TEAM, ALLOCATED_WORKER),
		without_an_offer,
		_lt("Everybody has a placement proposed or running."),
		"Young Person",
		{"status": "Active"},
		is_stock=True,
	),
)


def _select(table: Table, *columns) -> QueryBuilder:
	return frappe.qb.from_(table).select(table.name, *columns, _total())


def _total():
	"""How many rows there are in all, on each row: a LIMIT does not change it, so that it needs no query of its own."""
	return analytics.Count("*").over().as_("total")


def _read(query: QueryBuilder, doctype: str) -> tuple[list[frappe._dict], int]:
	rows = row_permissions.restrict(query, doctype).limit(SHOWN).run(as_dict=True)
	return rows, rows[0].total if rows else 0


def _named(titles: list[str]) -> str:
	if not titles:
		return _("Open it to see what is needed.")
	return _("Still needed: {0}").format(", ".join(titles))


def _next_step(person: frappe._dict, on: date) -> Line:
	who = ", ".join(filter(None, (person.age_band and _(person.age_band), person.ward)))
	if not person.next_step_by:
		return Line("Young Person", person.name, person.name, who, when=_("No next step yet"), urgency="soon")
	why = f"{who}. {person.next_step or ''}".strip()
	line = _dated("Young Person", person.name, person.name, why, person.next_step_by, on)
	return replace(line, when=_("Next step: {0}").format(line.when))


def _starting(placement: frappe._dict, why: str, on: date) -> Line:
	"""Return the line of a placement, with its first day, or with its state once that is over."""
	line = _dated("Placement", placement.name, placement.title, why, placement.start_date, on)
	if getdate(placement.start_date) >= on:
		return replace(line, when=_("Starts: {0}").format(line.when))
	if placement.status in RUNNING:
		return replace(line, when=_(placement.status))
	return replace(line, when=_("Was to start on {0}").format(format_date(placement.start_date)))


def _dated(doctype: str, name: str, title: str, why: str, by: date | None, on: date) -> Line:
	"""Return a line whose last or first day is `by`, with its urgency in words."""
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
