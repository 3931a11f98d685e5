"""The digest: one email each morning to everyone who has something to do.

Each line holds a reference, what needs doing and by when, never a person's name. We record that a user's digest has been
sent, so a second run, or one after a crash, sends only the rest. If a night is missed, the next run includes the
warnings that were due on it.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, get_url, get_url_to_form, get_url_to_list, getdate, today
from pypika.queries import QueryBuilder

from unlocking_opportunities.approvals.requests import page_of
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import HS_ADVISER, MANAGER, OFFICER, SAFEGUARDING_LEAD
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.daily_work import invariants
from unlocking_opportunities.data_protection import requests, retention
from unlocking_opportunities.messages import staff
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.safeguarding.concerns import DOCTYPE as CONCERN
from unlocking_opportunities.utils.batches import one_by_one

SENT_KEY = "unlocking_opportunities_digest_sent_on"
RAN_KEY = "unlocking_opportunities_digests_ran_on"
# Groups that a line can be for, instead of one user.
MANAGERS = "managers"
ADVISERS = "advisers"
LEADS = "safeguarding leads"
EVERYONE = None


@dataclass(frozen=True)
class Line:
	"""One thing to do. `user` is a user ID, or MANAGERS, ADVISERS, LEADS or EVERYONE (the team).

	Without a `name` the line is about several records and links to the list.
	"""

	user: str | None
	doctype: str
	name: str
	text: str
	by: date | None = None


@dataclass(frozen=True)
class Night:
	"""The day `on` that the digest is for, and the day `since` on which the last run was complete."""

	on: date
	since: date

	def warns(self, last_day: date) -> bool:
		"""Return whether to warn about `last_day` tonight: once at each warning in the settings, daily from the last one."""
		settings, day = get_settings(), getdate(last_day)
		left, left_before = (day - self.on).days, (day - self.since).days
		steps = (settings.first_warning_days, settings.second_warning_days)
		return 0 <= left <= settings.last_warning_days or any(left <= step < left_before for step in steps)

	@property
	def warn_by(self) -> date:
		return add_days(self.on, get_settings().first_warning_days)


def send_digests() -> None:
	"""Send today's digest to each user who has lines and has not had it yet."""
	on = getdate(today())
	by_user = _by_user(lines(on))
	enabled = frappe.get_all("User", filters={"enabled": 1, "name": ["in", list(by_user)]}, pluck="name")
	chosen = staff.choices()
	unsent = [user for user in sorted(enabled) if _is_due(user, chosen.get(user), on)]

	def send(user: str) -> None:
		send_digest(user, by_user[user])
		# In the same transaction as the mail, so that a crash here neither repeats nor loses a digest.
		frappe.defaults.set_user_default(SENT_KEY, today(), user)

	one_by_one("User", unsent, send)
	frappe.db.set_default(RAN_KEY, today())
	frappe.db.commit()


def _is_due(user: str, choice: str | None, on: date) -> bool:
	"""Return whether `user` should get a digest on the day `on`: daily, or once a week (weeks start on Monday)."""
	if choice == staff.NOT_BY_EMAIL:
		return False
	last = frappe.defaults.get_user_default(SENT_KEY, user)
	first_day = add_days(on, -on.weekday()) if choice == staff.WEEKLY else on
	return not last or getdate(last) < first_day


def lines(on: date) -> Iterator[Line]:
	"""Yield every line that is due on the day `on`, for all users."""
	ran_on = frappe.db.get_default(RAN_KEY)
	night = Night(on, min(getdate(ran_on), add_days(on, -1)) if ran_on else add_days(on, -1))
	for source in SOURCES:
		yield from source(night)


def closed_gates(night: Night) -> Iterator[Line]:
	"""Agreed or running placements whose gate is closed, or about to close."""
	for row in frappe.get_all(
		"Placement",
		filters={"status": ["in", HOLDS_A_PLACE]},
		or_filters=[["gate_status", "=", "Closed"], ["gate_valid_until", "<=", night.warn_by]],
		fields=["name", "officer", "gate_status", "gate_valid_until"],
		order_by="name",
	):
		line = Line(row.officer, "Placement", row.name, _("The start gate is closed."))
		if row.gate_status != "Closed":
			if not (row.gate_valid_until and night.warns(row.gate_valid_until)):
				continue
			text = _("A check runs out on {0}.").format(dates.day(row.gate_valid_until))
			line = replace(line, text=text, by=row.gate_valid_until)
		yield line
		if row.officer:
			yield replace(line, user=MANAGERS)


