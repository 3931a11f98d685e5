"""Writes the facts: the few that a change tells of after each change, all of them each night.

Only the key ties a fact to its record, and the keys stand on Fact Key, which no role reads. A fact's own columns say
nothing of when or by whom: they are those of the service user at the last midnight, whatever happened in the day.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from functools import partial
from itertools import islice

import frappe
from frappe.model.document import Document
from frappe.utils import get_datetime, today

from unlocking_opportunities.facts import outcome, placement, visit, young_person
from unlocking_opportunities.facts.definition import Fact
from unlocking_opportunities.retry import again_on_conflict
from unlocking_opportunities.workflow.service import SERVICE_USER

FACTS: tuple[Fact, ...] = (young_person.FACT, placement.FACT, visit.FACT, outcome.FACT)
BATCH = 500
STAMP = ("name", "owner", "modified_by", "creation", "modified")
KEY_LENGTH = 20


def changed(doc: Document, event: str) -> None:
	"""Document events of what facts are made of: once the change is committed, a job brings the facts up to it.

	All changes of one transaction go to one job. One that is rolled back goes to none.
	"""
	changes = frappe.flags.setdefault("unlocking_facts_changed", set())
	if not changes:
		frappe.db.after_commit.add(partial(_enqueue_refresh, changes))
		frappe.db.after_rollback.add(changes.clear)
	changes.add((doc.doctype, doc.name))


def _enqueue_refresh(changes: set[tuple[str, str]]) -> None:
	told = sorted(changes)
	changes.clear()
	frappe.enqueue(refresh, queue="short", changes=told)


def rebuild_after_commit() -> None:
	"""Have all facts written anew once this transaction is committed: for what passes by the document events."""
	frappe.enqueue(
		rebuild, queue="long", job_id="unlocking-facts-rebuild", deduplicate=True, enqueue_after_commit=True
	)


def refresh(changes: list[tuple[str, str]]) -> None:
	"""Write the facts that `changes`, pairs of DocType and name, tell of. Commits; may be run again."""
	names = defaultdict(list)
	for doctype, name in changes:
		names[doctype].append(name)
	for fact in FACTS:
		_write_all(fact, _told_of(fact, names))


def rebuild() -> None:
	"""Write every fact anew and take out those whose record is gone. Commits batch by batch; may be run again."""
	for fact in FACTS:
		_write_all(fact, _every_source(fact))
		again_on_conflict(partial(_forget_the_gone, fact))
		frappe.db.commit()


def _told_of(fact: Fact, changes: dict[str, list[str]]) -> list[str]:
	source = frappe.qb.DocType(fact.source)
	told = set(changes.get(fact.source, ()))
	for doctype, rule in fact.told_by.items():
		if doctype in changes:
			query = frappe.qb.from_(source).select(source.name)
			told.update(query.where(rule(source, changes[doctype])).run(pluck=True))
	return sorted(told)


def _every_source(fact: Fact) -> Iterator[str]:
	source, last = frappe.qb.DocType(fact.source), ""
	query = frappe.qb.from_(source).select(source.name).orderby(source.name).limit(BATCH)
	while names := query.where(source.name > last).run(pluck=True):
		yield from names
		last = names[-1]


def _write_all(fact: Fact, names: Iterable[str]) -> None:
	names = iter(names)
	while batch := list(islice(names, BATCH)):
		# A new transaction for each batch: it reads what others had committed when it got hold of the keys.
		frappe.db.commit()
		again_on_conflict(partial(_write, fact, batch))
		frappe.db.commit()


def _write(fact: Fact, names: list[str]) -> None:
	keys = _keys(fact, names)
	source, table = frappe.qb.DocType(fact.source), frappe.qb.DocType(fact.doctype)
	records = fact.query().where(source.name.isin(names)).run(as_dict=True)
	rows = {keys[record.source]: row for record in records if (row := fact.row(record)) is not None}
	frappe.qb.from_(table).delete().where(table.name.isin(list(keys.values()))).run()
	if rows:
		fields = list(next(iter(rows.values())))
		values = ((*_stamp(key), *(row[field] for field in fields)) for key, row in sorted(rows.items()))
		frappe.db.bulk_insert(fact.doctype, [*STAMP, *fields], values)


def _keys(fact: Fact, names: list[str]) -> dict[str, str]:
	"""Return the key of each of `names`, made where there is none, and hold them until the end of the transaction."""
	keys = _held_keys(fact, names)
	missing = [name for name in names if name not in keys]
	if not missing:
		return keys
	new = ((*_stamp(frappe.generate_hash(length=KEY_LENGTH)), fact.doctype, name) for name in missing)
	frappe.db.bulk_insert("Fact Key", [*STAMP, "fact", "record"], new, ignore_duplicates=True)
	return _held_keys(fact, names)


def _held_keys(fact: Fact, names: list[str]) -> dict[str, str]:
	key = frappe.qb.DocType("Fact Key")
	query = frappe.qb.from_(key).select(key.record, key.name).for_update()
	return dict(query.where((key.fact == fact.doctype) & key.record.isin(names)).run())


def _forget_the_gone(fact: Fact) -> None:
	key, source = frappe.qb.DocType("Fact Key"), frappe.qb.DocType(fact.source)
	table = frappe.qb.DocType(fact.doctype)
	gone = (key.fact == fact.doctype) & key.record.notin(frappe.qb.from_(source).select(source.name))
	frappe.qb.from_(key).delete().where(gone).run()
	known = frappe.qb.from_(key).select(key.name).where(key.fact == fact.doctype)
	frappe.qb.from_(table).delete().where(table.name.notin(known)).run()


def _stamp(name: str) -> tuple:
	midnight = get_datetime(today())
	return (name, SERVICE_USER, SERVICE_USER, midnight, midnight)
