"""Row-level permissions for records about young people.

A role may read what its DocPerm says, unless `ROWS` narrows that role for that DocType. One criterion for each DocType and
user is used for list queries, single documents and reports, so they cannot disagree. A user with several roles gets what
any one of them gives.
"""

from collections.abc import Callable, Iterable
from functools import partial

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import today
from pypika.functions import Coalesce
from pypika.queries import Query, QueryBuilder, Table
from pypika.terms import Criterion, LiteralValue, Term

from unlocking_opportunities.access.guarded import parents_of
from unlocking_opportunities.council.roles import (
	ADMINISTRATOR,
	ALLOCATED_WORKER,
	HS_ADVISER,
	MANAGER,
	OFFICER,
	SAFEGUARDING_LEAD,
)
from unlocking_opportunities.rules.risk import HIGH, HIGHER_RISK

EVERY_ROW = Term.wrap_constant(1) == 1
NO_ROW = Term.wrap_constant(1) == 0

READING = ("read", "select", "report", "export", "print", "email", "share")

Rule = Callable[[Table, str | Term], Criterion]


def allocated(table: Table, user: str | Term) -> Criterion:
	"""The allocated worker's own young people, and those of a worker for whom they cover today."""
	if isinstance(user, Term) and not isinstance(user, LiteralValue):
		# A column of the query around this one, which a derived table can't read.
		return (table.allocated_worker == user) | table.allocated_worker.isin(workers_covered_by(user))
	themselves = Query.select(Term.wrap_constant(user).as_("user"))
	workers = (workers_covered_by(user) + themselves).as_("workers")
	# A derived table, so that the database looks its few rows up in the index of the workers.
	return table.allocated_worker.isin(frappe.qb.from_(workers).select(workers.user))


def workers_covered_by(user: str | Term) -> QueryBuilder:
	"""Return the query of whom `user` covers for today (Absence Cover) with a manager's approval."""
	cover = DocType("Absence Cover")
	query = frappe.qb.from_(cover).select(cover.user)
	query = query.where((cover.cover_by == user) & cover.approved_on.isnotnull())
	return query.where((cover.from_date <= today()) & (cover.to_date >= today()))


def of_own_people(table: Table, user: str | Term) -> Criterion:
	"""Records about the allocated worker's own young people."""
	person = DocType("Young Person")
	return table.young_person.isin(frappe.qb.from_(person).select(person.name).where(allocated(person, user)))


def of_under_18(table: Table, user: str | Term) -> Criterion:
	"""Mentoring sessions of people who were under 18 on the day. From 18 they are only for the pair and the team."""
	return table.under_18 == 1


def of_own_under_18(table: Table, user: str | Term) -> Criterion:
	"""The same, of the allocated worker's own young people."""
	return of_under_18(table, user) & of_own_people(table, user)


def by_assessment(table: Table, user: str | Term) -> Criterion:
	"""Placements whose risk assessment this adviser has agreed."""
	assessment = DocType("Risk Assessment")
	return table.risk_assessment.isin(
		frappe.qb.from_(assessment).select(assessment.name).where(assessment.hs_adviser == user)
	)


def of_assessed(field: str, placement_field: str) -> Rule:
	"""Return the rule: rows whose `field` is the `placement_field` of a placement whose assessment the adviser agreed."""

	def rule(table: Table, user: str | Term) -> Criterion:
		placement = DocType("Placement")
		return table[field].isin(
			frappe.qb.from_(placement)
			.select(placement[placement_field])
			.where(by_assessment(placement, user))
		)

	return rule


def of_higher_risk(table: Table, user: str | Term) -> Criterion:
	"""Risk assessments that need the adviser: a higher-risk place, or a residual rating of high."""
	return (table.environment_band == HIGHER_RISK) | (table.overall_rating == HIGH)


def with_higher_risk_site(table: Table, user: str | Term) -> Criterion:
	"""Host agreements of employers with a higher-risk site."""
	site = DocType("Employer Site")
	return table.employer.isin(
		frappe.qb.from_(site).select(site.employer).where(site.environment_band == HIGHER_RISK)
	)


def of_oneself(table: Table, user: str | Term) -> Criterion:
	"""A user's records about themselves."""
	return table.user == user


# What a role may not know of, so not of the messages about it either. Leads see those about safeguarding.
NO_MESSAGES_ABOUT = {
	OFFICER: (
		"Concern Referral",
		"Data Rights Request",
		"Disposal Review",
		"Handover",
		"Legal Hold",
		"Suitability Refusal",
	),
	MANAGER: ("Concern Referral",),
	ADMINISTRATOR: ("Concern Referral",),
}


