"""Row-level permissions for what Frappe keeps about a record beside it: versions, comments, mails, bells, files, logs.

A copy answers as the record that it is about would: for lists, counts, single reads and changes alike. What is about no
record of ours is left to Frappe.
"""

from functools import partial

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from pypika.terms import Criterion, LiteralValue, Term

from unlocking_opportunities.access.guarded import is_ours, ours
from unlocking_opportunities.compat import NO_OBJECTION
from unlocking_opportunities.permissions import EVERY_ROW, NO_ROW, READING, as_sql, criterion, rows_for

# Frappe's DocTypes that point at a document: by which fields.
POINTING = {
	"Activity Log": ("reference_doctype", "reference_name"),
	"Access Log": ("export_from", "reference_document"),
	"Comment": ("reference_doctype", "reference_name"),
	"Communication": ("reference_doctype", "reference_name"),
	"Deleted Document": ("deleted_doctype", "deleted_name"),
	"Document Follow": ("ref_doctype", "ref_docname"),
	"Document Share Key": ("reference_doctype", "reference_docname"),
	"DocShare": ("share_doctype", "share_name"),
	"Email Queue": ("reference_doctype", "reference_name"),
	"Email Unsubscribe": ("reference_doctype", "reference_name"),
	"Energy Point Log": ("reference_doctype", "reference_name"),
	"Error Log": ("reference_doctype", "reference_name"),
	"File": ("attached_to_doctype", "attached_to_name"),
	"Integration Request": ("reference_doctype", "reference_docname"),
	"Notification Log": ("document_type", "document_name"),
	"Tag Link": ("document_type", "document_name"),
	"ToDo": ("reference_type", "reference_name"),
	"Version": ("ref_doctype", "docname"),
	"View Log": ("reference_doctype", "reference_name"),
	"Workflow Action": ("reference_doctype", "reference_name"),
}
# Frappe points at the document by its name in a second pair of fields.
POINTING_TOO = {"Activity Log": (("link_doctype", "link_name"), ("timeline_doctype", "timeline_name"))}
# They are about a DocType, not about one record of it, and belong to somebody: whose they are.
PERSONAL = {
	"Document Follow": "user",
	"List Filter": "for_user",
	"Notification Log": "for_user",
	"Reminder": "user",
	"Route History": "user",
}
# A filter that belongs to nobody is for all who use the list.
ABOUT_A_LIST = {"List Filter": "reference_doctype"}
COPIES = {*POINTING, *PERSONAL}


def query_condition(doctype: str, user: str | None = None) -> str:
	"""Return the row rule of the copies in `doctype` as SQL in brackets (hooks: permission_query_conditions)."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	person = LiteralValue(frappe.db.escape(user, percent=False))
	return as_sql(_rows(doctype, user, person))


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Return False when `user` may not read the record that the copy `doc` is about (hooks: has_permission).

	What is stored decides: a document in memory may say that it is about something else.
	"""
	user = user or frappe.session.user
	if user == "Administrator" or ptype == "create":
		return NO_OBJECTION
	if doc.name and not doc.is_new() and not _is_stored_readable(doc, user):
		return False
	return NO_OBJECTION if _may_read_records(doc, user) else False


def _is_stored_readable(doc: Document, user: str) -> bool:
	table = DocType(doc.doctype)
	stored = frappe.qb.from_(table).select(table.name).where(table.name == doc.name)
	return bool(stored.where(_rows(doc.doctype, user, user)).limit(1).run()) or not stored.limit(1).run()


def _may_read_records(doc: Document, user: str) -> bool:
	"""Whether `user` may read the records that the document in memory says it is about."""
	for type_field, name_field in _pairs(doc.doctype):
		about, name = doc.get(type_field), doc.get(name_field)
		if about and is_ours(about) and not frappe.has_permission(about, "read", name or None, user=user):
			return False
	return True


def _pairs(doctype: str) -> tuple[tuple[str, str], ...]:
	return (*([POINTING[doctype]] if doctype in POINTING else []), *POINTING_TOO.get(doctype, ()))


def _rows(doctype: str, user: str, person: str | Term) -> Criterion:
	"""`person` is the user as the SQL says it: a value for the query builder, or a literal that is already escaped."""
	table, rules = DocType(doctype), []
	for type_field, name_field in _pairs(doctype):
		rules.append(_about_readable(table[type_field], table[name_field], user, person))
	if owner := PERSONAL.get(doctype):
		nobodys = table[owner].isnull() | (table[owner] == "") if doctype in ABOUT_A_LIST else None
		rules.append((table[owner] == person) | nobodys if nobodys else table[owner] == person)
	if field := ABOUT_A_LIST.get(doctype):
		readable = [about for about in sorted(ours()) if rows_for(about, user, person) is not NO_ROW]
		rules.append(table[field].isnull() | table[field].notin(sorted(ours() - set(readable)) or [""]))
	return Criterion.all(rules) if rules else EVERY_ROW


def _about_readable(type_field: Term, name_field: Term, user: str, person: str | Term) -> Criterion:
	"""Rows about nothing of ours, or about a record of ours that the user may read."""
	in_part, hidden = [], []
	for about in sorted(ours()):
		rows = rows_for(about, user, person)
		if rows is NO_ROW:
			hidden.append(about)
		elif rows is not EVERY_ROW:
			in_part.append((about, rows))
	visible = type_field.isnull() | type_field.notin([*hidden, *(about for about, _rows in in_part)] or [""])
	for about, rows in in_part:
		record = DocType(about)
		names = frappe.qb.from_(record).select(record.name).where(rows)
		visible |= (type_field == about) & name_field.isin(names)
	return visible


activity_log_rows = partial(query_condition, "Activity Log")
access_log_rows = partial(query_condition, "Access Log")
comment_rows = partial(query_condition, "Comment")
communication_rows = partial(query_condition, "Communication")
deleted_document_rows = partial(query_condition, "Deleted Document")
document_follow_rows = partial(query_condition, "Document Follow")
document_share_key_rows = partial(query_condition, "Document Share Key")
docshare_rows = partial(query_condition, "DocShare")
email_queue_rows = partial(query_condition, "Email Queue")
email_unsubscribe_rows = partial(query_condition, "Email Unsubscribe")
energy_point_log_rows = partial(query_condition, "Energy Point Log")
error_log_rows = partial(query_condition, "Error Log")
file_rows = partial(query_condition, "File")
integration_request_rows = partial(query_condition, "Integration Request")
list_filter_rows = partial(query_condition, "List Filter")
notification_log_rows = partial(query_condition, "Notification Log")
reminder_rows = partial(query_condition, "Reminder")
route_history_rows = partial(query_condition, "Route History")
tag_link_rows = partial(query_condition, "Tag Link")
todo_rows = partial(query_condition, "ToDo")
version_rows = partial(query_condition, "Version")
view_log_rows = partial(query_condition, "View Log")
workflow_action_rows = partial(query_condition, "Workflow Action")
