"""What is due for placements: checks, visits, early ends, requests from hosts, feedback and releases that end."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, GroupConcat
from frappe.utils import add_days, getdate
from pypika.functions import Count
from pypika.queries import QueryBuilder
from pypika.terms import Case, Criterion, Term

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages.due import (
	ALWAYS,
	IF_LATE,
	Due,
	Work,
	at_warnings,
	columns,
	ends_soon,
	from_the_day,
	never,
	working_days_before,
)
from unlocking_opportunities.placements.feedback import HOST, OFFICER, YOUNG_PERSON
from unlocking_opportunities.placements.start_gate import suitability
from unlocking_opportunities.placements.start_gate.table import CHECKS, UNSUITABLE
from unlocking_opportunities.rules.placement_states import HAS_RUN, HOLDS_A_PLACE, LIVE, RUNNING
from unlocking_opportunities.rules.placement_states import TO_START as NOT_BEGUN
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.utils.compat import _lt

# Visits that are due on this day and the six after it.
VISIT_DAYS = 7
# How many days after a placement has ended we still ask for feedback.
FEEDBACK_DAYS = 90
# What is wrong with the day that a visit of this kind is booked for. For the others, nobody works on it.
OFF_DAYS = {
	"Before Start": _lt("Booked: {0}, but that is after the first day. Book another day."),
	"First-day Call": _lt("Booked: {0}, but that isn't the first day. Book another day."),
}
PARTIES = (YOUNG_PERSON, HOST, OFFICER)


def _failed_checks() -> QueryBuilder:
	result = DocType("Placement Gate Result")
	return frappe.qb.from_(result).where(result.outcome == "Fail")


def _with_checks(statuses: tuple[str, ...]) -> QueryBuilder:
	"""Placements in `statuses` with their outstanding checks. The nearest first day comes first."""
	table, result = DocType("Placement"), DocType("Placement Gate Result")
	failed = _failed_checks().where(result.parent == table.name).select(GroupConcat(result.check_key))
	query = frappe.qb.from_(table).select(
		table.name, table.title, table.status, table.start_date, table.end_date
	)
	query = query.select(failed.as_("failed"), is_unsuitable().as_("unsuitable"))
	return query.where(table.status.isin(statuses)).orderby(table.start_date)


def is_unsuitable() -> Term:
	"""Return 1 for a placement of which someone or something says that its place isn't suitable, otherwise 0."""
	table, result = DocType("Placement"), DocType("Placement Gate Result")
	said = _failed_checks().where((result.check_key == "suitability") & (result.codes == UNSUITABLE))
	says_so = table.suitability_refused_on.isnotnull() | table.name.isin(said.select(result.parent))
	return Case().when(says_so, 1).else_(0)


def get_stop(row: frappe._dict, on: date) -> str | None:
	"""Return why a placement can't go on as it is, whatever else its checks say. `row`: see `_with_checks`."""
	if row.status in NOT_BEGUN and getdate(row.end_date) < on:
		return _("Its days are over. Change the dates or cancel it.")
	if row.unsuitable and row.status in RUNNING:
		return _("Not suitable. Look for another place, and end this one early.")
	if row.unsuitable:
		return _("Not suitable. Look for another place, or cancel this one.")
	return None


def _closed(on: date) -> QueryBuilder:
	"""Placements whose start gate is closed, unless they are over."""
	table = DocType("Placement")
	return _with_checks(HOLDS_A_PLACE).where((table.gate_status == "Closed") & _is_over(on).negate())


def _proposed(on: date) -> QueryBuilder:
	return _with_checks(("Proposed",))


def _proposal(row: frappe._dict, on: date) -> Due:
	if row.failed or get_stop(row, on):
		return _closed_gate(row, on)
	return _starting(row, _("Ask everyone, then agree to it or cancel it."), on)


def _is_over(on: date) -> Criterion:
	"""Return the criterion that a placement's last day is `on` or was before, and it isn't known yet how it ended."""
	table = DocType("Placement")
	return table.status.isin(RUNNING) & (table.end_date <= on)


def _over(on: date) -> QueryBuilder:
	table = DocType("Placement")
	query = frappe.qb.from_(table).select(table.name, table.title, table.end_date, table.under_18)
	query = query.where(_is_over(on))
	return query.orderby(table.end_date)


def _ending(row: frappe._dict, on: date) -> Due:
	text = _("Its last day is over.")
	if row.end_date == on:
		text = _("Today is its last day.")
	# Only a manager extends one of someone under 18.
	how = _("Record how it ended, or extend it.")
	if row.under_18:
		how = _("Record how it ended, or ask a manager to extend it.")
	text = f"{text} {how}"
	return Due("Placement", row.name, row.title, text, by=row.end_date)


def _to_start(on: date) -> QueryBuilder:
	"""Placements that nothing stops: agreed ones, and ready ones from their first day on."""
	table = DocType("Placement")
	query = frappe.qb.from_(table).select(
		table.name, table.title, table.status, table.start_date, table.end_date
	)
	ready = (table.status == "Ready") & (table.start_date <= on)
	query = query.where(ready | (table.status == "Agreed")).where(table.gate_status != "Closed")
	return query.orderby(table.start_date)