def about_what_they_know(role: str) -> Rule:
	"""Return the rule: unsent messages, except those about records that `role` may not know of."""

	def rule(table: Table, user: str | Term) -> Criterion:
		hidden = table.reference_doctype.isin(NO_MESSAGES_ABOUT[role])
		return table.reference_doctype.isnull() | hidden.negate()

	return rule


def about_safeguarding(table: Table, user: str | Term) -> Criterion:
	return table.reference_doctype.isin(["Concern Referral", "Not Here Alert", "Accident"])


OF_OWN = {ALLOCATED_WORKER: of_own_people}
OF_OWN_OR_ASSESSED_PLACEMENT = OF_OWN | {HS_ADVISER: of_assessed("placement", "name")}

# DocType: the rule for each narrowed role. A narrowed role without a rule here sees no rows.
ROWS: dict[str, dict[str, Rule]] = {
	"Young Person": {ALLOCATED_WORKER: allocated, HS_ADVISER: of_assessed("name", "young_person")},
	"Young Person Identity": OF_OWN,
	"Young Person Care Record": OF_OWN,
	"Young Person Support Profile": OF_OWN,
	"Young Person Risk Addendum": OF_OWN_OR_ASSESSED_PLACEMENT,
	"Placement": OF_OWN | {HS_ADVISER: by_assessment},
	"Share Release": OF_OWN,
	"Visit": OF_OWN_OR_ASSESSED_PLACEMENT,
	"Not Here Alert": OF_OWN_OR_ASSESSED_PLACEMENT,
	"Accident": OF_OWN_OR_ASSESSED_PLACEMENT,
	"Placement Request": OF_OWN,
	"Placement Feedback": OF_OWN_OR_ASSESSED_PLACEMENT,
	"Declined Match": OF_OWN,
	"Allocation Round": {},
	"Mentoring Pairing": OF_OWN | {HS_ADVISER: of_assessed("young_person", "young_person")},
	"Mentoring Session": {ALLOCATED_WORKER: of_own_under_18, SAFEGUARDING_LEAD: of_under_18},
	"Placement Answer": OF_OWN,
	"Suitability Refusal": OF_OWN,
	"Unsent Message": {
		**{role: about_what_they_know(role) for role in NO_MESSAGES_ABOUT},
		SAFEGUARDING_LEAD: about_safeguarding,
	},
	"Legal Hold": {},
	"Data Rights Request": {},
	"Decision Request": OF_OWN,
}
# Concern Referral has no row rule: its DocPerms let leads read all of them, and others only create one.
PEOPLE = (*ROWS, "Concern Referral")
NARROWED_ROLES = (ALLOCATED_WORKER, HS_ADVISER)

# Frappe ignores the parent's row rule for child tables, so each has its own, derived from its parent's.
CHILD_TABLES = {
	"Young Person Interest": "Young Person",
	"Young Person EET Entry": "Young Person Care Record",
	"Young Person Support Need": "Young Person Support Profile",
	"Young Person Restriction": "Young Person Support Profile",
	"Young Person Risk Factor": "Young Person Risk Addendum",
	"Placement Schedule Day": "Placement",
	"Placement Gate Result": "Placement",
	"Placement Override": "Placement",
	"Placement Signature": "Placement",
	"Placement Attendance": "Placement",
	"Share Release Item": "Share Release",
	"Visit Checklist Item": "Visit",
	"Visit Action": "Visit",
	"Allocation Round Person": "Allocation Round",
	"Allocation Round Place": "Allocation Round",
	"Allocation Round Match": "Allocation Round",
}

# DocTypes whose rows can all be read, but not all changed.
CHANGES: dict[str, dict[str, Rule]] = {
	"Risk Assessment": {HS_ADVISER: of_higher_risk},
	"Host Agreement": {HS_ADVISER: with_higher_risk_site},
	"Absence Cover": dict.fromkeys((OFFICER, ALLOCATED_WORKER, HS_ADVISER, SAFEGUARDING_LEAD), of_oneself),
}


def criterion(doctype: str, user: str | None = None, ptype: str = "read") -> Criterion:
	"""Return which rows of `doctype` `user` (default: the signed-in user) may `ptype`, on the unaliased table.

	Callers can compare the result with `EVERY_ROW` and `NO_ROW` by `is`.
	"""
	user = user or frappe.session.user
	return rows_for(doctype, user, user, ptype)


def restrict(query: QueryBuilder, doctype: str, user: str | None = None) -> QueryBuilder:
	"""Return `query`, which reads the unaliased table of `doctype`, with the row rule of that DocType added."""
	return query.where(criterion(doctype, user))


