"""Merge two records of one young person: everything moves to the one that stays, and the other links to it.

All of it is one transaction, so a merge that is interrupted leaves nothing changed. The merged record keeps its own history
and is closed. The access log stays as it was written. What moved is listed on the merged record, for managers only.
"""

from collections.abc import Iterable, Iterator
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.rename_doc import get_link_fields
from frappe.query_builder import DocType
from frappe.utils import now
from frappe.utils.global_search import delete_for_document

from unlocking_opportunities.access.guarded import ours
from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council.roles import MANAGER, require
from unlocking_opportunities.placements import signed_terms
from unlocking_opportunities.placements.start_gate import judge
from unlocking_opportunities.utils.locks import lock
from unlocking_opportunities.utils.server_fields import Act, acting, as_text
from unlocking_opportunities.young_people import age_bands, duplicates, same_person

PERSON = "Young Person"
# The log of what was read is never changed.
STAYS = ("Record Access Log",)
# What Frappe keeps about a record, and moves with it: (DocType, field with the DocType, field with the name).
ABOUT = (
	("Comment", "reference_doctype", "reference_name"),
	("Communication", "reference_doctype", "reference_name"),
	("File", "attached_to_doctype", "attached_to_name"),
	("Tag Link", "document_type", "document_name"),
	("ToDo", "reference_type", "reference_name"),
)
# The same of a record that is gone afterwards.
HISTORY = (
	*ABOUT,
	("Email Queue", "reference_doctype", "reference_name"),
	("Notification Log", "document_type", "document_name"),
	("Version", "ref_doctype", "docname"),
)


class CannotMerge(frappe.ValidationError):
	"""Something stands against merging the two; the message says what."""


@frappe.whitelist()
def preview(young_person: str, into: str) -> dict:
	"""Return what merging `young_person` into `into` would do. For managers.

	`problems`: why it can't be done. `moves`: (kind of record, how many). `kept`: labels of fields in which the record that
	stays keeps its own value. Raises PermissionError.
	"""
	require(MANAGER)
	source, target = permitted(PERSON, young_person, "write"), permitted(PERSON, into, "write")
	if found := same_person.problems(source, target):
		return {"problems": found, "moves": [], "kept": []}
	moves = {
		doctype: len(names) for doctype, field in links() if (names := _visible(doctype, field, source.name))
	}
	moves |= {doctype: 1 for doctype in same_person.one_each() if frappe.db.exists(doctype, source.name)}
	return {
		"problems": [],
		"moves": [(_(doctype), number) for doctype, number in sorted(moves.items())],
		"kept": [_(source.meta.get_label(field)) for field in same_person.differing(source, target)],
	}


@frappe.whitelist(methods=["POST"])
def merge(young_person: str, into: str) -> str:
	"""Move everything linked to `young_person` to `into`, close the first, and return the second's name. For managers.

	Raises PermissionError, or CannotMerge with what stands against it. Safe to run twice.
	"""
	require(MANAGER)
	source, target = _lock(young_person, into)
	if source.merged_into == target.name:
		return target.name
	if found := same_person.problems(source, target):
		frappe.throw("<br>".join(found), CannotMerge, title=_("These Can't Be Merged Yet"))
	account = [*_move_links(source.name, target.name), *_join_records(source.name, target.name)]
	_move_copies(PERSON, source.name, target.name, ABOUT)
	_fill_in(source, target)
	_close(source, target, account)
	judge.enqueue_for_person(target.name)
	return target.name


@frappe.whitelist(methods=["POST"])
def close_empty(
	young_person: str,
	into: str,
	preferred_name: str | None = None,
	surname: str | None = None,
	date_of_birth: str | None = None,
) -> str:
	"""Close an empty record of someone who has one already, `into`, and return that one's name. Safe to run twice.

	The last three are what was about to be entered; `into` has to be of someone with that name and date of birth.
	For those who may write the empty record and read the other. Raises PermissionError, NotReadable, or CannotMerge if
	anything is recorded about the first: then a manager merges the two.
	"""
	lock(PERSON, young_person, into)
	source, target = permitted(PERSON, young_person, "write"), permitted(PERSON, into)
	if source.merged_into == target.name:
		return target.name
	if source.name == target.name or source.merged_into or target.merged_into:
		frappe.throw(same_person.problems(source, target)[0], CannotMerge)
	if not _is_empty(source.name):
		frappe.throw(
			_("{0} isn't empty. Ask a manager to merge it into {1}.").format(source.name, target.name),
			CannotMerge,
		)
	if into not in duplicates.get_known(young_person, preferred_name, surname, date_of_birth):
		frappe.throw(
			_("{0} is of someone with another name or date of birth.").format(target.name), CannotMerge
		)
	_close(source, target, [])
	return target.name