def _start(row: frappe._dict, on: date) -> Due:
	text = get_stop(row, on) or _("Every check passes. Mark it ready.")
	if row.status == "Ready":
		text = _("Did they arrive? Start it, change the dates or cancel it.")
		if getdate(row.end_date) < on:
			text = _(
				"Its days are over. Did they come? Start it and complete it, change the dates or cancel it."
			)
	return _starting(row, text, on)


def _closed_gate(row: frappe._dict, on: date) -> Due:
	failed = (row.failed or "").split(",")
	titles = [_(question.title) for check, question in CHECKS.items() if check in failed]
	text = _("Open it to see what is still needed.")
	if stop := get_stop(row, on):
		text = stop
	elif "host" in failed and row.status in RUNNING:
		text = _("The host is paused or has left. Call them and the young person, and decide how it goes on.")
	elif titles:
		text = _("Still needed: {0}").format(", ".join(titles))
	return _starting(row, text, on)


def _starting(row: frappe._dict, text: str, on: date) -> Due:
	"""Return the line of a placement, with its first day or, once that has passed, its status."""
	due = Due("Placement", row.name, row.title, text, by=row.start_date, when=_("Starts: {0}"))
	if getdate(row.start_date) >= on:
		return due
	when = (
		_(row.status)
		if row.status in RUNNING
		else _("Was due to start on {0}").format(dates.day(row.start_date))
	)
	return Due("Placement", row.name, row.title, text, by=row.start_date, when=when)


def _closing(on: date) -> QueryBuilder:
	table = DocType("Placement")
	query = frappe.qb.from_(table).select(table.name, table.title, table.gate_valid_until)
	query = query.where(table.status.isin(HOLDS_A_PLACE) & (table.gate_status != "Closed"))
	query = query.where(table.end_date >= on).where(_is_over(on).negate())
	return query.where(ends_soon(table.gate_valid_until, on)).orderby(table.gate_valid_until)


def _closing_gate(row: frappe._dict, on: date) -> Due:
	text = _("A check runs out, and the start gate closes with it.")
	return Due("Placement", row.name, row.title, text, by=row.gate_valid_until)


def _unconfirmed(on: date) -> QueryBuilder:
	"""Placements whose young person has an allocated worker who hasn't confirmed that it suits them."""
	table, person, result = DocType("Placement"), DocType("Young Person"), DocType("Placement Gate Result")
	failed = _failed_checks().where(result.check_key == "suitability")
	failed = failed.where(Coalesce(result.codes, "") != UNSUITABLE).select(result.parent)
	query = frappe.qb.from_(table).join(person).on(person.name == table.young_person)
	query = query.select(table.name, table.title, table.status, table.start_date)
	query = query.where(table.status.isin(LIVE) & table.name.isin(failed) & _is_over(on).negate())
	query = query.where(table.suitability_refused_on.isnull() & (table.end_date >= on))
	return query.where(person.allocated_worker != "").orderby(table.start_date)


def _suitability(row: frappe._dict, on: date) -> Due:
	text = _("Are this host, address, supervisor and journey safe for them? Only you can confirm it.")
	return replace(_starting(row, text, on), actions=(suitability.CONFIRM, suitability.REFUSE))


def _visits(on: date) -> QueryBuilder:
	table, placement = DocType("Visit"), DocType("Placement")
	query = frappe.qb.from_(table).left_join(placement).on(placement.name == table.placement)
	query = query.select(table.name, table.title, table.kind, table.due_on, table.starts_on, table.off_day)
	due = (table.due_on <= add_days(on, VISIT_DAYS - 1)) | (table.off_day == 1)
	query = query.where((table.status == "Planned") & due)
	return query.orderby(table.due_on).orderby(table.name)


def _visit(row: frappe._dict, on: date) -> Due:
	text = _("No time booked yet.")
	if row.starts_on:
		text = _("Booked: {0}").format(dates.moment(row.starts_on))
	if row.off_day:
		text = OFF_DAYS.get(row.kind) or _lt("Booked: {0}, but nobody works that day. Book another day.")
		text = str(text).format(dates.moment(row.starts_on))
		return Due("Visit", row.name, row.title, text, by=min(getdate(row.due_on), on))
	return Due("Visit", row.name, row.title, text, by=row.due_on)


def _ended_early(on: date) -> QueryBuilder:
	"""Placements that ended early where the young person has not been contacted, or has no next step."""
	table = DocType("Placement")
	query = frappe.qb.from_(table).select(table.name, table.title, table.actual_end, table.contact_made_on)
	query = query.where(table.status == "Ended Early").orderby(table.actual_end)
	return query.where(table.contact_made_on.isnull() | table.next_step.isnull() | (table.next_step == ""))