def readable(doctype: str, names: Iterable[str], user: str) -> set[str]:
	"""Return those of the records `names` that `user` may read. At most one query for the row rule."""
	names, messages = set(names), len(frappe.local.message_log)
	allowed = frappe.has_permission(doctype, "read", user=user)
	del frappe.local.message_log[messages:]
	if not allowed:
		return set()
	rows = criterion(doctype, user)
	if rows is EVERY_ROW or rows is NO_ROW or not names:
		return names if rows is EVERY_ROW else set()
	table = DocType(doctype)
	query = frappe.qb.from_(table).select(table.name).where(table.name.isin(sorted(names)) & rows)
	return set(query.run(pluck=True))


def is_open_to(doctype: str, person: Term) -> Criterion:
	"""Return the criterion that `person`, a column, names an enabled user who may read the row. Runs no SQL."""
	table, holder = DocType(doctype), Coalesce(person, "")
	found = []
	for permission in frappe.get_meta(doctype).permissions:
		if permission.permlevel or permission.if_owner or not _grants(permission, "read"):
			continue
		holds = holder.isin(_holders_of(permission.role))
		if rule := _rule(doctype, permission.role, "read"):
			found.append(holds & rule(table, holder))
		elif doctype not in ROWS or permission.role not in NARROWED_ROLES:
			found.append(holds)
	return Coalesce(Criterion.any(found), 0) == 1 if found else NO_ROW


def _holders_of(role: str) -> QueryBuilder:
	held, user = DocType("Has Role"), DocType("User")
	query = frappe.qb.from_(held).join(user).on(user.name == held.parent).select(user.name)
	return query.where((held.parenttype == "User") & (held.role == role) & (user.enabled == 1))


def rows_for(doctype: str, user: str, person: str | Term, ptype: str = "read") -> Criterion:
	"""Return the same as `criterion`, with `person` as the user in the SQL.

	`person` is a value for the query builder, or an escaped literal. A child table of ours without a rule of its own can
	be read by users who may read every row of a DocType that uses it.
	"""
	if user == "Administrator":
		return EVERY_ROW
	if parent := CHILD_TABLES.get(doctype):
		return _rows_of_child(doctype, parent, rows_for(parent, user, person, ptype))
	if parents := parents_of(doctype):
		whole = any(rows_for(parent, user, person, ptype) is EVERY_ROW for parent in parents)
		return EVERY_ROW if whole else NO_ROW

	table, found = DocType(doctype), []
	roles = set(frappe.get_roles(user))
	for permission in frappe.get_meta(doctype).permissions:
		if permission.role not in roles or permission.permlevel or not _grants(permission, ptype):
			continue
		if permission.if_owner:
			found.append(table.owner == person)
		elif rule := _rule(doctype, permission.role, ptype):
			found.append(rule(table, person))
		elif doctype not in ROWS or permission.role not in NARROWED_ROLES:
			return EVERY_ROW
	return Criterion.any(found) if found else NO_ROW


def _rows_of_child(child: str, parent: str, rows: Criterion) -> Criterion:
	if rows is EVERY_ROW or rows is NO_ROW:
		return rows
	row, record = DocType(child), DocType(parent)
	return (row.parenttype == parent) & row.parent.isin(
		frappe.qb.from_(record).select(record.name).where(rows)
	)


def _grants(permission: Document, ptype: str) -> bool:
	return bool(permission.get(ptype) or (ptype == "read" and permission.get("select")))


def _rule(doctype: str, role: str, ptype: str) -> Rule | None:
	rules = ROWS.get(doctype) or ({} if ptype in READING else CHANGES.get(doctype, {}))
	return rules.get(role)


def query_condition(doctype: str, user: str | None = None) -> str:
	"""Return the row rule of `doctype` as SQL in brackets, for Frappe to add to each list query. Runs no SQL."""
	user = user or frappe.session.user
	return as_sql(rows_for(doctype, user, LiteralValue(frappe.db.escape(user, percent=False))))


def as_sql(rows: Criterion) -> str:
	"""Return `rows` as SQL in brackets."""
	return "({})".format(rows.get_sql(quote_char="`", with_namespace=True))


def is_readable(doctype: str, name: str | int, ptype: str = "read") -> bool:
	"""Return whether the record exists and the signed-in user may read it.

	Leaves no message that would tell the two apart: from Frappe 16 on, a refusal adds one to the response.
	"""
	messages = len(frappe.local.message_log)
	try:
		return bool(frappe.has_permission(doctype, ptype, name))
	except frappe.DoesNotExistError:
		return False
	finally:
		del frappe.local.message_log[messages:]


class NotReadable(frappe.PermissionError):
	"""The record does not exist, or the user may not read it: the two are never told apart."""


def permitted(doctype: str, name: str, ptype: str = "read") -> Document:
	"""Return the record, if the signed-in user may do `ptype` with it.

	Raises NotReadable if it does not exist or the user may not read it, PermissionError if they may only read it.
	"""
	if not is_readable(doctype, name):
		frappe.throw(not_readable(doctype), NotReadable)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission(ptype)
	return doc


