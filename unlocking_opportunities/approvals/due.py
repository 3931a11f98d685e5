"""What is due in approvals: a manager's decisions, the work of people who have left, and messages not sent."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika import Case, CustomFunction
from pypika.functions import Coalesce, Concat, Count
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term

from unlocking_opportunities.approvals.requests import DOCTYPE, OVERRIDE, WAITING, page_of
from unlocking_opportunities.council.roles import ADMINISTRATOR, MANAGER
from unlocking_opportunities.messages import unsent_due
from unlocking_opportunities.messages.due import Due, Work
from unlocking_opportunities.placements.due import get_stop, is_unsuitable
from unlocking_opportunities.placements.start_gate.table import CHECKS
from unlocking_opportunities.rules.risk import HIGH

Instr = CustomFunction("INSTR", ["text", "part"])


def _decisions(kind: str, doctype: str) -> Callable[[date], QueryBuilder]:
	"""Return how to find the decisions of `kind` on records of `doctype`."""

	def find(on: date) -> QueryBuilder:
		request, record = DocType(DOCTYPE), DocType(doctype)
		query = frappe.qb.from_(request).join(record).on(record.name == request.reference_name)
		query = query.select(record.name, request.name.as_("request"), request.due_on, request.check_key)
		query = query.where((request.kind == kind) & (request.status == WAITING))
		return query.orderby(request.due_on).orderby(request.name)

	return find


def _assessments(on: date) -> QueryBuilder:
	table = DocType("Risk Assessment")
	query = _decisions("Risk Assessment", "Risk Assessment")(on)
	return query.select(table.employer_name, table.overall_rating, table.hs_agreed_on)


def _assessment(row: frappe._dict, on: date) -> Due:
	text = _("Low risk: notes of a conversation, no scores.")
	if row.overall_rating == HIGH and not row.hs_agreed_on:
		text = _("Rated High. The health and safety adviser looks at it first.")
	elif row.overall_rating:
		text = _("Rated {0}.").format(_(row.overall_rating))
	return _decision("Risk Assessment", row, row.employer_name, text)


def _placements(on: date) -> QueryBuilder:
	table = DocType("Placement")
	query = _decisions("Placement", "Placement")(on)
	return query.select(table.title, table.status, table.end_date, is_unsuitable().as_("unsuitable"))


def _placement(row: frappe._dict, on: date) -> Due:
	text = get_stop(row, on) or _("Under 18, so a manager must agree to it.")
	return _decision("Placement", row, row.title, text)


def _pairing(row: frappe._dict, on: date) -> Due:
	return _decision("Mentoring Pairing", row, row.name, _("A mentor has been proposed."))


def _overrides(on: date) -> QueryBuilder:
	return _decisions(OVERRIDE, "Placement")(on).select(DocType("Placement").title)


def _override(row: frappe._dict, on: date) -> Due:
	check = _(CHECKS[row.check_key].title) if row.check_key in CHECKS else row.check_key
	return _decision("Placement", row, row.title, _("Override: {0}").format(check))


def _decision(doctype: str, row: frappe._dict, title: str, text: str) -> Due:
	return Due(doctype, row.name, title, text, by=row.due_on, url=page_of(row.request))


def _asked() -> tuple[Term, ...]:
	"""The manager who was asked; any manager once it is overdue, or if that one has left."""
	request, user = DocType(DOCTYPE), DocType("User")
	enabled = frappe.qb.from_(user).select(user.name).where(user.enabled == 1)
	is_theirs = request.escalated_on.isnull() & request.asked_of.isin(enabled)
	return (Case().when(is_theirs, request.asked_of).else_(None),)


def _edited(user: str) -> Criterion:
	"""Someone else decides on an assessment that the manager has worked on."""
	editors = Concat("\n", Coalesce(DocType("Risk Assessment").editors, ""), "\n")
	return Instr(editors, f"\n{user}\n") > 0


def _work(
	doctype: str,
	find: Callable[[date], QueryBuilder],
	describe: Callable[[frappe._dict, date], Due],
	barred: Callable[[str], Criterion] | None = None,
) -> Work:
	return Work(doctype, find, describe, _asked, unowned=(MANAGER,), is_personal=True, barred=barred)


def _left_behind(on: date) -> QueryBuilder:
	"""Handovers that nobody has started yet, of people whose user is disabled, with how many records wait."""
	table, user, item = DocType("Handover"), DocType("User"), DocType("Handover Item")
	number = frappe.qb.from_(item).where(item.parent == table.name).select(Count("*"))
	query = frappe.qb.from_(table).join(user).on(user.name == table.leaver)
	query = query.select(table.name, table.leaver, number.as_("number")).orderby(table.creation)
	return query.where((table.status == "Draft") & (user.enabled == 0))


def _handover(row: frappe._dict, on: date) -> Due:
	text = _("They have left, and 1 record still belongs to them. Hand it over.")
	if row.number != 1:
		text = _("They have left, and {0} records still belong to them. Hand these over.").format(row.number)
	return Due("Handover", row.name, row.leaver, text, when="", urgency="today")


ASSESSMENTS = _work("Risk Assessment", _assessments, _assessment, _edited)
PLACEMENTS = _work("Placement", _placements, _placement)
PAIRINGS = _work("Mentoring Pairing", _decisions("Mentoring Pairing", "Mentoring Pairing"), _pairing)
OVERRIDES = _work("Placement", _overrides, _override)


def _covers(on: date) -> QueryBuilder:
	"""Cover for allocated workers with young people that no manager has approved."""
	table, person = DocType("Absence Cover"), DocType("Young Person")
	workers = frappe.qb.from_(person).select(person.allocated_worker).where(person.allocated_worker != "")
	query = frappe.qb.from_(table).select(table.name, table.user, table.from_date).orderby(table.from_date)
	query = query.where(table.approved_on.isnull() & (table.to_date >= on))
	return query.where(table.user.isin(workers))


def _cover(row: frappe._dict, on: date) -> Due:
	text = _("Approve who covers for them, so that the cover can see their young people's records.")
	return Due("Absence Cover", row.name, row.user, text, by=row.from_date)


def _not_part_of(user: str) -> Criterion:
	"""Nobody approves their own absence, or themselves as cover."""
	table = DocType("Absence Cover")
	return (table.user == user) | (table.cover_by == user)


COVERS = Work("Absence Cover", _covers, _cover, unowned=(MANAGER,), barred=_not_part_of)
HANDOVERS = Work("Handover", _left_behind, _handover, unowned=(MANAGER, ADMINISTRATOR))
WORK = (ASSESSMENTS, PLACEMENTS, PAIRINGS, OVERRIDES, COVERS, HANDOVERS, *unsent_due.WORK)
