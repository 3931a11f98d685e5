"""Which records are due for disposal: the council's retention rules, legal holds, and lists for a manager.

A rule in the settings counts from one of the record's dates. Nothing is disposed of here: `propose_all` only
makes a Disposal Review of what is due, and `disposal.py` carries out what a manager has approved.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce
from frappe.utils import add_days, cint, getdate, now_datetime, today
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Term

from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.rules.data_rights import add_months
from unlocking_opportunities.rules.placement_states import ENDED
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import SERVICE_USER

AT_ONCE = 200
LOOK_AGAIN_DAYS = 365
OPEN = ("Proposed", "Approved")


@dataclass(frozen=True)
class Kind:
	"""One kind of record with a retention period: the dates it can count from, and what must be over first.

	`person` is the field with the young person whose legal hold keeps it. A `log` has no item for each row: its
	item is the day up to which its rows are cleared.
	"""

	doctype: str
	starts: dict[str, Callable[[Table], Term]]
	over: Callable[[Table], Criterion] | None = None
	person: str = ""
	log: bool = False


def _column(name: str) -> Callable[[Table], Term]:
	return lambda table: table[name]


def _born(person: Table) -> Term:
	identity = DocType("Young Person Identity")
	born = (
		frappe.qb.from_(identity).select(identity.date_of_birth).where(identity.young_person == person.name)
	)
	return Coalesce(born, None)  # puts it in brackets


def _person_is_over(person: Table) -> Criterion:
	placement, pairing, request = (
		DocType("Placement"),
		DocType("Mentoring Pairing"),
		DocType("Data Rights Request"),
	)
	going_on = (
		frappe.qb.from_(placement).select(placement.young_person).where(placement.status.notin(ENDED)),
		frappe.qb.from_(pairing).select(pairing.young_person).where(pairing.status != "Ended"),
		frappe.qb.from_(request)
		.select(request.young_person)
		.where(
			(request.status != "Answered") & (request.kind != "Erasure") & request.young_person.isnotnull()
		),
	)
	# A merged record goes with the one that it was merged into.
	alone = person.merged_into.isnull() | (person.merged_into == "")
	return Criterion.all(
		[person.status == "Closed", alone, *(person.name.notin(query) for query in going_on)]
	)


KINDS = {
	kind.doctype: kind
	for kind in (
		Kind(
			"Young Person",
			{
				"Birth": _born,
				"Closed": lambda person: Coalesce(person.closed_on, person.modified),
				"Last Change": _column("modified"),
			},
			_person_is_over,
			person="name",
		),
		Kind(
			"Placement",
			{
				"Ended": lambda placement: Coalesce(placement.actual_end, placement.end_date),
				"Last Change": _column("modified"),
			},
			lambda placement: placement.status.isin(ENDED),
			person="young_person",
		),
		Kind(
			"Mentoring Pairing",
			{
				"Ended": lambda pairing: Coalesce(pairing.ends_on, pairing.modified),
				"Last Change": _column("modified"),
			},
			lambda pairing: pairing.status == "Ended",
			person="young_person",
		),
		Kind("Mentor", {"Last Change": _column("modified")}, lambda mentor: mentor.status == "Left"),
		Kind(
			"Data Rights Request",
			{"Ended": _column("answered_on"), "Last Change": _column("modified")},
			lambda request: request.status == "Answered",
			person="young_person",
		),
		Kind("Record Access Log", {"Last Change": _column("read_on")}, log=True),
	)
}


class WrongStart(frappe.ValidationError):
	"""A retention rule counts from a day that its kind of record does not have."""


class NotDisposable(frappe.ValidationError):
	"""The records are still needed: open, still going on, or under a legal hold."""


def check_rules(settings: Document) -> None:
	"""Refuse a retention rule that counts from a date its kind of record does not have, or that has no period."""
	for rule in settings.retention_rules:
		starts = KINDS[rule.record_type].starts
		if rule.starts_from not in starts:
			frappe.throw(
				_("Retention rule {0}: {1} can be counted only from {2}.").format(
					rule.idx, _(rule.record_type), " / ".join(_(start) for start in starts)
				),
				WrongStart,
			)
		if not _months(rule):
			frappe.throw(
				_("Retention rule {0}: enter years or months.").format(rule.idx), frappe.MandatoryError
			)


def propose_all() -> None:
	"""Propose everything that is due and is not on an open list, one list for each kind of record. Commits."""
	for kind in KINDS.values():
		rule = _rule(kind)
		if rule and (due := _due(kind, rule)):
			_propose(kind, due, _in_words(rule), SERVICE_USER)
		frappe.db.commit()


def propose_person(young_person: str) -> str:
	"""Propose one person's records for an erasure, for another manager to decide. Returns the list's name.

	Raises NotDisposable when a hold or something that still goes on keeps them.
	"""
	kind = KINDS["Young Person"]
	if not disposable(kind, [young_person]):
		frappe.throw(
			_(
				"These records cannot be disposed of yet. Their file must be closed, with nothing still open and no legal hold."
			),
			NotDisposable,
		)
	return _propose(kind, [(young_person, getdate(today()))], _("A request for erasure"), frappe.session.user)


def disposable(kind: Kind, names: list[str]) -> set[str]:
	"""Return which of `names` may be disposed of now: over, and not under a legal hold placed since they were listed."""
	table = DocType(kind.doctype)
	return set(_free(kind, table).where(table.name.isin(names)).select(table.name).run(pluck=True))


def held(kind: Kind, names: list[str]) -> set[str]:
	"""Return which of `names` are under a legal hold."""
	if not kind.person:
		return set()
	table = DocType(kind.doctype)
	query = frappe.qb.from_(table).select(table.name).where(table.name.isin(names))
	return set(query.where(table[kind.person].isin(_people_on_hold())).run(pluck=True))


def _rule(kind: Kind) -> Document | None:
	rules = [rule for rule in get_settings().retention_rules if rule.record_type == kind.doctype]
	begun = [rule for rule in rules if getdate(rule.effective_from) <= getdate(today())]
	return max(begun, key=lambda rule: getdate(rule.effective_from)) if begun else None


def _due(kind: Kind, rule: Document) -> list[tuple[str, date]]:
	"""Return the name and last retention day of the records whose period under `rule` is over, longest overdue first."""
	table = DocType(kind.doctype)
	start = kind.starts[rule.starts_from](table)
	last_start = add_months(getdate(today()), -_months(rule))
	if kind.log:
		up_to = add_days(last_start, -1)
		rows = frappe.qb.from_(table).select(table.name).where(start < last_start).limit(1).run()
		listed = frappe.db.exists("Disposal Review", {"record_type": kind.doctype, "status": ["in", OPEN]})
		return [(str(up_to), getdate(today()))] if rows and not listed else []
	query = _free(kind, table).select(table.name, start.as_("start")).where(start < last_start)
	query = query.where(table.name.notin(_listed(kind)))
	if rule.not_before_age:
		query = query.where(table[kind.person].isin(_people_of_age(rule.not_before_age)))
	rows = query.orderby(start).orderby(table.name).limit(AT_ONCE).run()
	return [(name, add_months(getdate(begun), _months(rule))) for name, begun in rows]


def _free(kind: Kind, table: Table) -> QueryBuilder:
	query = frappe.qb.from_(table)
	if kind.over:
		query = query.where(kind.over(table))
	if kind.person:
		query = query.where(table[kind.person].isnull() | table[kind.person].notin(_people_on_hold()))
	return query


def _people_on_hold() -> QueryBuilder:
	hold = DocType("Legal Hold")
	return frappe.qb.from_(hold).select(hold.young_person).where(hold.status == "In Force")


def _people_of_age(age: int) -> QueryBuilder:
	# A person without an identity record has been disposed of, so is old enough.
	identity = DocType("Young Person Identity")
	younger = identity.date_of_birth > add_months(getdate(today()), -12 * age)
	person = DocType("Young Person")
	young = frappe.qb.from_(identity).select(identity.young_person).where(younger)
	return frappe.qb.from_(person).select(person.name).where(person.name.notin(young))


def _listed(kind: Kind) -> QueryBuilder:
	"""Return records that are on an open list, were disposed of, or were kept less than a year ago."""
	review, item = DocType("Disposal Review"), DocType("Disposal Review Item")
	lately = review.done_on >= add_days(today(), -LOOK_AGAIN_DAYS)
	return (
		frappe.qb.from_(item)
		.inner_join(review)
		.on(review.name == item.parent)
		.select(item.record)
		.where(review.record_type == kind.doctype)
		.where(review.status.isin(OPEN) | (item.result == "Disposed") | ((item.result == "Kept") & lately))
	)


def _propose(kind: Kind, due: list[tuple[str, date]], rule: str, proposed_by: str) -> str:
	review = frappe.new_doc("Disposal Review")
	review.update(
		{
			"record_type": kind.doctype,
			"rule": rule,
			"number": len(due),
			"proposed_by": proposed_by,
			"proposed_on": now_datetime(),
		}
	)
	review.extend("items", [{"record": name, "due_on": day} for name, day in due])
	with acting(review, Act.PROPOSING_DISPOSAL):
		review.insert(ignore_permissions=True)  # no one may make a list by hand
	staff.notify(
		recipients.holders_of(MANAGER) - {proposed_by},
		subject=_("Please decide: disposal of records, {0}").format(review.name),
		lines=[
			_(
				"{0} records have reached the end of their retention period ({1}). Look at the list and decide."
			).format(len(due), rule)
		],
		document=review,
		roles=(MANAGER,),
	)
	return review.name


def _months(rule: Document) -> int:
	return 12 * cint(rule.years) + cint(rule.months)


def _in_words(rule: Document) -> str:
	length = [_("{0} years").format(rule.years)] if rule.years else []
	length += [_("{0} months").format(rule.months)] if rule.months else []
	words = _("{0}: {1} from {2}").format(_(rule.record_type), " ".join(length), _(rule.starts_from))
	if rule.not_before_age:
		words += ", " + _("not before age {0}").format(rule.not_before_age)
	return words