def expiring_agreements(night: Night) -> Iterator[Line]:
	"""Insurance and host agreements that run out, at each warning in the settings."""
	agreement, employer = DocType("Host Agreement"), DocType("Employer")
	joined = frappe.qb.from_(agreement).left_join(employer).on(employer.name == agreement.employer)
	for field, text in (
		("cover_to", _("The insurance runs out on {0}.")),
		("expires_on", _("The host agreement runs out on {0}.")),
	):
		query = joined.select(agreement.name, employer.officer, agreement[field].as_("last_day"))
		yield from _expiring(query, "Host Agreement", "Checked", field, text, night)


def expiring_assessments(night: Night) -> Iterator[Line]:
	table = DocType("Risk Assessment")
	query = frappe.qb.from_(table).select(table.name, table.officer, table.review_by.as_("last_day"))
	yield from _expiring(query, "Risk Assessment", "Approved", "review_by", _("Review it by {0}."), night)


def expiring_releases(night: Night) -> Iterator[Line]:
	release, placement = DocType("Share Release"), DocType("Placement")
	query = (
		frappe.qb.from_(release)
		.left_join(placement)
		.on(placement.name == release.placement)
		.select(release.name, placement.officer, release.ends_on.as_("last_day"))
		.where(placement.status.isin(HOLDS_A_PLACE))
	)
	text = _("The host's access to shared information ends on {0}.")
	yield from _expiring(query, "Share Release", "Released", "ends_on", text, night)


def mentors_checks(night: Night) -> Iterator[Line]:
	table = DocType("Mentor")
	query = frappe.qb.from_(table).select(table.name, table.checks_valid_until.as_("last_day"))
	text = _("The mentor's checks run out on {0}.")
	yield from _expiring(query, "Mentor", "Active", "checks_valid_until", text, night)


def visits_due(night: Night) -> Iterator[Line]:
	"""Visits that are overdue or due within two working days (England)."""
	for row in frappe.get_all(
		"Visit",
		filters={"status": "Planned", "due_on": ["<=", add_working_days(night.on, 2)]},
		fields=["name", "visitor", "due_on"],
		order_by="due_on",
	):
		text = _("Visit due on {0}.") if row.due_on >= night.on else _("Visit overdue since {0}.")
		yield Line(row.visitor, "Visit", row.name, text.format(dates.day(row.due_on)), row.due_on)


def pledges_to_answer(night: Night) -> Iterator[Line]:
	for row in frappe.get_all(
		"Employer Pledge",
		filters={
			"status": ["in", ["Submitted", "Under Review"]],
			"answer_by": ["<=", add_working_days(night.on, 1)],
		},
		fields=["name", "officer", "answer_by"],
		order_by="answer_by",
	):
		late = row.answer_by < night.on
		text = (
			_("We promised an answer by {0}. That date has passed.")
			if late
			else _("We promised an answer by {0}.")
		)
		line = Line(
			row.officer, "Employer Pledge", row.name, text.format(dates.day(row.answer_by)), row.answer_by
		)
		yield line
		if row.officer and late:
			yield replace(line, user=MANAGERS)


def emailed_offers(night: Night) -> Iterator[Line]:
	"""Offers that came by email and have not been submitted yet."""
	for row in frappe.get_all(
		"Employer Pledge",
		filters={"status": "Draft", "email_sender": ["is", "set"]},
		fields=["name", "officer"],
		order_by="name",
	):
		text = _("An offer came in by email. Read it, fill in the offers and send it for review.")
		yield Line(row.officer, "Employer Pledge", row.name, text)


def ended_early(night: Night) -> Iterator[Line]:
	"""Placements that ended early where the young person has not been contacted, or has no next step.

	The settings say within how many working days to contact them.
	"""
	days = get_settings().early_end_contact_days
	table = DocType("Placement")
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.officer, table.actual_end, table.contact_made_on)
		.where((table.status == "Ended Early") & table.actual_end.isnotnull())
		.where(table.contact_made_on.isnull() | table.next_step.isnull() | (table.next_step == ""))
		.orderby(table.actual_end)
		.run(as_dict=True)
	)
	for row in rows:
		by = add_working_days(row.actual_end, days)
		if row.contact_made_on:
			text = _("Ended early. Record the next step you agreed.")
		elif by >= night.on:
			text = _("Ended early. Speak to the young person by {0}.").format(dates.day(by))
		else:
			text = _(
				"Ended early. No one has recorded speaking to the young person. It was due by {0}."
			).format(dates.day(by))
		yield Line(row.officer, "Placement", row.name, text, by)
		if row.officer and by < night.on:
			yield Line(MANAGERS, "Placement", row.name, text, by)


