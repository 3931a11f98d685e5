"""Whether two records can be merged as those of one young person: what stands against it, in plain words."""

from collections.abc import Iterator
from itertools import product
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.utils import getdate

from unlocking_opportunities.mentoring.pairing_workflow import COUNTED
from unlocking_opportunities.placements.start_gate.timetable import days_worked
from unlocking_opportunities.rules.placement_states import LIVE
from unlocking_opportunities.utils import phones
from unlocking_opportunities.utils.server_fields import as_text
from unlocking_opportunities.young_people.duplicates import PLAIN, is_same_name

NAMES = ("preferred_name", "surname")
# Who said that it is someone else, which turned out to be wrong.
NOT_COMPARED = ("someone_else", "someone_else_said_by")


def one_each() -> list[str]:
	"""Return the DocTypes of which each young person has one record, with their ID as its name."""
	return frappe.get_all(
		"DocType", {"autoname": "field:young_person", "istable": 0}, pluck="name", order_by="name"
	)


def problems(source: Document, target: Document) -> list[str]:
	"""Return why `source` can't be merged into `target`; empty if it can. Never says what a field holds."""
	if source.name == target.name:
		return [_("You can't merge a record into itself. Choose another young person.")]
	if source.merged_into or target.merged_into:
		return [_("One of these records has already been merged. Use the one it was merged into.")]
	found = []
	if target.status == "Closed" and source.status != "Closed":
		found.append(_("{0} is closed. Merge it into {1} instead.").format(target.name, source.name))
	return [
		*found,
		*_different_records(source.name, target.name),
		*_same_days(source.name, target.name),
		*_same_mentor(source.name, target.name),
	]


def differing(source: Document, target: Document) -> list[str]:
	"""Return the fields that both records have filled in differently, apart from ticks."""
	fields = [
		field.fieldname
		for field in comparable(source.meta)
		if not is_empty(field, source) and not is_empty(field, target) and not _is_same(field, source, target)
	]
	if set(fields) & set(NAMES) and is_same_name(_name(source), _name(target)):
		return [field for field in fields if field not in NAMES]
	return fields


def comparable(meta: Meta) -> list[Any]:
	"""Return the fields that a person fills in, without tables, ticks and what the server sets."""
	return [
		field
		for field in meta.fields
		if field.fieldname in meta.get_valid_columns()
		and field.fieldtype != "Check"
		and not field.read_only
		and field.fieldname not in ("young_person", *NOT_COMPARED)
	]


def is_empty(field: Any, doc: Document) -> bool:
	"""Return whether a field has no value, or only its default."""
	value = as_text(doc.get(field.fieldname))
	return not value or value == as_text(field.default)


def _is_same(field: Any, source: Document, target: Document) -> bool:
	one, other = (as_text(doc.get(field.fieldname)) for doc in (source, target))
	if field.options == "Phone":
		return bool(phones.ways_to_write(one) & phones.ways_to_write(other))
	return _plain(one) == _plain(other)


def _plain(text: str) -> str:
	return " ".join(text.casefold().translate(PLAIN).split())


def _name(identity: Document) -> tuple[str | None, str | None]:
	return identity.get("preferred_name"), identity.get("surname")


def _different_records(source: str, target: str) -> Iterator[str]:
	for doctype in one_each():
		if frappe.db.exists(doctype, source) and frappe.db.exists(doctype, target):
			one, other = (frappe.get_doc(doctype, name) for name in (source, target))
			if fields := differing(one, other):
				labels = ", ".join(_(one.meta.get_label(field)) for field in fields)
				yield _(
					"These differ in the two records of {0}: {1}. Find out what is right, change one record to match the other, then merge."
				).format(_(doctype), labels)


def _same_days(source: str, target: str) -> Iterator[str]:
	of_both = [
		[
			frappe.get_doc("Placement", name)
			for name in frappe.get_all(
				"Placement", {"young_person": person, "status": ["in", LIVE]}, pluck="name", order_by="name"
			)
		]
		for person in (source, target)
	]
	for one, other in product(*of_both):
		first = max(getdate(one.start_date), getdate(other.start_date))
		last = min(getdate(one.end_date), getdate(other.end_date))
		if first <= last and set(days_worked(one, first, last)) & set(days_worked(other, first, last)):
			yield _(
				"{0} and {1} are on the same days, and one person can't be at both. End or cancel one of them, then merge."
			).format(one.name, other.name)


def _same_mentor(source: str, target: str) -> Iterator[str]:
	of_both = [
		frappe.get_all(
			"Mentoring Pairing",
			{"young_person": person, "status": ["in", ("Proposed", *COUNTED)]},
			["name", "mentor"],
			order_by="name",
		)
		for person in (source, target)
	]
	for one, other in product(*of_both):
		if one.mentor == other.mentor:
			yield _("{0} and {1} are with the same mentor. End one of them, then merge.").format(
				one.name, other.name
			)
