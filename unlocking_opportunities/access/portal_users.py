"""Confine people from outside the council to the portal, whatever else the site allows signed-in users."""

import re

import frappe
from frappe import _
from werkzeug.wrappers import Request, Response

from unlocking_opportunities.council.roles import PORTAL_ROLES

PORTAL_METHOD = re.compile(r"unlocking_opportunities\.portal(\.\w+)+")
SIGNING_IN_AND_OUT = ("login", "logout", "web_logout")
METHOD_PATH = re.compile(r"/api(?:/v[12])?/method/([^/]+)/?")

# First part of the path: the portal's own pages, signing in, and the assets of those pages.
PAGES = (
	"",
	"opportunities",
	"community",
	"employer",
	"mentor",
	"member",
	"placement-link",
	"call-me",
	"accessibility",
	"privacy",
	"sign-in",
	"sign-out",
	"login",
	"assets",
	"files",
	"favicon.ico",
	"robots.txt",
)
PRIVATE_FILES = "/private/files/"

# Roles that Frappe gives to every user.
EVERYBODYS_ROLES = {"All", "Guest", "Desk User"}


def confine_portal_users() -> None:
	"""Refuse (403) a request from a user with only portal roles, unless it is for the portal.

	Frappe calls it for each request, after it knows the user. `unlocking_confine_portal_users: 0` in the site's
	configuration turns it off.
	"""
	if not frappe.conf.get("unlocking_confine_portal_users", True) or not is_confined(frappe.session.user):
		return
	if not is_allowed(frappe.request.path, frappe.form_dict.get("cmd"), frappe.session.user):
		frappe.flags.unlocking_refused = True
		frappe.throw(_("This page is only for council staff."), frappe.PermissionError)


def set_refused_status(response: Response | None, request: Request) -> None:
	"""Set the status of a refused page to 403 (hooks: after_request): Frappe sends its message page with 200."""
	if response is not None and frappe.flags.unlocking_refused:
		response.status_code = 403


def is_confined(user: str) -> bool:
	"""Return whether `user` has only portal roles."""
	if user in ("Guest", "Administrator"):
		return False
	given = set(frappe.get_roles(user)) - EVERYBODYS_ROLES
	return bool(given) and given <= set(PORTAL_ROLES)


def is_allowed(path: str, cmd: str | None, user: str) -> bool:
	"""Return whether the portal serves `path`. Frappe runs the method `cmd` whatever the path, so both are checked."""
	if cmd is not None and not _is_allowed_method(cmd):
		return False
	if path.startswith("/api/"):
		method = METHOD_PATH.fullmatch(path)
		return bool(method) and _is_allowed_method(method[1])
	if path.startswith(PRIVATE_FILES):
		return bool(frappe.db.exists("File", {"file_url": path, "owner": user}))
	first, *rest = path.lstrip("/").split("/")
	return path.startswith("/") and not path.startswith("//") and first in PAGES and ".." not in rest


def _is_allowed_method(method: str) -> bool:
	return isinstance(method, str) and (method in SIGNING_IN_AND_OUT or bool(PORTAL_METHOD.fullmatch(method)))