def callbacks(night: Night) -> Iterator[Line]:
	"""Open requests for a phone call from people outside the council."""
	for row in frappe.get_all(
		"Callback Request", filters={"status": "Open"}, fields=["name", "officer"], order_by="asked_on"
	):
		yield Line(row.officer, "Callback Request", row.name, _("They asked for a phone call."), night.on)


def hosts_requests(night: Night) -> Iterator[Line]:
	"""Open requests from hosts about their placements."""
	request, placement = DocType("Placement Request"), DocType("Placement")
	rows = (
		frappe.qb.from_(request)
		.join(placement)
		.on(placement.name == request.placement)
		.select(request.name, placement.officer)
		.where(request.status == "Open")
		.orderby(request.asked_on)
		.run(as_dict=True)
	)
	for row in rows:
		yield Line(
			row.officer, "Placement Request", row.name, _("The host is waiting for an answer."), night.on
		)


def data_rights_requests(night: Night) -> Iterator[Line]:
	"""Data rights requests, from `requests.WARN_DAYS` days before they are due until they are done."""
	for row in requests.needing_attention(add_days(night.on, requests.WARN_DAYS)):
		text = _("Acknowledge it by {0}.") if row.to_acknowledge else _("Answer it by {0}.")
		yield Line(
			row.officer or MANAGERS, "Data Rights Request", row.name, text.format(dates.day(row.by)), row.by
		)
		if row.officer and row.by < night.on:
			yield Line(MANAGERS, "Data Rights Request", row.name, text.format(dates.day(row.by)), row.by)


def disposals_to_decide(night: Night) -> Iterator[Line]:
	for name in retention.to_review():
		text = _("These records have reached the end of their retention period. Decide what to do with them.")
		yield Line(MANAGERS, "Disposal Review", name, text)


def paused_placements(night: Night) -> Iterator[Line]:
	"""Paused placements whose start gate is not closed, so that they are not forgotten."""
	for row in frappe.get_all(
		"Placement",
		filters={"status": "Paused", "gate_status": ["!=", "Closed"]},
		fields=["name", "officer"],
		order_by="name",
	):
		yield Line(
			row.officer, "Placement", row.name, _("Paused. Resume it when the reason is resolved, or end it.")
		)


def decisions_waiting(night: Night) -> Iterator[Line]:
	for row in frappe.get_all(
		"Decision Request",
		filters={"status": "Waiting"},
		fields=["name", "reference_name", "asked_of", "due_on", "escalated_on"],
		order_by="due_on, name",
	):
		text = _("Decide on {0} by {1}.").format(row.reference_name, dates.day(row.due_on))
		reader = MANAGERS if row.escalated_on or not row.asked_of else row.asked_of
		yield Line(reader, "Decision Request", row.name, text, row.due_on)


def advice_waiting(night: Night) -> Iterator[Line]:
	"""High-rated assessments, which a health and safety adviser must agree before a manager decides."""
	for name in frappe.get_all(
		"Risk Assessment",
		filters={"status": "Submitted", "overall_rating": "High", "hs_agreed_on": ["is", "not set"]},
		pluck="name",
		order_by="name",
	):
		text = _("The rating is High. We need your advice before a manager decides.")
		yield Line(ADVISERS, "Risk Assessment", name, text)


def next_steps(night: Night) -> Iterator[Line]:
	"""Active young people without a next step, or whose next step is overdue."""
	table = DocType("Young Person")
	rows = (
		frappe.qb.from_(table)
		.select(table.name, table.allocated_worker, table.next_step, table.next_step_by)
		.where(table.status == "Active")
		.where(table.next_step.isnull() | (table.next_step == "") | (table.next_step_by < night.on))
		.orderby(table.next_step_by, table.name)
		.run(as_dict=True)
	)
	without: dict[str | None, int] = {}
	for row in rows:
		worker = row.allocated_worker or EVERYONE
		if row.next_step:
			text = _("The next step was due by {0}. Has it happened? What comes next?")
			yield Line(
				worker, "Young Person", row.name, text.format(dates.day(row.next_step_by)), row.next_step_by
			)
		else:
			without[worker] = without.get(worker, 0) + 1
	for worker, number in without.items():
		text = _("{0} without a next step. Agree one with each of them, and a date.").format(number)
		yield Line(worker, "Young Person", "", text)


