"""Frappe's own whitelisted methods that answer about rows which the asker's row rule hides.

Each replacement (hooks: override_whitelisted_methods) narrows the question and passes it on to Frappe. Other apps'
DocTypes are passed on untouched. tests/security/test_doors.py holds Frappe to having no second name for them.
"""

from typing import Any

import frappe
from frappe import _

from unlocking_opportunities.permissions import EVERY_ROW, PEOPLE, criterion
from unlocking_opportunities.sharing import MODULE

# Arguments that name one document. A filter in their place finds one by fields that the asker may not read.
NAMES = ("name", "docname", "dn", "doc_name", "reference_name")


def names_are_text() -> None:
	"""Refuse a request about people that sends a filter where a document's name belongs (hooks: before_request)."""
	about_people = any(value in PEOPLE for value in frappe.form_dict.values() if isinstance(value, str))
	if about_people and any(isinstance(frappe.form_dict.get(argument), (dict, list)) for argument in NAMES):
		frappe.throw(_("The name of a record must be text."), frappe.ValidationError)


@frappe.whitelist()
def get(doctype: str, name: Any = None, filters: Any = None, parent: str | None = None):
	"""`frappe.client.get`: a filter finds readable rows only, so "not found" and "not permitted" look the same."""
	if name is None and filters and _is_ours(doctype):
		found = frappe.get_list(
			doctype, filters=frappe.parse_json(filters), pluck="name", limit=1, parent_doctype=parent
		)
		if not found:
			raise frappe.DoesNotExistError
		name = found[0]
	return frappe.call("frappe.client.get", doctype=doctype, name=name, filters=filters, parent=parent)


@frappe.whitelist()
def get_count(doctype: str, filters: Any = None, debug: bool = False, cache: bool = False):
	"""`frappe.client.get_count`, counting readable rows only."""
	if not _is_ours(doctype):
		return frappe.call(
			"frappe.client.get_count", doctype=doctype, filters=filters, debug=debug, cache=cache
		)
	return len(
		frappe.get_list(doctype, filters=frappe.parse_json(filters), pluck="name", limit_page_length=0)
	)


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options):
	"""`frappe.desk.search.search_link`; Frappe drops the row rule with the user permissions, so people keep both."""
	return frappe.call(
		"frappe.desk.search.search_link", doctype=doctype, txt=txt, **_with_row_rule(doctype, options)
	)


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options):
	"""`frappe.desk.search.search_widget`, as `search_link`."""
	return frappe.call(
		"frappe.desk.search.search_widget", doctype=doctype, txt=txt, **_with_row_rule(doctype, options)
	)


@frappe.whitelist()
def get_link_title(doctype: str, docname: str):
	"""`frappe.desk.search.get_link_title` for those who may read the record; others get its name back."""
	if _is_ours(doctype) and not frappe.has_permission(doctype, "read", docname):
		return docname
	return frappe.call("frappe.desk.search.get_link_title", doctype=doctype, docname=docname)


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: Any = None):
	"""`frappe.desk.notifications.get_open_count` (connections), counting only what the asker reads in full."""
	frappe.get_doc(doctype, name).check_permission()
	if items is None:
		groups = frappe.get_meta(doctype).get_dashboard_data().transactions
		items = [item for group in groups for item in group.get("items")]
	counted = [item for item in frappe.parse_json(items) if _reads_every_row(item)]
	return frappe.call("frappe.desk.notifications.get_open_count", doctype=doctype, name=name, items=counted)


@frappe.whitelist()
def get_linked_docs(doctype: str, docname: str):
	"""`frappe.desk.form.linked_with.get` (Links), without the rows that the asker may not read."""
	frappe.get_doc(doctype, docname).check_permission()
	linked = frappe.call("frappe.desk.form.linked_with.get", doctype=doctype, docname=docname)
	return {
		linked_doctype: rows if _reads_every_row(linked_doctype) else _readable(linked_doctype, rows)
		for linked_doctype, rows in linked.items()
	}


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: str, field: str):
	"""`frappe.desk.listview.get_group_by_count`; who is assigned how many is counted without a row rule, so not here."""
	if field == "assigned_to" and not _reads_every_row(doctype):
		return []
	return frappe.call(
		"frappe.desk.listview.get_group_by_count",
		doctype=doctype,
		current_filters=current_filters,
		field=field,
	)


@frappe.whitelist()
def get_data_for_custom_field(doctype: str, field: str, names: Any = None):
	"""`frappe.desk.query_report.get_data_for_custom_field`: values of readable rows only."""
	if not _is_ours(doctype):
		return frappe.call(
			"frappe.desk.query_report.get_data_for_custom_field", doctype=doctype, field=field, names=names
		)
	filters = {"name": ["in", frappe.parse_json(names)]} if names else {}
	return dict(
		frappe.get_list(doctype, filters=filters, fields=["name", field], as_list=True, limit_page_length=0)
	)


def _is_ours(doctype: str) -> bool:
	return frappe.get_meta(doctype).module == MODULE


def _reads_every_row(doctype: str) -> bool:
	return not _is_ours(doctype) or criterion(doctype) is EVERY_ROW


def _with_row_rule(doctype: str, options: dict) -> dict:
	return options | {"ignore_user_permissions": False} if doctype in PEOPLE else options


def _readable(doctype: str, rows: list[dict]) -> list[dict]:
	names = [row["name"] for row in rows]
	if not frappe.has_permission(doctype, "read"):
		return []
	readable = set(
		frappe.get_list(doctype, filters={"name": ["in", names]}, pluck="name", limit_page_length=0)
	)
	return [row for row in rows if row["name"] in readable]
