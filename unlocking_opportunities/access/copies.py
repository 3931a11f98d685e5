"""Row-level permissions for what Frappe keeps about a record: versions, comments, emails, notifications, files, logs.

A copy has the permissions of the record it is about, for lists, counts, single reads and changes. Copies of other apps'
records are left to Frappe.
"""

from functools import partial

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, LiteralValue, Term

from unlocking_opportunities.access.guarded import is_ours, ours
from unlocking_opportunities.access.row_permissions import (
	EVERY_ROW,
	NO_ROW,
	READING,
	as_sql,
	rows_for,
)
from unlocking_opportunities.council.roles import ADMINISTRATOR, is_administrator
from unlocking_opportunities.utils.compat import NO_OBJECTION

# Frappe's DocTypes that point at a document: the fields with its DocType and name.
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
# DocTypes with more pairs of such fields.
POINTING_TOO = {"Activity Log": (("link_doctype", "link_name"), ("timeline_doctype", "timeline_name"))}
# Records that belong to one user: the field with that user.
PERSONAL = {
	"Dashboard Settings": "name",
	"Desktop Layout": "user",
	"Document Follow": "user",
	"Notification Log": "for_user",
	"Notification Settings": "name",
	"Reminder": "user",
	"Route History": "user",
}
# Saved views of a list: filters, charts, boards. They hold names and values of its records, so they are visible to users
# who may read every record, and to their maker. Views that come with an app (field and value) are visible to everyone.
SAVED_VIEWS = {
	"Dashboard Chart": ("document_type", ("is_standard", 1)),
	"Kanban Board": ("reference_doctype", None),
	"List Filter": ("reference_doctype", None),
	"Number Card": ("document_type", ("is_standard", 1)),
	"Report": ("ref_doctype", ("is_standard", "Yes")),
}
# Private to their owner, unless this field has this value.
PRIVATE_UNLESS = {"Custom HTML Block": ("private", 0), "Note": ("public", 1)}
# Events have a table of the records they are about.
TAKE_PART = {"Event": ("Event Participants", "reference_doctype", "reference_docname")}
COPIES = {*POINTING, *PERSONAL, *SAVED_VIEWS, *PRIVATE_UNLESS, *TAKE_PART}


def query_condition(doctype: str, user: str | None = None) -> str:
	"""Return the row rule for the copies in `doctype` as SQL in brackets (hooks: permission_query_conditions)."""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	person = LiteralValue(frappe.db.escape(user, percent=False))
	return as_sql(_rows(doctype, user, person))


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Return False if `user` may not read the record that the copy `doc` is about (hooks: has_permission).

	The stored values decide, because a document in memory may claim to be about something else. Only its maker may change
	a saved view.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return NO_OBJECTION
	if doc.doctype in SAVED_VIEWS and ptype not in (None, *READING) and not _is_makers(doc, user, ptype):
		return False
	if ptype == "create":
		return NO_OBJECTION
	if doc.name and not doc.is_new() and not _is_stored_readable(doc, user):
		return False
	return NO_OBJECTION if _may_read_records(doc, user) else False


def _is_makers(doc: Document, user: str, ptype: str) -> bool:
	"""Return whether a saved view of one of our lists is made or changed by the person it is for."""
	if not is_ours(doc.get(SAVED_VIEWS[doc.doctype][0])) or is_administrator(ADMINISTRATOR, user=user):
		return True
	if doc.doctype == "List Filter" and doc.for_user != user:
		return False
	return ptype == "create" or frappe.db.get_value(doc.doctype, doc.name, "owner") == user


def _is_stored_readable(doc: Document, user: str) -> bool:
	table = DocType(doc.doctype)
	stored = frappe.qb.from_(table).select(table.name).where(table.name == doc.name)
	return bool(stored.where(_rows(doc.doctype, user, user)).limit(1).run()) or not stored.limit(1).run()


def _may_read_records(doc: Document, user: str) -> bool:
	"""Return whether `user` may read the records that the document in memory says it is about."""
	for type_field, name_field in _pairs(doc.doctype):
		about, name = doc.get(type_field), doc.get(name_field)
		if about and is_ours(about) and not frappe.has_permission(about, "read", name or None, user=user):
			return False
	return True


def _pairs(doctype: str) -> tuple[tuple[str, str], ...]:
	return (*([POINTING[doctype]] if doctype in POINTING else []), *POINTING_TOO.get(doctype, ()))


