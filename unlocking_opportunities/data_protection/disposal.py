"""Dispose of the records that a manager has approved, and of every copy. Statistics stay.

Each batch is one transaction: the records, every copy that Frappe keeps of them, and a note on the review that
it is done. After an interruption, the next run continues with what has no note.
"""

from collections.abc import Iterable

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_to_date, get_datetime, now_datetime, today

from unlocking_opportunities.data_protection import copies, identifiers, records, retention
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.retry import retry_on_conflict

BATCH = 25
# Frappe's own columns on each record, about comments, tags and who has seen it.
ABOUT_THE_RECORD = ("_user_tags", "_comments", "_assign", "_liked_by", "_seen")


def dispose_approved() -> None:
	"""Carry out every review approved before today. Commits after each batch; safe to interrupt and run again."""
	reviews = frappe.get_all(
		"Disposal Review",
		filters={"status": "Approved", "approved_on": ["<", get_datetime(today())]},
		pluck="name",
		order_by="name",
	)
	one_by_one("Disposal Review", reviews, carry_out)


def carry_out(review: str) -> None:
	"""Dispose of what is left on `review`, and close it. Commits after each batch."""
	record_type = frappe.db.get_value("Disposal Review", review, "record_type")
	kind = retention.KINDS[record_type]
	_note_what_is_kept(review)
	while rows := _left(review):
		frappe.db.commit()
		retry_on_conflict(lambda rows=rows: _dispose_batch(kind, rows))
		frappe.db.commit()
	frappe.db.set_value("Disposal Review", review, {"status": "Done", "done_on": now_datetime()})
	frappe.db.commit()


def _left(review: str) -> list[tuple[str, str]]:
	item = DocType("Disposal Review Item")
	query = frappe.qb.from_(item).select(item.name, item.record)
	query = query.where((item.parent == review) & item.done_on.isnull()).orderby(item.idx).limit(BATCH)
	return list(query.run())


def _note_what_is_kept(review: str) -> None:
	item = DocType("Disposal Review Item")
	kept = (item.parent == review) & (item.decision == "Keep") & item.done_on.isnull()
	frappe.qb.update(item).set(item.result, "Kept").set(item.done_on, today()).where(kept).run()


def _dispose_batch(kind: retention.Kind, rows: list[tuple[str, str]]) -> None:
	names = [record for _row, record in rows]
	if kind.log:
		_clear_log(kind, names)
		_note(rows, "Disposed")
		return
	free, on_hold = retention.disposable(kind, names), retention.held(kind, names)
	dispose(kind.doctype, free)
	_note([row for row in rows if row[1] in free], "Disposed")
	_note([row for row in rows if row[1] in on_hold], "On Hold")
	_note([row for row in rows if row[1] not in free | on_hold], "Not Due")


def dispose(doctype: str, names: Iterable[str]) -> None:
	"""Remove the person from the records `names` of `doctype` and everything linked to them, and clear every copy.

	Runs in the caller's transaction. It does not delete documents through Frappe, which would keep a copy of
	each.
	"""
	names = sorted(names)
	if not names:
		return
	documents = records.get_linked_records(doctype, names, records.get_disposed_doctypes())
	person = identifiers.of(documents)
	for about, hanging in documents.items():
		holding = records.HOLDINGS[about]
		if holding.on_disposal == records.DELETE:
			_delete(about, hanging)
		else:
			_strip(about, hanging, holding)
	copies.clear(documents, person)


def _delete(doctype: str, names: list[str]) -> None:
	for rows in records.tables(doctype):
		row = DocType(rows)
		frappe.qb.from_(row).delete().where((row.parenttype == doctype) & row.parent.isin(names)).run()
	table = DocType(doctype)
	frappe.qb.from_(table).delete().where(table.name.isin(names)).run()


def _strip(doctype: str, names: list[str], holding: records.Holding) -> None:
	table = DocType(doctype)
	columns = frappe.db.get_table_columns(doctype)
	emptied = [
		*records.texts(doctype),
		*holding.also,
		*(name for name in ABOUT_THE_RECORD if name in columns),
	]
	_empty(table, emptied, table.name.isin(names))
	for rows in records.tables(doctype):
		row = DocType(rows)
		_empty(row, records.texts(rows), (row.parenttype == doctype) & row.parent.isin(names))


def _empty(table, fields: list[str], where) -> None:
	if not fields:
		return
	query = frappe.qb.update(table).where(where)
	for field in fields:
		query = query.set(table[field], None)
	query.run()


def _clear_log(kind: retention.Kind, days: list[str]) -> None:
	table = DocType(kind.doctype)
	after = add_to_date(get_datetime(max(days)), days=1)
	frappe.qb.from_(table).delete().where(kind.starts["Last Change"](table) < after).run()


def _note(rows: list[tuple[str, str]], result: str) -> None:
	if rows:
		item = DocType("Disposal Review Item")
		query = frappe.qb.update(item).set(item.result, result).set(item.done_on, today())
		query.where(item.name.isin([name for name, _record in rows])).run()