def broken_invariants(night: Night) -> Iterator[Line]:
	"""Broken invariants, for managers to look into; those of concerns are for safeguarding leads."""
	for problem in invariants.check():
		text = _("{0} ({1} in all)").format(problem.message, len(problem.names))
		readers = LEADS if problem.doctype == CONCERN else MANAGERS
		yield Line(readers, problem.doctype, problem.names[0], text, night.on)


def lado_to_tell(night: Night) -> Iterator[Line]:
	"""Allegations about an adult that the LADO has not been told about. Only leads may know there is one."""
	for row in frappe.get_all(
		CONCERN,
		filters={"lado_by": ["is", "set"], "lado_told_on": ["is", "not set"]},
		fields=["name", "lado_by"],
	):
		yield Line(LEADS, CONCERN, row.name, _("Due by {0}.").format(dates.day(row.lado_by)), row.lado_by)


def accidents_to_report(night: Night) -> Iterator[Line]:
	"""Open accidents: RIDDOR not decided yet, or not reported by the host yet."""
	accident, placement = DocType("Accident"), DocType("Placement")
	rows = (
		frappe.qb.from_(accident)
		.inner_join(placement)
		.on(placement.name == accident.placement)
		.select(accident.name, accident.report_by, placement.officer)
		.where(accident.status == "Open")
		.orderby(accident.report_by)
		.run(as_dict=True)
	)
	for row in rows:
		text = _("Record whether it must be reported (RIDDOR), and the treatment.")
		if row.report_by:
			text = _("The host must report it to HSE by {0}. Record the date when they have.").format(
				dates.day(row.report_by)
			)
		yield Line(row.officer or MANAGERS, "Accident", row.name, text, row.report_by)


SOURCES: tuple[Callable[[Night], Iterable[Line]], ...] = (
	closed_gates,
	expiring_agreements,
	expiring_assessments,
	expiring_releases,
	mentors_checks,
	visits_due,
	pledges_to_answer,
	emailed_offers,
	ended_early,
	paused_placements,
	decisions_waiting,
	advice_waiting,
	next_steps,
	callbacks,
	hosts_requests,
	data_rights_requests,
	disposals_to_decide,
	broken_invariants,
	lado_to_tell,
	accidents_to_report,
)


def _expiring(
	query: QueryBuilder, doctype: str, status: str, field: str, text: str, night: Night
) -> Iterator[Line]:
	"""Yield a line for each row whose last day is due for a warning.

	`query` selects name, last_day and, where the record has one, officer.
	"""
	table = DocType(doctype)
	last_day = table[field]
	query = query.where((table.status == status) & last_day[night.on : night.warn_by]).orderby(last_day)
	for row in query.run(as_dict=True):
		if night.warns(row.last_day):
			yield Line(
				row.get("officer"), doctype, row.name, text.format(dates.day(row.last_day)), row.last_day
			)


def _by_user(found: Iterable[Line]) -> dict[str, list[Line]]:
	"""Return the lines by user. A line without an officer goes to the whole team, so that none is lost."""
	managers = staff.holders_of(MANAGER)
	groups = {
		EVERYONE: managers | staff.holders_of(OFFICER),
		MANAGERS: managers,
		ADVISERS: staff.holders_of(HS_ADVISER),
		LEADS: staff.holders_of(SAFEGUARDING_LEAD),
	}
	by_user: dict[str, list[Line]] = {}
	for line in found:
		for reader in groups.get(line.user, {line.user}):
			by_user.setdefault(reader, []).append(line)
	# Someone who is covering for a colleague gets their lines too, except those that only leads may see.
	by_reader: dict[str, list[Line]] = {}
	for user, reader in staff.stand_ins(by_user).items():
		for line in by_user[user]:
			by_reader.setdefault(user if line.user == LEADS else reader, []).append(line)
	return by_reader


def _link(line: Line) -> str:
	if line.doctype == "Decision Request":
		return page_of(line.name)
	return get_url_to_form(line.doctype, line.name) if line.name else get_url_to_list(line.doctype)


def send_digest(user: str, for_user: list[Line]) -> None:
	"""Email `user` their lines, whether or not they have had a digest today."""
	# A manager who is also the officer of a placement gets the line once.
	unique = {(line.doctype, line.name, line.text): line for line in for_user}.values()
	rows = sorted(unique, key=lambda line: (line.by or date.max, line.doctype, line.name))
	frappe.sendmail(
		recipients=[user],
		subject=_("Your work today: {0} to look at").format(len(rows)),
		template="unlocking_digest",
		args={
			"rows": [(line.name or _(line.doctype), line.text, _link(line)) for line in rows],
			"url": get_url("/app/unlocking-opportunities"),
		},
	)
