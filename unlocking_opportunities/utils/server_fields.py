"""Server fields: fields that only the server sets.

`read_only` only greys a field out in the browser: REST, an import or a script can send any value. So a controller restores
the stored value, unless the code that owns the field has set a flag.
"""

from typing import Any

from frappe.model.document import Document
from frappe.utils import cstr, get_time


def keep(doc: Document, owner: str, *fieldnames: str) -> None:
	"""Put back the stored values of `fieldnames` (tables too) on `doc`, unless `doc.flags` names their `owner`.

	On a new document they are emptied, or set to their default.
	"""
	if doc.flags.get(owner):
		return
	before = doc.get_doc_before_save()
	for fieldname in fieldnames:
		field = doc.meta.get_field(fieldname)
		if before:
			doc.set(fieldname, before.get(fieldname))
		elif field.fieldtype == "Table":
			doc.set(fieldname, [])
		else:
			doc.set(fieldname, field.default)


def act_on_stored(doc: Document, ptype: str) -> None:
	"""Put back everything that is stored, for a button to act on, once it is clear that the user may `ptype` it.

	A browser sends the whole document along with a button, with any value in it. Raises PermissionError.
	"""
	doc.reload()
	doc.set("__islocal", False)
	doc.check_permission(ptype)


def changed(doc: Document, *fieldnames: str) -> bool:
	"""Return whether this save changes any of `fieldnames`; a new document changes them all."""
	before = doc.get_doc_before_save()
	return before is None or any(as_text(before.get(name)) != as_text(doc.get(name)) for name in fieldnames)


def as_text(value: Any) -> str:
	"""Return a field's value as text that is the same however it came.

	A form sends as text what the database gives as a date or number, and nothing at all for 0.
	"""
	text = cstr(value)
	if text.endswith(".0"):
		text = text[:-2]
	if text == "0":
		return ""
	return text.zfill(8) if text.count(":") == 2 else text


def keep_rows(doc: Document, table: str) -> list[Document]:
	"""Put back the stored rows of `table` unchanged, keep the new ones behind them, and return the new ones.

	For tables that are a record of what happened: rows are added, never edited or taken out.
	"""
	before = doc.get_doc_before_save()
	stored = before.get(table) if before else []
	names = {row.name for row in stored}
	added = [row for row in doc.get(table) if row.name not in names]
	doc.set(table, [])
	for row in stored:
		doc.append(table, row.as_dict())
	for row in added:
		doc.append(table, row)
	return added


def only_times_given(doc: Document, *fieldnames: str) -> None:
	"""Empty those of `fieldnames` that the user left empty: Frappe fills an empty Time of a new record with the time of day.

	That one has fractions of a second, which no user types.
	"""
	for fieldname in fieldnames:
		if doc.is_new() and doc.get(fieldname) and get_time(doc.get(fieldname)).microsecond:
			doc.set(fieldname, None)
