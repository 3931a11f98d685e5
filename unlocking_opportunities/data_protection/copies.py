"""Delete the copies that Frappe keeps of a record: versions, comments, emails, files, logs and others.

Rows that link to the record are deleted. Other rows are searched for words that identify the person: a log row
that holds one is deleted; what others have written stays, without the person's name. It takes one statement for
each table and batch, in the caller's transaction; a second run finds nothing more.
"""

from functools import partial

import frappe
from frappe.core.doctype.file.utils import delete_file
from frappe.query_builder import CustomFunction, DocType
from frappe.utils import get_table_name
from pypika.queries import Table
from pypika.terms import Criterion, Term

from unlocking_opportunities.access.copies import POINTING as COPIES_POINTING
from unlocking_opportunities.access.copies import POINTING_TOO
from unlocking_opportunities.access.guarded import ours
from unlocking_opportunities.data_protection.identifiers import Identifiers, pattern

# The search index links to documents too, but is not a DocType.
POINTING = COPIES_POINTING | {"__global_search": ("doctype", "name")}
# Rows that belong to a row and are deleted with it.
ROWS_OF = {
	"Communication": ("Communication Link",),
	"Contact": ("Contact Email", "Contact Phone"),
	"Email Queue": ("Email Queue Recipient",),
	"Workflow Action": ("Workflow Action Permitted Role",),
}

# Logs that something happened. A row is deleted if it holds any word that may identify the person.
LOGS = {
	"Access Log": ("filters", "page", "columns", "report_name", "reference_document"),
	"Activity Log": ("subject", "content", "full_name"),
	"Console Log": ("script",),
	"Data Import Log": ("exception", "row_indexes", "messages"),
	"Email Queue": ("message", "error"),
	"Error Log": ("method", "error"),
	"Integration Request": ("data", "output", "error", "url"),
	"Notification Log": ("subject", "email_content"),
	"Prepared Report": ("filters", "error_message"),
	"Route History": ("route",),
	"SMS Log": ("message", "sent_to", "requested_numbers"),
	"Scheduled Job Log": ("details",),
	"Unhandled Email": ("raw", "reason"),
	"Webhook Request Log": ("data", "response", "headers", "url", "error"),
	"__UserSettings": ("data",),
}
# History of other records. A row is deleted if it holds words that identify only this person.
HISTORIES = {"Deleted Document": ("data",), "Version": ("data",)}
# Texts that people have written. They stay, without the words that identify only this person.
WRITTEN = {
	"Comment": ("subject", "content"),
	"Communication": ("subject", "content", "text_content"),
	"Event": ("subject", "description"),
	"ToDo": ("description",),
}
REMOVED = "[removed]"
# Emails and texts to or from the person: rows with one of their addresses or numbers.
ADDRESSED = {
	"Communication": ("sender", "recipients", "cc", "bcc"),
	"Email Queue": ("show_as_cc",),
	"Email Unsubscribe": ("email",),
}
USER_SETTINGS = "_user_settings"

replace = CustomFunction("REPLACE", ["text", "found", "instead"])


def clear(documents: dict[str, list[str]], person: Identifiers) -> None:
	"""Delete every copy that Frappe keeps of `documents` (names by DocType) and of the words in `person`.

	Files are deleted from the disk before the transaction ends. If it is rolled back, the next run finds the
	rows again.
	"""
	_clear_prepared_reports()
	for doctype in _stored(POINTING):
		_delete(doctype, partial(_points_at, doctype, documents=documents))
	if person.emails:
		_clear_letters(person)
	if person.every:
		_clear_words(person)
	_clear_user_settings(person)
	for doctype, names in documents.items():
		for name in names:
			frappe.clear_document_cache(doctype, name)


def _clear_letters(person: Identifiers) -> None:
	recipient = DocType("Email Queue Recipient")
	told = (
		frappe.qb.from_(recipient)
		.select(recipient.parent)
		.where(recipient.recipient.isin(list(person.emails)))
	)
	mails = told.run(pluck=True)
	if mails:
		_delete("Email Queue", lambda table: table.name.isin(mails))
	for doctype, fields in _stored(ADDRESSED).items():
		_delete(doctype, partial(_holds, fields=fields, words=person.emails))
	_clear_contacts(person)


def _clear_contacts(person: Identifiers) -> None:
	"""Delete the contacts that Frappe made from the person's emails, but not one linked to something else.

	For example, a contact of an employer belongs to the employer and stays.
	"""
	email, link = DocType("Contact Email"), DocType("Dynamic Link")
	tied = frappe.qb.from_(link).select(link.parent).where(link.parenttype == "Contact")
	written = frappe.qb.from_(email).select(email.parent).where(email.email_id.isin(list(person.emails)))
	if names := written.where(email.parent.notin(tied)).run(pluck=True):
		_delete("Contact", lambda table: table.name.isin(names))


