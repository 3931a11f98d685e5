"""A session is named by its cookie and by nothing else.

Frappe also takes a `sid` from an address or a form and gives it back as the cookie: a link could move whoever opens it
into someone else's session.
"""

import frappe
from frappe import _
from frappe.auth import CookieManager

from unlocking_opportunities.access.guard import refuse

# Frappe 15's socket server names the session that it asks about in the address.
SOCKET_SERVERS = "/api/method/frappe.realtime."


def refuse_named_session() -> None:
	"""Refuse a request that names a session anywhere but in the cookie, and set no cookie (hooks: auth_hooks)."""
	request = frappe.request
	body = request.get_json(silent=True) if request.is_json else request.form
	if not any(isinstance(sent, dict) and sent.get("sid") for sent in (request.args, body)):
		return
	frappe.local.cookie_manager = CookieManager()
	if not request.path.startswith(SOCKET_SERVERS):
		frappe.set_user("Guest")
		refuse(_("This link can't be used to sign in. Open the page without it."))
