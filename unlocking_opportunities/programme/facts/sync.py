"""Release the facts: all of one kind at once, at night, and only if the facts of enough people have changed.

Someone who keeps yesterday's facts can compare them with today's, so a single change is never released by itself. A release
waits for a week, and until the changes are about at least as many young people as the smallest group. It replaces every row
and gives it a new random name. Fact Source keeps a digest of each record at the last release; no role can read it.
"""

import hashlib
import json
from collections.abc import Iterator
from functools import partial
from typing import Any, NamedTuple

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import cint, date_diff, get_datetime, today

from unlocking_opportunities.programme.facts import outcome, placement, visit, young_person
from unlocking_opportunities.programme.facts.anonymity import Record, generalise
from unlocking_opportunities.programme.facts.definition import Fact, Row
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.retry import retry_on_conflict
from unlocking_opportunities.workflow.service import SERVICE_USER

FACTS: tuple[Fact, ...] = (young_person.FACT, placement.FACT, visit.FACT, outcome.FACT)
BATCH = 500
STAMP = ("name", "owner", "modified_by", "creation", "modified")
KEY_LENGTH = 20
DAYS_BETWEEN_RELEASES = 7
SMALLEST_GROUP = 5
LEAST_GROUP = 3
LEAST_HOSTS = 3  # with two, a host that knows its own rows could work out the other's


class GroupTooSmall(frappe.ValidationError):
	pass


class Source(NamedTuple):
	"""A digest of a record, to tell whether it has changed, and the young person it is about."""

	record: str
	subject: str
	digest: str


class Told(NamedTuple):
	source: Source
	subjects: tuple
	row: Row


def smallest_group() -> int:
	"""Return k: the least number of young people that each combination of a fact's values must cover."""
	stored = frappe.db.get_single_value("Unlocking Opportunities Settings", "smallest_group", cache=False)
	return max(LEAST_GROUP, cint(stored) or SMALLEST_GROUP)


def validate_smallest_group(settings: Document) -> None:
	if cint(settings.smallest_group) < LEAST_GROUP:
		frappe.throw(
			_("Smallest Group in Figures is too small. Enter {0} or more.").format(LEAST_GROUP),
			GroupTooSmall,
		)


def rebuild_after_commit() -> None:
	"""Release the facts after this transaction has been committed. For records loaded or removed in bulk."""
	jobs.enqueue_once(f"{__name__}.rebuild", queue=jobs.LONG, within_a_week=True)


def rebuild(within_a_week: bool = False) -> None:
	"""Release each kind of fact that is due. Commits after each kind; safe to run again.

	`within_a_week`: also release if the last release is less than a week old. Too few changes still wait.
	"""
	for fact in FACTS:
		# A new transaction: it reads what others have committed by now.
		frappe.db.commit()
		retry_on_conflict(partial(_release_when_due, fact, within_a_week))
		frappe.db.commit()


def _release_when_due(fact: Fact, within_a_week: bool) -> None:
	k, told = smallest_group(), list(read(fact))
	if _is_due(fact, k, {one.source for one in told}, within_a_week):
		release(fact, k, told)


def _is_due(fact: Fact, k: int, sources: set[Source], within_a_week: bool) -> bool:
	"""Return whether to release: none yet, a larger smallest group, or enough people's facts have changed."""
	last = frappe.db.get_value(
		"Fact Release", fact.doctype, ("smallest_group", "released_on"), as_dict=True, for_update=True
	)
	if not last or k > last.smallest_group:
		return True
	if not within_a_week and date_diff(today(), last.released_on) < DAYS_BETWEEN_RELEASES:
		return False
	changed = {source.subject for source in sources ^ _released(fact)}
	return len(changed) >= k


def _released(fact: Fact) -> set[Source]:
	source = frappe.qb.DocType("Fact Source")
	query = frappe.qb.from_(source).select(source.record, source.subject, source.digest)
	return {Source(*row) for row in query.where(source.fact == fact.doctype).run()}


def read(fact: Fact) -> Iterator[Told]:
	"""Yield the fact from each record today, before it is generalised."""
	source, last = frappe.qb.DocType(fact.source), ""
	query = fact.query().orderby(source.name).limit(BATCH)
	while records := query.where(source.name > last).run(as_dict=True):
		for record in records:
			row = fact.row(record)
			if row is not None:
				yield _told(fact, record, row)
		last = records[-1].source


def _told(fact: Fact, record: dict[str, Any], row: Row) -> Told:
	said = json.dumps([row.paths, row.measures], sort_keys=True)
	digest = hashlib.sha256(said.encode()).hexdigest()
	source = Source(record["source"], record["subject"] or "", digest)
	return Told(source, tuple(record[column] for column in fact.subjects), row)


def release(fact: Fact, k: int, told: list[Told]) -> None:
	"""Replace the last release by `told`, generalised until every combination covers k people."""
	least = (k, LEAST_HOSTS)[: len(fact.subjects)]
	shown = generalise([Record(one.row.paths, one.subjects) for one in told], fact.steps, least)
	rows = [
		{**values, **one.row.measures} for one, values in zip(told, shown, strict=True) if values is not None
	]
	_replace(fact.doctype, rows)
	sources = [{"fact": fact.doctype, **one.source._asdict()} for one in told]
	_replace("Fact Source", sources, {"fact": fact.doctype})
	record = {
		"fact": fact.doctype,
		"released_on": today(),
		"smallest_group": k,
		"rows_shown": len(rows),
		"rows_withheld": len(told) - len(rows),
	}
	_replace("Fact Release", [record], {"fact": fact.doctype}, name=fact.doctype)


def _replace(doctype: str, rows: list[dict], filters: dict | None = None, name: str | None = None) -> None:
	"""Replace the rows that match `filters` (by default all) by `rows`, in random order and with the same timestamps."""
	frappe.db.delete(doctype, filters or {})
	if rows:
		fields = list(rows[0])
		named = sorted(
			(name or frappe.generate_hash(length=KEY_LENGTH), number) for number in range(len(rows))
		)
		values = ((*_stamp(name), *(rows[number][field] for field in fields)) for name, number in named)
		frappe.db.bulk_insert(doctype, [*STAMP, *fields], values, chunk_size=BATCH)


def _stamp(name: str) -> tuple:
	midnight = get_datetime(today())
	return (name, SERVICE_USER, SERVICE_USER, midnight, midnight)