def _clear_words(person: Identifiers) -> None:
	for doctype, fields in _stored(LOGS).items():
		_delete(doctype, partial(_holds, fields=fields, words=person.every))
	if not person.strong:
		return
	for doctype, fields in _stored(HISTORIES).items():
		_delete(doctype, partial(_holds, fields=fields, words=person.strong))
	commented = _commented(person.strong)
	for doctype, fields in _stored(WRITTEN).items():
		_take_out(doctype, fields, person.strong)
	# Frappe also keeps the first words of the latest comments on the record that they are about.
	for doctype in commented:
		_take_out(doctype, ("_comments",), person.strong)


def _commented(words: set[str]) -> list[str]:
	"""Return the DocTypes of other records with a comment that holds one of `words`."""
	comment = DocType("Comment")
	query = frappe.qb.from_(comment).select(comment.reference_doctype).distinct()
	found = query.where(_holds(comment, WRITTEN["Comment"], words)).run(pluck=True)
	return [doctype for doctype in found if doctype and _stored({doctype: ("_comments",)})]


def _clear_prepared_reports() -> None:
	"""Delete all prepared reports on our DocTypes, with their files. They can be made again."""
	prepared, report = DocType("Prepared Report"), DocType("Report")
	on_ours = frappe.qb.from_(report).select(report.name).where(report.ref_doctype.isin(sorted(ours())))
	names = (
		frappe.qb.from_(prepared)
		.select(prepared.name)
		.where(prepared.report_name.isin(on_ours))
		.run(pluck=True)
	)
	if names:
		_delete("File", partial(_points_at, "File", documents={"Prepared Report": names}))
		_delete("Prepared Report", lambda table: table.name.isin(names))


def _clear_user_settings(person: Identifiers) -> None:
	"""Clear users' latest filters, which wait in the cache to be written. They are only a convenience."""
	if person.every:
		frappe.cache.delete_value(USER_SETTINGS)


def _delete(doctype: str, condition) -> None:
	table = _table(doctype)
	where = condition(table)
	if doctype == "File":
		_remove_from_disk(table, where)
	for rows in ROWS_OF.get(doctype, ()):
		row = DocType(rows)
		parents = frappe.qb.from_(table).select(table.name).where(where)
		frappe.qb.from_(row).delete().where((row.parenttype == doctype) & row.parent.isin(parents)).run()
	if doctype == "Communication":
		names = frappe.qb.from_(table).select(table.name).where(where).run(pluck=True)
		if names:
			_delete("File", partial(_points_at, "File", documents={"Communication": names}))
	frappe.qb.from_(table).delete().where(where).run()


def _remove_from_disk(table: Table, where: Criterion) -> None:
	files = frappe.qb.from_(table).select(table.file_url, table.thumbnail_url).where(where).run()
	urls = {url for row in files for url in row if url}
	if not urls:
		return
	elsewhere = (
		frappe.qb.from_(table).select(table.file_url).where(table.file_url.isin(list(urls)) & where.negate())
	)
	for url in urls - set(elsewhere.run(pluck=True)):
		delete_file(url)


def _take_out(doctype: str, fields: tuple[str, ...], words: set[str]) -> None:
	table = _table(doctype)
	query = frappe.qb.update(table).where(_holds(table, fields, words))
	for field in fields:
		text: Term = table[field]
		for word in sorted(words, key=lambda word: (-len(word), word)):
			text = replace(text, word, REMOVED)
		query = query.set(table[field], text)
	query.run()


def _points_at(doctype: str, table: Table, documents: dict[str, list[str]]) -> Criterion:
	pairs = (POINTING[doctype], *POINTING_TOO.get(doctype, ()))
	return Criterion.any(
		(table[type_field] == about) & table[name_field].isin(names)
		for type_field, name_field in pairs
		for about, names in documents.items()
	)


def _holds(table: Table, fields: tuple[str, ...], words: set[str]) -> Criterion:
	expression = pattern(words)
	return Criterion.any(table[field].regexp(expression) for field in fields)


def _stored(tables: dict[str, tuple[str, ...]]) -> dict[str, tuple[str, ...]]:
	"""Leave out tables and fields that this version of Frappe does not have."""
	found = {}
	for doctype, fields in tables.items():
		columns = frappe.db.get_db_table_columns(get_table_name(doctype))
		if present := tuple(field for field in fields if field in columns):
			found[doctype] = present
	return found


def _table(doctype: str) -> Table:
	return Table(doctype) if doctype.startswith("__") else DocType(doctype)