def _is_empty(person: str) -> bool:
	return not any(
		frappe.db.exists(doctype, {field: person})
		for doctype, field in [*links(), *((doctype, "young_person") for doctype in same_person.one_each())]
	)


def links() -> list[tuple[str, str]]:
	"""Return each (DocType, field) that names a young person and is moved: links, and IDs kept as plain text."""
	own = same_person.one_each()
	found = {(link.parent, link.fieldname) for link in get_link_fields(PERSON)}
	for doctype in ours():
		if frappe.get_meta(doctype).has_field("young_person"):
			found.add((doctype, "young_person"))
	return sorted(
		(doctype, field)
		for doctype, field in found
		if doctype not in (*own, *STAYS) and not _is_without_a_table(doctype)
	)


def _is_without_a_table(doctype: str) -> bool:
	meta = frappe.get_meta(doctype)
	return bool(meta.issingle or meta.is_virtual)


def _lock(young_person: str, into: str) -> tuple[Document, Document]:
	"""Return both records as stored, which nobody else can merge until this transaction ends."""
	lock(PERSON, young_person, into)
	return permitted(PERSON, young_person, "write"), permitted(PERSON, into, "write")


def _visible(doctype: str, field: str, person: str) -> list[str]:
	"""Return the records of `person` in `doctype`, or of its rows, that the user may know of."""
	table = DocType(doctype)
	if not frappe.get_meta(doctype).istable:
		if not frappe.has_permission(doctype, "read"):
			return []
		return frappe.qb.from_(table).select(table.name).where(table[field] == person).run(pluck=True)
	query = frappe.qb.from_(table).select(table.parenttype, table.parent).distinct()
	rows = query.where(table[field] == person).run()
	return sorted({parent for parenttype, parent in rows if frappe.has_permission(parenttype, "read")})


def _move_links(source: str, target: str) -> Iterator[str]:
	"""Point every row at `target`, without running controllers: only whose it is changes. Yield what moved, in words."""
	signed = {
		name: signed_terms.get_hashes(name)
		for name in frappe.get_all("Placement", {"young_person": source}, pluck="name")
	}
	for doctype, field in links():
		names = _visible(doctype, field, source)
		table = DocType(doctype)
		query = frappe.qb.update(table).set(table[field], target).where(table[field] == source)
		if not frappe.get_meta(doctype).istable:
			# A form that was opened before can't write the old ID back.
			query = query.set(table.modified, now()).set(table.modified_by, frappe.session.user)
		query.run()
		_forget(doctype, names)
		if names:
			yield f"{_(doctype)}: {', '.join(names)}"
	for name, hashes in signed.items():
		signed_terms.sign_again(name, *hashes)


def _join_records(source: str, target: str) -> Iterator[str]:
	"""Move the records of which each person has one, or fill in the one that `target` has. Yield what was done, in words."""
	for doctype in same_person.one_each():
		if not frappe.db.exists(doctype, source):
			continue
		if frappe.db.exists(doctype, target):
			labels = _join(doctype, source, target)
			yield _("{0}: joined. Filled in: {1}").format(_(doctype), ", ".join(labels) or _("nothing"))
		else:
			_rename(doctype, source, target)
			yield _("{0}: moved").format(_(doctype))
		_move_copies(doctype, source, target, HISTORY)
		delete_for_document(frappe._dict(doctype=doctype, name=source))
		_forget(doctype, (source, target))


