"""What is kept about one person, and what becomes of it when its time is up.

Every DocType that points at a young person stands in `HOLDINGS`; a test fails while one does not. What hangs on a
person is then found by its links, so export and disposal cannot leave a part of it out.
"""

from collections.abc import Iterable
from dataclasses import dataclass

import frappe
from frappe.model.meta import Meta

DELETE = "delete"
STRIP = "strip"
KEEP = "keep"

# Through these a record hangs on a person without naming one itself.
STEPS = ("Young Person", "Placement", "Mentoring Pairing")
# The ID of a person as a plain word, where a link would tell of the record to people who may not read it.
PERSON_FIELD = "young_person"


@dataclass(frozen=True)
class Holding:
	"""What becomes of a DocType's rows about a person.

	DELETE: the row goes with its tables. STRIP: every text goes, and the links in `also`; states, dates, numbers and links
	that hold no person stay, because figures are made of them. KEEP: it names nobody, and has a rule of its own. Text in
	`kept_text` says nothing of a person; a new field of text is stripped until it is named there.
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
	"Legal Hold": Holding(DELETE),
	"Data Rights Request": Holding(STRIP),
	"Mentor": Holding(STRIP, also=("user", "employer")),
	"Record Access Log": Holding(KEEP),
}
# Rows of tables whose record is stripped: text that says nothing of a person.
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


def to_dispose() -> list[str]:
	"""Return the DocTypes whose rows go, or are emptied, with the person."""
	return [doctype for doctype, holding in HOLDINGS.items() if holding.on_disposal != KEEP]


def hanging_on(root: str, names: Iterable[str], doctypes: Iterable[str]) -> dict[str, list[str]]:
	"""Return, by DocType, the names of all records of `doctypes` that hang on the records `names` of `root`, and these.

	One SQL for each DocType that can hang on `root`, however many `names`.
	"""
	found: dict[str, list[str]] = {root: sorted(names)}
	if root not in STEPS:
		return found
	for doctype in sorted(doctypes, key=lambda doctype: doctype not in STEPS):
		if doctype != root and (hung := _names_hanging(doctype, found)):
			found[doctype] = hung
	return found


def links(meta: Meta) -> dict[str, str]:
	"""Return which fields of a DocType point at which DocType of `STEPS`; a plain person's ID counts as a link."""
	found = {field.fieldname: field.options for field in meta.get_link_fields() if field.options in STEPS}
	if meta.has_field(PERSON_FIELD):
		found[PERSON_FIELD] = "Young Person"
	return found


def tables(doctype: str) -> list[str]:
	"""Return the DocTypes of the tables of rows in `doctype`."""
	return [field.options for field in frappe.get_meta(doctype).get_table_fields()]


def texts(doctype: str) -> list[str]:
	"""Return the fields of `doctype`, a record or a row of a table, in which words about a person may stand."""
	holding = HOLDINGS.get(doctype)
	meta = frappe.get_meta(doctype)
	# A plain ID that stands in for a link is no words, and what hangs on the person is found by it.
	kept = {*(holding.kept_text if holding else KEPT_TEXT_OF_ROWS.get(doctype, ())), *links(meta)}
	return [
		field.fieldname
		for field in meta.fields
		if field.fieldtype in TEXT and not field.is_virtual and field.fieldname not in kept
	]


def _names_hanging(doctype: str, found: dict[str, list[str]]) -> list[str]:
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