def _early_end(row: frappe._dict, on: date) -> Due:
	"""The settings say within how many working days to contact them."""
	days = get_settings().early_end_contact_days
	by = add_working_days(getdate(row.actual_end), days) if row.actual_end else None
	text = _("Ended early. Speak to the young person and agree a next step.")
	if row.contact_made_on:
		text = _("Ended early. You have spoken to them. Now record the next step you agreed.")
	return Due("Placement", row.name, row.title, text, by=by)


def _paused(on: date) -> QueryBuilder:
	"""Paused placements whose start gate is not closed, so that they are not forgotten."""
	table = DocType("Placement")
	query = frappe.qb.from_(table).select(table.name, table.title).orderby(table.name)
	query = query.where((table.status == "Paused") & (table.gate_status != "Closed"))
	return query.where(_is_over(on).negate())


def _paused_placement(row: frappe._dict, on: date) -> Due:
	text = _("Paused. Resume it when the reason is resolved, or end it.")
	return Due("Placement", row.name, row.title, text, when="")


def _requests(on: date) -> QueryBuilder:
	table, placement = DocType("Placement Request"), DocType("Placement")
	query = frappe.qb.from_(table).join(placement).on(placement.name == table.placement)
	query = query.select(table.name, table.kind, table.asked_on, placement.title)
	return query.where(table.status == "Open").orderby(table.asked_on)


def _request(row: frappe._dict, on: date) -> Due:
	text = _("The host has asked for more time.")
	if row.kind == "End Early":
		text = _("The host has asked to end early.")
	asked = _("Asked on {0}").format(dates.day(row.asked_on))
	return Due("Placement Request", row.name, row.title, text, when=asked, urgency="today")


def _without_feedback(on: date) -> QueryBuilder:
	"""Placements that ended recently and are still missing feedback, with who has given it."""
	table, feedback = DocType("Placement"), DocType("Placement Feedback")
	given = frappe.qb.from_(feedback).where(feedback.placement == table.name)
	query = frappe.qb.from_(table).select(table.name, table.title, table.actual_end)
	query = query.select(given.select(GroupConcat(feedback.party)).as_("given"))
	complete = frappe.qb.from_(feedback).select(feedback.placement).groupby(feedback.placement)
	complete = complete.having(Count(feedback.party) >= len(PARTIES))
	query = query.where(table.status.isin(HAS_RUN) & (table.actual_end >= add_days(on, -FEEDBACK_DAYS)))
	return query.where(table.name.notin(complete)).orderby(table.actual_end)


def _feedback(row: frappe._dict, on: date) -> Due:
	given = (row.given or "").split(",")
	missing = ", ".join(_(party) for party in PARTIES if party not in given)
	text = _("No feedback yet from: {0}").format(missing)
	ended = _("Ended on {0}").format(dates.day(row.actual_end))
	return Due("Placement", row.name, row.title, text, when=ended)


def _releases(on: date) -> QueryBuilder:
	table, placement = DocType("Share Release"), DocType("Placement")
	query = frappe.qb.from_(table).join(placement).on(placement.name == table.placement)
	query = query.select(table.name, table.ends_on, placement.title).orderby(table.ends_on)
	query = query.where((table.status == "Released") & ends_soon(table.ends_on, on))
	return query.where(placement.status.isin(HOLDS_A_PLACE))


def _release(row: frappe._dict, on: date) -> Due:
	text = _("The host's access to shared information is ending.")
	return Due("Share Release", row.name, row.title, text, by=row.ends_on)


CLOSED_GATES = Work("Placement", _closed, _closed_gate, columns("Placement.officer"), managers=ALWAYS)
# A new proposal has outstanding checks. That is usual, so nobody is reminded until its first day.
PROPOSED = Work("Placement", _proposed, _proposal, columns("Placement.officer"), remind=from_the_day)
TO_START = Work("Placement", _to_start, _start, columns("Placement.officer"), remind=from_the_day)
OVER = Work("Placement", _over, _ending, columns("Placement.officer"), managers=IF_LATE)
CLOSING_GATES = Work(
	"Placement", _closing, _closing_gate, columns("Placement.officer"), remind=at_warnings, managers=ALWAYS
)
SUITABILITY = Work("Placement", _unconfirmed, _suitability, columns("Young Person.allocated_worker"))
VISITS = Work(
	"Visit", _visits, _visit, columns("Visit.visitor", "Placement.officer"), remind=working_days_before(2)
)
EARLY_ENDS = Work("Placement", _ended_early, _early_end, columns("Placement.officer"), managers=IF_LATE)
PAUSED = Work("Placement", _paused, _paused_placement, columns("Placement.officer"))
REQUESTS = Work("Placement Request", _requests, _request, columns("Placement.officer"))
FEEDBACK = Work("Placement", _without_feedback, _feedback, columns("Placement.officer"), remind=never)
RELEASES = Work("Share Release", _releases, _release, columns("Placement.officer"), remind=at_warnings)
WORK = (
	CLOSED_GATES,
	PROPOSED,
	TO_START,
	OVER,
	CLOSING_GATES,
	SUITABILITY,
	VISITS,
	EARLY_ENDS,
	PAUSED,
	REQUESTS,
	FEEDBACK,
	RELEASES,
)
