"""What is kept about one person, and what happens to it at the end of its retention period.

`HOLDINGS` lists every DocType that links to a young person; a test fails if one is missing. Records linked to a
person are found by their links, so that export and disposal include all of them.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.model.meta import Meta

DELETE = "delete"
STRIP = "strip"
KEEP = "keep"

# A record that links to one of these is about its person, even without a link to the person.
STEPS = ("Young Person", "Placement", "Mentoring Pairing")
# The ID of a person as plain text: a link would show the record to people who may not read it.
PERSON_FIELD = "young_person"


@dataclass(frozen=True)
class Holding:
	"""What happens to a DocType's rows about a person.

	DELETE: the row and its tables are deleted. STRIP: every text is emptied, and the links in `also`; statuses,
	dates, numbers and links to things that are not people stay, because statistics need them. KEEP: it names no
	one, and has a rule of its own. The texts in `kept_text` say nothing about a person; a new text field is
	emptied until it is listed there.
	"""

	on_disposal: str
	kept_text: tuple[str, ...] = ()
	also: tuple[str, ...] = ()


HOLDINGS: dict[str, Holding] = {
	"Young Person": Holding(STRIP, also=("allocated_worker", "next_step_by")),
	"Young Person Identity": Holding(DELETE),
	"Young Person Care Record": Holding(DELETE),
	"Young Person Support Profile": Holding(DELETE),
	"Young Person Risk Addendum": Holding(DELETE),
	"Placement": Holding(STRIP, kept_text=("title",)),
	"Share Release": Holding(DELETE),
	"Portal Access": Holding(DELETE),
	"Visit": Holding(STRIP, kept_text=("title", "plan_key")),
	"Not Here Alert": Holding(STRIP),
	"Accident": Holding(STRIP),
	"Concern Referral": Holding(STRIP, kept_text=("placement",)),
	"Declined Match": Holding(STRIP),
	"Allocation Round Match": Holding(STRIP, kept_text=("title",)),
	"Placement Request": Holding(STRIP),
	"Placement Answer": Holding(STRIP),
	"Decision Request": Holding(STRIP, kept_text=("check_key",)),
	"Placement Feedback": Holding(STRIP),
	"Mentoring Pairing": Holding(STRIP),
	"Mentoring Session": Holding(STRIP),
	"Suitability Refusal": Holding(DELETE),
	"Legal Hold": Holding(DELETE),
	"Data Rights Request": Holding(STRIP),
	"Mentor": Holding(STRIP, also=("user", "employer")),
	"Record Access Log": Holding(KEEP),
}
# Child tables of records that are emptied: texts that say nothing about a person.
KEPT_TEXT_OF_ROWS: dict[str, tuple[str, ...]] = {
	"Placement Gate Result": ("check_key", "title"),
	"Placement Override": ("check_key",),
	"Visit Checklist Item": ("item",),
}

TEXT = (
	"Attach",
	"Attach Image",
	"Barcode",
	"Code",
	"Data",
	"Geolocation",
	"HTML Editor",
	"JSON",
	"Long Text",
	"Markdown Editor",
	"Password",
	"Phone",
	"Read Only",
	"Signature",
	"Small Text",
	"Text",
	"Text Editor",
)


def get_disposed_doctypes() -> list[str]:
	"""Return the DocTypes whose rows are deleted, or emptied, with the person."""
	return [doctype for doctype, holding in HOLDINGS.items() if holding.on_disposal != KEEP]


def get_linked_records(root: str, names: Iterable[str], doctypes: Iterable[str]) -> dict[str, list[str]]:
	"""Return, by DocType, the names of all records of `doctypes` linked to the records `names` of `root`, and these.

	Runs one query for each DocType that can link to `root`, however many `names`. The records that were merged into a
	young person's are part of theirs.
	"""
	found: dict[str, list[str]] = {root: sorted({*(names := list(names)), *_get_merged(root, names)})}
	if root not in STEPS:
		return found
	for doctype in sorted(doctypes, key=lambda doctype: doctype not in STEPS):
		if doctype != root and (hung := _get_linked_names(doctype, found)):
			found[doctype] = hung
	return found


def _get_merged(root: str, names: Iterable[str]) -> list[str]:
	if root != "Young Person":
		return []
	return frappe.get_all(root, {"merged_into": ["in", list(names)]}, pluck="name")


def links(meta: Meta) -> dict[str, str]:
	"""Return which fields of a DocType link to which DocType of `STEPS`; the ID of a person as text counts as a link."""
	found = {field.fieldname: field.options for field in meta.get_link_fields() if field.options in STEPS}
	if meta.has_field(PERSON_FIELD):
		found[PERSON_FIELD] = "Young Person"
	return found


def tables(doctype: str) -> list[str]:
	"""Return the DocTypes of the child tables of `doctype`."""
	return [field.options for field in frappe.get_meta(doctype).get_table_fields()]


def texts(doctype: str) -> list[str]:
	"""Return the fields of `doctype`, a record or a row of a table, that may hold text about a person."""
	holding = HOLDINGS.get(doctype)
	meta = frappe.get_meta(doctype)
	# An ID used instead of a link is not text, and finds the records about the person.
	kept = {*(holding.kept_text if holding else KEPT_TEXT_OF_ROWS.get(doctype, ())), *links(meta)}
	return [
		field.fieldname
		for field in meta.fields
		if field.fieldtype in TEXT and not field.is_virtual and field.fieldname not in kept
	]


def _get_linked_names(doctype: str, found: dict[str, list[str]]) -> list[str]:
	table = frappe.qb.DocType(doctype)
	by = [
		table[field].isin(found[step])
		for field, step in links(frappe.get_meta(doctype)).items()
		if step in found
	]
	if not by:
		return []
	condition = by[0]
	for other in by[1:]:
		condition |= other
	return frappe.qb.from_(table).select(table.name).where(condition).orderby(table.name).run(pluck=True)