def _rows(doctype: str, user: str, person: str | Term) -> Criterion:
	"""Return the row rule. `person` is the user in the SQL: a value for the query builder, or an escaped literal."""
	table, rules = DocType(doctype), []
	for type_field, name_field in _pairs(doctype):
		rules.append(_about_readable(table[type_field], table[name_field], user, person))
	if owner := PERSONAL.get(doctype):
		rules.append(table[owner] == person)
	if doctype in PRIVATE_UNLESS:
		field, value = PRIVATE_UNLESS[doctype]
		rules.append((table.owner == person) | (table[field] == value))
	if doctype in SAVED_VIEWS:
		rules.append(_view_of_readable(doctype, user, person))
	if doctype in TAKE_PART:
		rules.append(_of_readable_participants(doctype, user, person))
	return Criterion.all(rules) if rules else EVERY_ROW


def _view_of_readable(doctype: str, user: str, person: str | Term) -> Criterion:
	table, (field, standard) = DocType(doctype), SAVED_VIEWS[doctype]
	in_part = [about for about in sorted(ours()) if rows_for(about, user, person) is not EVERY_ROW]
	visible = table[field].isnull() | table[field].notin(in_part or [""])
	if standard:
		visible |= table[standard[0]] == standard[1]
	if doctype != "List Filter":
		return visible | (table.owner == person)
	nobodys = table.for_user.isnull() | (table.for_user == "")
	return (table.for_user == person) | (nobodys & visible)


def _of_readable_participants(doctype: str, user: str, person: str | Term) -> Criterion:
	"""Return the rule: documents that are not about any record of ours that the user may not read."""
	table, (rows, type_field, name_field) = DocType(doctype), TAKE_PART[doctype]
	part = DocType(rows)
	hidden_types, in_part = _not_all_readable(user, person)
	hidden = part[type_field].isin(hidden_types or [""])
	for about, readable in in_part:
		hidden |= (part[type_field] == about) & part[name_field].notin(readable)
	return table.name.notin(
		frappe.qb.from_(part).select(part.parent).where((part.parenttype == doctype) & hidden)
	)


def _not_all_readable(user: str, person: str | Term) -> tuple[list[str], list[tuple[str, QueryBuilder]]]:
	"""Return our DocTypes that the user may not read at all, and those they may read in part, with a query for the names."""
	hidden, in_part = [], []
	for about in sorted(ours()):
		rows = rows_for(about, user, person)
		if rows is NO_ROW:
			hidden.append(about)
		elif rows is not EVERY_ROW:
			record = DocType(about)
			in_part.append((about, frappe.qb.from_(record).select(record.name).where(rows)))
	return hidden, in_part


def _about_readable(type_field: Term, name_field: Term, user: str, person: str | Term) -> Criterion:
	"""Return the rule: rows that are not about a record of ours, or about one the user may read."""
	hidden, in_part = _not_all_readable(user, person)
	visible = type_field.isnull() | type_field.notin([*hidden, *(about for about, _names in in_part)] or [""])
	for about, names in in_part:
		visible |= (type_field == about) & name_field.isin(names)
	return visible


activity_log_rows = partial(query_condition, "Activity Log")
access_log_rows = partial(query_condition, "Access Log")
comment_rows = partial(query_condition, "Comment")
communication_rows = partial(query_condition, "Communication")
custom_html_block_rows = partial(query_condition, "Custom HTML Block")
dashboard_chart_rows = partial(query_condition, "Dashboard Chart")
dashboard_settings_rows = partial(query_condition, "Dashboard Settings")
deleted_document_rows = partial(query_condition, "Deleted Document")
document_follow_rows = partial(query_condition, "Document Follow")
document_share_key_rows = partial(query_condition, "Document Share Key")
desktop_layout_rows = partial(query_condition, "Desktop Layout")
docshare_rows = partial(query_condition, "DocShare")
email_queue_rows = partial(query_condition, "Email Queue")
email_unsubscribe_rows = partial(query_condition, "Email Unsubscribe")
energy_point_log_rows = partial(query_condition, "Energy Point Log")
error_log_rows = partial(query_condition, "Error Log")
event_rows = partial(query_condition, "Event")
file_rows = partial(query_condition, "File")
integration_request_rows = partial(query_condition, "Integration Request")
kanban_board_rows = partial(query_condition, "Kanban Board")
list_filter_rows = partial(query_condition, "List Filter")
note_rows = partial(query_condition, "Note")
notification_log_rows = partial(query_condition, "Notification Log")
notification_settings_rows = partial(query_condition, "Notification Settings")
number_card_rows = partial(query_condition, "Number Card")
reminder_rows = partial(query_condition, "Reminder")
report_rows = partial(query_condition, "Report")
route_history_rows = partial(query_condition, "Route History")
tag_link_rows = partial(query_condition, "Tag Link")
todo_rows = partial(query_condition, "ToDo")
version_rows = partial(query_condition, "Version")
view_log_rows = partial(query_condition, "View Log")
workflow_action_rows = partial(query_condition, "Workflow Action")