def _rename(doctype: str, source: str, target: str) -> None:
	table = DocType(doctype)
	query = frappe.qb.update(table).set(table.name, target).set(table.young_person, target)
	query.set(table.modified, now()).where(table.name == source).run()
	for rows in frappe.get_meta(doctype).get_table_fields():
		row = DocType(rows.options)
		mine = (row.parenttype == doctype) & (row.parent == source)
		frappe.qb.update(row).set(row.parent, target).where(mine).run()


def _join(doctype: str, source: str, target: str) -> list[str]:
	"""Fill what is empty in the target's record from the source's, add its rows, delete it, and return the labels filled."""
	one, other = frappe.get_doc(doctype, source), frappe.get_doc(doctype, target)
	values = _missing(one, other)
	rows = [row for rows in one.meta.get_table_fields() for row in _new_rows(one, other, rows.fieldname)]
	# Deleted without Frappe, which would keep a copy. First, because some values are unique.
	for table_field in one.meta.get_table_fields():
		row = DocType(table_field.options)
		left = (row.parenttype == doctype) & (row.parent == source)
		frappe.qb.from_(row).delete().where(left & row.name.notin([row.name for row in rows] or [""])).run()
	table = DocType(doctype)
	frappe.qb.from_(table).delete().where(table.name == source).run()
	for number, row in enumerate(rows, 1):
		idx = len(other.get(row.parentfield)) + number
		frappe.db.set_value(row.doctype, row.name, {"parent": target, "idx": idx}, update_modified=False)
	frappe.db.set_value(doctype, target, values or {"young_person": target})
	return [
		_(one.meta.get_label(field)) for field in (*values, *dict.fromkeys(row.parentfield for row in rows))
	]


def _missing(one: Document, other: Document) -> dict[str, Any]:
	"""Return the values of `one` that `other` hasn't, ticks included."""
	return {
		field.fieldname: one.get(field.fieldname)
		for field in one.meta.fields
		if field.fieldname in one.meta.get_valid_columns()
		and field.fieldname not in ("young_person", *same_person.NOT_COMPARED)
		and not same_person.is_empty(field, one)
		and same_person.is_empty(field, other)
	}


def _new_rows(one: Document, other: Document, table: str) -> list[Document]:
	"""Return the rows of `one` that `other` doesn't have too."""
	known = [_content(row) for row in other.get(table)]
	return [row for row in one.get(table) if _content(row) not in known]


def _content(row: Document) -> list[str]:
	return [as_text(row.get(field.fieldname)) for field in row.meta.fields]


def _move_copies(doctype: str, source: str, target: str, kinds: tuple[tuple[str, str, str], ...]) -> None:
	for kind, type_field, name_field in kinds:
		table = DocType(kind)
		about = (table[type_field] == doctype) & (table[name_field] == source)
		names = frappe.qb.from_(table).select(table.name).where(about).run(pluck=True)
		frappe.qb.update(table).set(table[name_field], target).where(about).run()
		_forget(kind, names)


def _fill_in(source: Document, target: Document) -> None:
	"""Fill what is empty on the record that stays, such as its worker, and add the other's interests."""
	values = {
		field.fieldname: source.get(field.fieldname)
		for field in same_person.comparable(source.meta)
		if field.fieldname != "status"
		and not same_person.is_empty(field, source)
		and same_person.is_empty(field, target)
	}
	target.reload()
	target.update(values)
	sectors = {row.sector for row in target.interests}
	target.extend(
		"interests", [{"sector": row.sector} for row in source.interests if row.sector not in sectors]
	)
	target.save()
	if born := frappe.db.get_value("Young Person Identity", target.name, "date_of_birth"):
		age_bands.set_age_band(target.name, born)
		age_bands.update_placements(target.name)


def _close(source: Document, target: Document, account: list[str]) -> None:
	source.update({"status": "Closed", "merged_into": target.name})
	with acting(source, Act.MERGING):
		source.save()
	# Written apart, because everyone who reads the record sees its history.
	source.db_set("what_moved", "\n".join(account), update_modified=False)
	source.add_comment("Info", _("Merged into {0}.").format(target.name))
	target.add_comment("Info", _("{0} was merged into this record.").format(source.name))


def _forget(doctype: str, names: Iterable[str]) -> None:
	for name in names:
		frappe.clear_document_cache(doctype, name)
