"""Answers posted after a session expired: kept for an hour and shown again after signing in.

Only for the same person, browser and page. Files are not kept.
"""

import json
from typing import Any

import frappe
from frappe.query_builder import DocType
from werkzeug.datastructures import MultiDict

from unlocking_opportunities.portal import identity, tokens

COOKIE = "unlocking_kept"
SECONDS = 3600
NOT_KEPT = ("form_token", "csrf_token")


def keep(request: Any) -> bool:
	"""Keep the posted answers if the browser still has the cookie of an expired session; return whether they are kept."""
	owner = _expired_session_owner(request)
	if request.method != "POST" or not owner:
		return False
	token = tokens.new()
	typed = [(name, value) for name, value in request.form.items(multi=True) if name not in NOT_KEPT]
	frappe.cache.set_value(
		_key(token),
		json.dumps({"owner": owner, "path": request.path, "typed": typed}),
		expires_in_sec=SECONDS,
	)
	request.set_cookie(COOKIE, token)
	return True


def restore(request: Any) -> None:
	"""Put this visitor's kept answers for this page back into `request`, as typed but not sent."""
	token = request.cookie(COOKIE)
	visitor = identity.current() if token and request.method == "GET" else None
	if visitor:
		kept = json.loads(frappe.cache.get_value(_key(token), expires=True) or "{}")
		if kept.get("path") == request.path and kept.get("owner") == visitor.actor:
			request.form, request.stale = MultiDict(kept["typed"]), True
			frappe.cache.delete_value(_key(token))
			request.set_cookie(COOKIE, None)


def _key(token: str) -> str:
	return f"unlocking_portal_kept:{tokens.hashed(token)}"


def _expired_session_owner(request: Any) -> str | None:
	token = request.cookie(identity.COOKIE)
	if not token:
		return None
	session = DocType("Portal Session")
	rows = (
		frappe.qb.from_(session)
		.select(session.email, session.portal_access)
		.where(session.token_hash == tokens.hashed(token))
	).run()
	return next((email or access for email, access in rows), None)
