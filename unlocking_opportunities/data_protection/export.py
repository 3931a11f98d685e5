"""Everything that is kept about one young person, for a subject access request (UK GDPR art. 15).

Made for an open Data Rights Request, by a manager who may read all of it, and streamed: nothing is stored on
the server. The package is one zip file with a page to read and the same as data. Information that concerns
other people's safety is left out, and the package says so. A person has to read it all before it is handed
over.
"""

import zipfile
from io import BytesIO
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.model.meta import Meta
from frappe.query_builder import DocType
from frappe.utils import now_datetime, strip_html

from unlocking_opportunities.access import access_log
from unlocking_opportunities.access.row_permissions import permitted
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER, require
from unlocking_opportunities.data_protection import records
from unlocking_opportunities.rules.findings import _ as N_

HELD = "held"
ASK = N_("Left out. Ask the safeguarding lead")
# The package says only that these may exist, and says so for everyone.
HELD_RECORDS = ("Legal Hold", "Concern Referral")
# Other people's safety and contact details.
HELD_FIELDS = {
	"Young Person Restriction": ("employer", "site", "ward", "reason"),
	"Suitability Refusal": ("reason",),
	"Young Person Identity": (
		"signatory_email",
		"signatory_phone",
		"carer_email",
		"carer_phone",
		"emergency_phone",
	),
	"Data Rights Request": ("contact_name", "contact_email", "contact_phone", "message"),
}
WITHOUT_A_VALUE = (
	"Section Break",
	"Column Break",
	"Tab Break",
	"Table",
	"Table MultiSelect",
	"HTML",
	"Button",
	"Fold",
)
TEMPLATE = "unlocking_opportunities/templates/personal_data.html"


class NoOpenAccessRequest(frappe.ValidationError):
	"""The request is answered, is not for access or names no young person."""


@frappe.whitelist(methods=["POST"])
def download(request: str) -> None:
	"""Stream the package for the Data Rights Request `request`, and log the reading.

	Raises PermissionError for whoever is no manager or may not read a part of it, NoOpenAccessRequest when
	the request is not an open one for access that names a young person.
	"""
	require(MANAGER)
	asked = permitted("Data Rights Request", request, "write")
	if asked.kind != "Access" or asked.status == "Answered" or not asked.young_person:
		frappe.throw(
			_("You can only download their data for an open access request that names a young person."),
			NoOpenAccessRequest,
		)
	if not frappe.has_permission("Young Person Identity", "write"):
		frappe.throw(
			_("You need permission to change their identity record to download their data."),
			frappe.PermissionError,
		)
	data = gather(asked.young_person)
	content = package(data, {row["what"]: row.pop("file") for row in data["files"]})
	asked.add_comment("Info", _("Downloaded their data."))
	frappe.response.update(
		{
			"type": "download",
			"filename": f"{asked.name}.zip",
			"filecontent": content,
			"content_type": "application/zip",
		}
	)


def gather(young_person: str) -> dict[str, Any]:
	"""Return all that is kept about `young_person`: a section for each kind of record, and Frappe's copies.

	Raises PermissionError if the signed-in user may not read one of the records.
	"""
	doctypes = [doctype for doctype in records.HOLDINGS if doctype not in HELD_RECORDS]
	found = records.get_linked_records("Young Person", [young_person], doctypes)
	log = found.pop("Record Access Log", [])
	documents = [frappe.get_doc(doctype, name) for doctype, names in found.items() for name in names]
	for doc in documents:
		doc.check_permission("read")
		access_log.note_document(doc)
	return {
		"person": young_person,
		"made_on": dates.moment(now_datetime()),
		"records": [_record(doc) for doc in documents],
		"comments": _comments(found),
		"changes": _changes(found),
		"letters": _letters(found),
		"files": _files(found),
		"who_read_them": _readings(log),
		"held": [_("Records about other people's safety, if there are any."), *sorted(_held_labels())],
	}


def package(data: dict[str, Any], files: dict[str, str]) -> bytes:
	"""Return a zip file with `data` (of `gather`) as a page to read and as JSON, and a copy of each of its `files`.

	`files` is the name in the package: the name of the File document.
	"""
	content = BytesIO()
	with zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as folder:
		folder.writestr(
			"your-data.html", frappe.render_template(TEMPLATE, {"data": data, "held": HELD, "ask": _(ASK)})
		)
		folder.writestr("your-data.json", frappe.as_json(data))
		for name, file in files.items():
			folder.writestr(f"files/{name}", frappe.get_doc("File", file).get_content())
	return content.getvalue()


def _record(doc: Document) -> dict[str, Any]:
	rows = {
		_(field.label or field.fieldname): [_values(row) for row in doc.get(field.fieldname)]
		for field in doc.meta.get_table_fields()
		if doc.get(field.fieldname)
	}
	return {
		"kind": _(doc.doctype),
		"reference": doc.name,
		"written_on": dates.moment(doc.creation),
		"last_changed_on": dates.moment(doc.modified),
		"values": _values(doc),
		"rows": rows,
	}


def _values(doc: Document) -> dict[str, str]:
	held = HELD_FIELDS.get(doc.doctype, ())
	return {
		_(field.label or field.fieldname): HELD
		if field.fieldname in held
		else _text(doc.get(field.fieldname), field, doc)
		for field in doc.meta.fields
		if field.fieldtype not in WITHOUT_A_VALUE and doc.get(field.fieldname) not in (None, "")
	}


