"""A session comes from its cookie and nowhere else.

Frappe also accepts a `sid` in an address or a form, and sets it as the browser's cookie. So a link could move someone
into another person's session.
"""

import frappe
from frappe import _
from frappe.auth import CookieManager
from werkzeug.wrappers import Request, Response

from unlocking_opportunities.access.guard import refuse

# Frappe 15's socket server sends the session in the address.
SOCKET_SERVERS = "/api/method/frappe.realtime."


def refuse_named_session() -> None:
	"""Refuse a request that names a session outside its cookie (hooks: auth_hooks)."""
	if _is_named(frappe.request) and not frappe.request.path.startswith(SOCKET_SERVERS):
		# The session is someone else's, so the refusal goes to a visitor.
		frappe.set_user("Guest")
		refuse(_("This link can't be used to sign in. Open the page without it."))


def remove_session_cookie(response: Response | None, request: Request) -> None:
	"""Set no cookie for a session that the request named, whatever became of the request (hooks: after_request).

	Frappe refuses a form with a wrong token before any other hook runs, and would set the cookie all the same.
	"""
	if _is_named(request):
		frappe.local.cookie_manager = CookieManager()


def _is_named(request: Request) -> bool:
	body = request.get_json(silent=True) if request.is_json else request.form
	# Frappe 16 takes it out of form_dict before any hook; earlier versions read JSON that has another content type.
	sent = (request.args, body, getattr(frappe.local, "form_dict", None))
	return any(isinstance(one, dict) and one.get("sid") for one in sent)