def not_readable(doctype: str) -> str:
	"""Return the answer about a record that is missing or that the user may not read: the two sound the same."""
	return _("This {0} does not exist, or you do not have permission to see it.").format(_(doctype))


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool:
	"""Return whether the row rule lets `user` do `ptype` with `doc`. Frappe checks this as well as the DocPerm.

	The stored values decide, never the document in memory: a browser may send any value, including an unsaved document
	with the name of another.
	"""
	user, ptype = user or frappe.session.user, ptype or "read"
	rows = criterion(doc.doctype, user, ptype)
	if rows is EVERY_ROW or rows is NO_ROW:
		return rows is EVERY_ROW
	if ptype == "create":
		return _is_for_own_person(doc, user)
	record = DocType(doc.doctype)
	stored = frappe.qb.from_(record).select(record.name).where(record.name == doc.name).where(rows)
	for link in ("young_person", "placement"):
		if doc.meta.has_field(link):
			stored = stored.where(record[link] == doc.get(link))
	return bool(stored.limit(1).run())


def _is_for_own_person(doc: Document, user: str) -> bool:
	if doc.doctype == "Absence Cover":
		return doc.user in (None, "", user)
	if doc.doctype == "Young Person":
		return doc.allocated_worker in (None, "", user)
	person, placement = DocType("Young Person"), DocType("Placement")
	query = frappe.qb.from_(person).select(person.name).where(allocated(person, user))
	if doc.get("young_person"):
		query = query.where(person.name == doc.young_person)
	if doc.meta.has_field("placement") and doc.placement:
		# Frappe 15 and 16 ask before they fetch the young person, over whatever was sent, from the placement.
		theirs = (
			frappe.qb.from_(placement).select(placement.young_person).where(placement.name == doc.placement)
		)
		query = query.where(person.name == theirs)
	elif not doc.get("young_person"):
		return False
	return bool(query.run())


def guard_allocation(doc: Document) -> None:
	"""Refuse a change of `allocated_worker` by anyone but an officer or manager. A worker's new record is their own.

	Raises frappe.PermissionError. Without this, anyone who may write a record could hand it on, with everything linked to it.
	"""
	if {OFFICER, MANAGER} & set(frappe.get_roles()):
		return
	if doc.is_new():
		doc.allocated_worker = doc.allocated_worker or frappe.session.user
		allowed = doc.allocated_worker == frappe.session.user
	else:
		allowed = not doc.has_value_changed("allocated_worker")
	if not allowed:
		frappe.throw(
			_("Only an officer or a manager can change the allocated worker. Ask one of them to do it."),
			frappe.PermissionError,
		)


young_person_rows = partial(query_condition, "Young Person")
placement_rows = partial(query_condition, "Placement")
share_release_rows = partial(query_condition, "Share Release")
visit_rows = partial(query_condition, "Visit")
accident_rows = partial(query_condition, "Accident")
concern_rows = partial(query_condition, "Concern Referral")
not_here_alert_rows = partial(query_condition, "Not Here Alert")
placement_request_rows = partial(query_condition, "Placement Request")
placement_feedback_rows = partial(query_condition, "Placement Feedback")
declined_match_rows = partial(query_condition, "Declined Match")
allocation_round_rows = partial(query_condition, "Allocation Round")
round_person_rows = partial(query_condition, "Allocation Round Person")
round_place_rows = partial(query_condition, "Allocation Round Place")
round_match_rows = partial(query_condition, "Allocation Round Match")
pairing_rows = partial(query_condition, "Mentoring Pairing")
session_rows = partial(query_condition, "Mentoring Session")
answer_rows = partial(query_condition, "Placement Answer")
refusal_rows = partial(query_condition, "Suitability Refusal")
unsent_message_rows = partial(query_condition, "Unsent Message")
legal_hold_rows = partial(query_condition, "Legal Hold")
data_rights_request_rows = partial(query_condition, "Data Rights Request")
decision_request_rows = partial(query_condition, "Decision Request")
interest_rows = partial(query_condition, "Young Person Interest")
schedule_day_rows = partial(query_condition, "Placement Schedule Day")
gate_result_rows = partial(query_condition, "Placement Gate Result")
override_rows = partial(query_condition, "Placement Override")
signature_rows = partial(query_condition, "Placement Signature")
attendance_rows = partial(query_condition, "Placement Attendance")
share_item_rows = partial(query_condition, "Share Release Item")
checklist_rows = partial(query_condition, "Visit Checklist Item")
visit_action_rows = partial(query_condition, "Visit Action")
