"""Who may change a workspace.

From Frappe 15 on, any Desk user may write other users' workspaces, and so change what they see or run scripts in it.
"""

from typing import Any

import frappe
from frappe import _
from frappe.desk.desktop import get_workspace_sidebar_items
from frappe.model.document import Document
from frappe.utils import cint

from unlocking_opportunities.access.row_permissions import READING
from unlocking_opportunities.council.roles import is_administrator
from unlocking_opportunities.utils.compat import NO_OBJECTION

# What the Desk's pages are made of, and the field with their user. Frappe 16 lets everyone write the last two.
WHOSE = {"Workspace": "for_user", "Workspace Sidebar": "for_user", "Desktop Icon": "owner"}
METHODS = "frappe.desk.doctype.workspace.workspace."
KEEPS_WORKSPACES = "Workspace Manager"


class NotYourPage(frappe.PermissionError):
	"""A page for everyone, or for somebody else."""


def has_permission(doc: Document, ptype: str | None = None, user: str | None = None) -> bool | None:
	"""Return False if `user` would change a workspace that isn't only theirs (hooks: has_permission)."""
	user = user or frappe.session.user
	if ptype in (None, *READING) or is_administrator(KEEPS_WORKSPACES, user=user):
		return NO_OBJECTION
	field = WHOSE[doc.doctype]
	stored = None if doc.is_new() else frappe.db.get_value(doc.doctype, doc.name, "*", as_dict=True)
	own = all(not one.get("public") and one.get(field) == user for one in filter(None, (doc, stored)))
	return NO_OBJECTION if own else False


@frappe.whitelist(methods=["POST"])
def new_page(new_page: Any):
	"""Frappe's `new_page`, for oneself. Workspace Managers may also make pages for everyone."""
	page = frappe.parse_json(new_page)
	_check_is_own(page.get("public"), page.get("for_user"))
	return frappe.call(f"{METHODS}new_page", new_page=frappe.as_json(page))


@frappe.whitelist(methods=["POST"])
def save_page(public: Any, **page: Any):
	"""Frappe's `save_page`, as `new_page`. Frappe 15 finds a private page by its title, Frappe 16 by its name."""
	_check_is_own(public, frappe.session.user)
	if "name" in page:
		_check_may_change(page["name"])
	return frappe.call(f"{METHODS}save_page", public=public, **page)


@frappe.whitelist(methods=["POST"])
def update_page(name: str, public: Any, **page: Any):
	"""Frappe's `update_page`, for a workspace the user may change."""
	_check_may_change(name)
	_check_is_own(public, frappe.session.user)
	return frappe.call(f"{METHODS}update_page", name=name, public=cint(public), **page)


@frappe.whitelist(methods=["POST"])
def duplicate_page(page_name: str, new_page: Any):
	"""Frappe's `duplicate_page`, as `new_page`."""
	page = frappe.parse_json(new_page)
	_check_is_own(page.get("is_public"), frappe.session.user)
	if page_name not in {shown["name"] for shown in get_workspace_sidebar_items()["pages"]}:
		frappe.throw(
			_("This page does not exist, or you do not have permission to open it."), frappe.PermissionError
		)
	return frappe.call(f"{METHODS}duplicate_page", page_name=page_name, new_page=frappe.as_json(page))


@frappe.whitelist(methods=["POST"])
def hide_page(page_name: str):
	"""Frappe's `hide_page`, for a workspace the user may change."""
	_check_may_change(page_name)
	return frappe.call(f"{METHODS}hide_page", page_name=page_name)


@frappe.whitelist(methods=["POST"])
def unhide_page(page_name: str):
	"""Frappe's `unhide_page`, for a workspace the user may change."""
	_check_may_change(page_name)
	return frappe.call(f"{METHODS}unhide_page", page_name=page_name)


@frappe.whitelist(methods=["POST"])
def delete_page(page: Any):
	"""Frappe's `delete_page`, for a workspace the user may change."""
	page = frappe.parse_json(page)
	_check_may_change(page.get("name"))
	return frappe.call(f"{METHODS}delete_page", page=frappe.as_json(page))


def _check_is_own(public: Any, user: str | None) -> None:
	if is_administrator(KEEPS_WORKSPACES) or (not cint(public) and user == frappe.session.user):
		return
	frappe.throw(
		_("You can make pages only for yourself. Ask a Workspace Manager for a page that everyone sees."),
		NotYourPage,
	)


def _check_may_change(name: str) -> None:
	if has_permission(frappe.get_doc("Workspace", name), "write") is False:
		frappe.throw(
			_("You cannot change this page, because it is not yours. Ask a Workspace Manager to change it."),
			frappe.PermissionError,
		)
