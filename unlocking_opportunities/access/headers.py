"""Security headers on every response (hooks: after_request).

Headers set by the portal, Frappe or another app stay. The one exception: a response to a signed-in user is never stored by
the browser, which may be shared.
"""

import frappe
from werkzeug.wrappers import Request, Response

from unlocking_opportunities.utils.compat import get_late_headers

EVERYWHERE = {
	"X-Content-Type-Options": "nosniff",
	"X-Frame-Options": "SAMEORIGIN",
	"Referrer-Policy": "same-origin",
}
# Pages of the Desk and printed records. /desk since v16.
DESK = ("/app", "/desk", "/printview")
# The Desk has inline scripts and compiles its templates, so both must be allowed. Maps and reports use pictures and frames
# of other sites. The connections are for live updates.
DESK_POLICY = (
	"default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
	"img-src 'self' data: blob: https:; font-src 'self' data:; media-src 'self' data: blob: https:; "
	"connect-src 'self' https: ws: wss:; worker-src 'self' blob:; frame-src 'self' data: blob: https:; "
	"object-src 'self'; base-uri 'self'; form-action 'self'; frame-ancestors 'self'"
)
# Other pages may belong to another app, for example with scripts and forms of a payment provider.
PAGE_POLICY = "object-src 'none'; base-uri 'self'; frame-ancestors 'self'"
FRAMES_POLICY = "frame-ancestors 'self'"
DATA_POLICY = f"default-src 'none'; {FRAMES_POLICY}"
# A file that runs scripts in a browser when it's opened by its address.
ACTIVE = ("text/html", "application/xhtml+xml", "image/svg+xml", "text/xml", "application/xml")
FILES = ("/private/files/", "/files/")
STORE_NOTHING = "no-store"


def add(response: Response | None, request: Request) -> None:
	"""Add the headers that are missing. `response` is None if Frappe found no page at all."""
	if response is None:
		return
	for header, value in EVERYWHERE.items():
		response.headers.setdefault(header, value)
	if policy := _policy(response, request):
		response.headers.setdefault("Content-Security-Policy", policy)
	if frappe.session.user != "Guest":
		_forbid_storing(response)


def _policy(response: Response, request: Request) -> str:
	path, kind = request.path, response.mimetype
	if kind == "application/json":
		return DATA_POLICY
	if kind in ACTIVE and path.startswith(FILES):
		return f"sandbox; {DATA_POLICY}"
	if kind != "text/html":
		return FRAMES_POLICY  # more would keep a browser from showing a PDF
	if path in DESK or path.startswith(tuple(f"{page}/" for page in DESK)):
		return frappe.conf.get("unlocking_desk_content_policy", DESK_POLICY)
	return PAGE_POLICY


def _forbid_storing(response: Response) -> None:
	for headers in (response.headers, get_late_headers()):
		if "public" not in headers.get("Cache-Control", ""):
			headers["Cache-Control"] = STORE_NOTHING