def _text(value: Any, field, doc: Document) -> str:
	if field.fieldtype == "Check":
		return _("Yes") if value else _("No")
	if field.fieldtype in ("Date", "Datetime", "Time", "Currency", "Select"):
		return strip_html(frappe.format(value, field, doc=doc)) if field.fieldtype != "Select" else _(value)
	return str(value)


def _comments(found: dict[str, list[str]]) -> list[dict[str, str]]:
	comment = DocType("Comment")
	query = frappe.qb.from_(comment).select(
		comment.reference_doctype,
		comment.reference_name,
		comment.comment_type,
		comment.content,
		comment.creation,
	)
	return [
		{
			"on": f"{_(row.reference_doctype)} {row.reference_name}",
			"when": dates.moment(row.creation),
			"what": _(row.comment_type),
			"text": strip_html(row.content or ""),
		}
		for row in _pointing(query, comment, "reference_doctype", "reference_name", found)
	]


def _letters(found: dict[str, list[str]]) -> list[dict[str, str]]:
	letter = DocType("Communication")
	query = frappe.qb.from_(letter).select(
		letter.reference_doctype, letter.reference_name, letter.subject, letter.content, letter.creation
	)
	return [
		{
			"on": f"{_(row.reference_doctype)} {row.reference_name}",
			"when": dates.moment(row.creation),
			"what": row.subject or "",
			"text": strip_html(row.content or ""),
		}
		for row in _pointing(query, letter, "reference_doctype", "reference_name", found)
	]


def _files(found: dict[str, list[str]]) -> list[dict[str, str]]:
	file = DocType("File")
	query = frappe.qb.from_(file).select(
		file.name,
		file.attached_to_doctype,
		file.attached_to_name,
		file.file_name,
		file.file_size,
		file.creation,
	)
	return [
		{
			"on": f"{_(row.attached_to_doctype)} {row.attached_to_name}",
			"when": dates.moment(row.creation),
			"what": row.file_name,
			"text": _("{0} bytes. It's in the folder called ‘files’").format(row.file_size),
			"file": row.name,
		}
		for row in _pointing(query, file, "attached_to_doctype", "attached_to_name", found)
	]


def _changes(found: dict[str, list[str]]) -> list[dict[str, str]]:
	version = DocType("Version")
	query = frappe.qb.from_(version).select(
		version.ref_doctype, version.docname, version.data, version.creation
	)
	return [
		{
			"on": f"{_(row.ref_doctype)} {row.docname}",
			"when": dates.moment(row.creation),
			"what": _("Change"),
			"text": line,
		}
		for row in _pointing(query, version, "ref_doctype", "docname", found)
		for line in _lines_of_change(row.ref_doctype, frappe.parse_json(row.data))
	]


def _lines_of_change(doctype: str, data: dict) -> list[str]:
	meta = frappe.get_meta(doctype)
	lines = [_change(meta, *change) for change in data.get("changed") or []]
	for table, index, _name, changes in data.get("row_changed") or []:
		if rows := _meta_of_rows(meta, table):
			lines += [f"{_label(meta, table)} {index + 1}: {_change(rows, *change)}" for change in changes]
	for what, word in (("added", _("added")), ("removed", _("removed"))):
		for table, row in data.get(what) or []:
			if rows := _meta_of_rows(meta, table):
				values = "; ".join(
					f"{_label(rows, name)}: {_shown(rows, name, row[name])}"
					for name in row
					if rows.has_field(name)
				)
				lines.append(f"{_label(meta, table)} {word}: {values}")
	return lines


def _change(meta: Meta, fieldname: str, old: Any, new: Any) -> str:
	return f"{_label(meta, fieldname)}: {_shown(meta, fieldname, old)} → {_shown(meta, fieldname, new)}"


def _shown(meta: Meta, fieldname: str, value: Any) -> str:
	if fieldname in HELD_FIELDS.get(meta.name, ()):
		return HELD
	return "–" if value in (None, "") else strip_html(str(value))


def _label(meta: Meta, fieldname: str) -> str:
	return _(meta.get_label(fieldname))


def _meta_of_rows(meta: Meta, table: str) -> Meta | None:
	field = meta.get_field(table)
	return frappe.get_meta(field.options) if field and field.options else None


def _readings(names: list[str]) -> list[dict[str, str]]:
	"""Return when and how staff, or someone outside, read the records. The council decides whether to say who."""
	log = DocType("Record Access Log")
	rows = (
		frappe.qb.from_(log)
		.select(log.read_on, log.how, log.record_type, log.items)
		.where(log.name.isin(names or [""]))
		.orderby(log.read_on)
		.run(as_dict=True)
	)
	return [
		{
			"on": _(row.record_type),
			"when": dates.moment(row.read_on),
			"what": _(row.how),
			"text": row["items"] or "",
		}
		for row in rows
	]


def _held_labels() -> set[str]:
	return {
		f"{_(doctype)}: {_label(frappe.get_meta(doctype), fieldname)}"
		for doctype, fields in HELD_FIELDS.items()
		for fieldname in fields
	}


def _pointing(
	query, table, type_field: str, name_field: str, found: dict[str, list[str]]
) -> list[frappe._dict]:
	condition = None
	for doctype, names in found.items():
		of_it = (table[type_field] == doctype) & table[name_field].isin(names)
		condition = of_it if condition is None else condition | of_it
	return query.where(condition).orderby(table.creation).run(as_dict=True)
