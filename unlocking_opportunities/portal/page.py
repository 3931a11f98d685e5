"""Serve the portal's pages: find the page for a path, call its view, and respond with our own headers.

A page is two files in `www/`: the template `<route>.html`, and `<route>.py`, which imports its `view` from this
package. A view takes a `Request` and returns a `Page`, a `GoTo` or a `Download`. Frappe calls `PortalPage` through the
hook `page_renderer`, which bypasses Frappe's website (bundles, boot data, cached pages). A view that fails writes nothing.
"""

import secrets
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import lru_cache
from importlib import import_module
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import frappe
from frappe import _
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from unlocking_opportunities.council import brand
from unlocking_opportunities.portal import identity, kept_answers, templating, tokens
from unlocking_opportunities.utils import error_log

WWW = "unlocking_opportunities.www"
GUEST_COOKIE = "unlocking_visit"


@dataclass
class Page:
	"""A page to render: its template (by default the route's own), the template's values and the HTTP status."""

	context: dict[str, Any] = field(default_factory=dict)
	template: str | None = None
	status: int = 200
	# May show the programme's name. A page for a signed-in visitor never does.
	public: bool = False


@dataclass
class GoTo:
	"""A redirect to another page, so that reloading doesn't repeat a change."""

	path: str


@dataclass
class Download:
	"""A file to download."""

	content: bytes
	filename: str
	mimetype: str


View = Callable[["Request"], Page | GoTo | Download]


class Request:
	"""One request: `rest` (the parts of the path after the route), `query`, `form` and `files`.

	`acts` is True only for a POST with a valid form token; change nothing without it. A POST without one is `stale`:
	the page shows what was typed and asks the visitor to send it again.
	"""

	def __init__(self, route: str, rest: list[str]):
		self.route, self.rest = route, rest
		http = frappe.local.request
		self.method = http.method
		self.path = "/" + "/".join((route, *rest))
		self.query = http.args
		self.form: MultiDict = http.form if self.method == "POST" else MultiDict()
		self.files = http.files if self.method == "POST" else MultiDict()
		self.cookies: dict[str, str | None] = {}
		self.http = http
		self._form_token: str | None = None
		self.acts = self.method == "POST" and self._is_form_token_valid()
		self.stale = self.method == "POST" and not self.acts

	def cookie(self, name: str) -> str | None:
		return self.http.cookies.get(name)

	def set_cookie(self, name: str, value: str | None) -> None:
		"""Set a session cookie that scripts can't read; None deletes it."""
		self.cookies[name] = value

	def form_token(self) -> str:
		"""Return the CSRF token for this browser's forms, bound to the session or a guest's cookie."""
		if self._form_token is None:
			secret = self._secret()
			if not secret:
				secret = tokens.new()
				self.set_cookie(GUEST_COOKIE, secret)
			self._form_token = tokens.signed(secret, "form")
		return self._form_token

	def _secret(self) -> str | None:
		return self.cookie(identity.COOKIE) or self.cookie(GUEST_COOKIE)

	def _is_form_token_valid(self) -> bool:
		secret = self._secret()
		return bool(secret) and tokens.same(self.form.get("form_token", ""), tokens.signed(secret, "form"))


class PortalPage:
	"""Frappe page renderer for our routes."""

	def __init__(self, path: str, http_status_code: int | None = None):
		self.parts = tuple(part for part in path.split("/") if part)

	def can_render(self) -> bool:
		return bool(find_route(self.parts))

	def render(self) -> Response:
		route = find_route(self.parts)
		request = Request(route, list(self.parts[len(route.split("/")) :]))
		try:
			kept_answers.restore(request)
			response = _make_response(request, _get_view(route)(request))
		except Exception as error:
			# Frappe commits a POST whenever a page is returned, and an error page is one.
			frappe.db.rollback()
			request.cookies.clear()
			response = _make_response(request, _make_error_page(request, error))
		return _add_headers(request, response)


def find_route(parts: tuple[str, ...]) -> str | None:
	"""Return the longest of our routes that the path starts with, or None."""
	for length in range(len(parts), 0, -1):
		route = "/".join(parts[:length])
		if route in routes():
			return route
	return None


@lru_cache(maxsize=1)
def routes() -> frozenset[str]:
	"""Return every route with a page in `www/`."""
	folder = Path(frappe.get_app_path("unlocking_opportunities", "www"))
	return frozenset(file.relative_to(folder).with_suffix("").as_posix() for file in folder.rglob("*.html"))


def is_portal_path(path: str) -> bool:
	"""Return whether `path` is a plain path on this site to one of our pages."""
	if not path.startswith("/") or path.startswith("//") or any(c in path for c in "\\\r\n\t\0"):
		return False
	split = urlsplit(path)
	parts = tuple(part for part in split.path.split("/") if part)
	return not split.scheme and not split.netloc and ".." not in parts and bool(find_route(parts))


def _get_view(route: str) -> View:
	return import_module(f"{WWW}.{route.replace('-', '_').replace('/', '.')}").view


def _make_error_page(request: Request, error: Exception) -> Page | GoTo:
	"""Return a page that says what went wrong and what to do, without details."""
	if isinstance(error, identity.SignInNeeded):
		is_kept = kept_answers.keep(request)
		path = "/sign-in?next=" + frappe.utils.quote(request.path, safe="/")
		return GoTo(path + ("" if request.method != "POST" else "&typed=kept" if is_kept else "&typed=lost"))
	status = getattr(error, "http_status_code", 500)
	if status not in ERRORS:
		status = 500
	if status == 500:
		error_log.write(f"Portal: {request.route}")
		frappe.db.commit()  # the request's own writes have already been rolled back
	return Page({"message": ERRORS[status]()}, "templates/portal/error.html", status)


ERRORS = {
	403: lambda: (
		_("You can't see this page"),
		_("It belongs to someone else, or your link has expired. Sign in again, or call us."),
	),
	404: lambda: (_("We can't find this page"), _("If you typed the web address, check that it's correct.")),
	429: lambda: (
		_("Please try again later"),
		_("You've tried this too many times. Wait an hour, then try again, or call us."),
	),
	500: lambda: (
		_("Sorry, something went wrong"),
		_(
			"Nothing has been changed. Go back and try again. If it happens again, call us and we'll do it with you."
		),
	),
}


def _make_response(request: Request, answer: Page | GoTo | Download) -> Response:
	if isinstance(answer, GoTo):
		if not is_portal_path(answer.path):
			raise ValueError(f"not a page of ours: {answer.path}")
		return Response(status=303, headers={"Location": answer.path})
	if isinstance(answer, Download):
		response = Response(answer.content, mimetype=answer.mimetype)
		response.headers.set("Content-Disposition", "attachment", filename=answer.filename)
		return response
	visitor = identity.current()
	nonce = secrets.token_urlsafe(12)
	public = answer.public and visitor is None
	context = {
		"request": request,
		"visitor": visitor,
		"brand": brand.of_page(public=public),
		"nonce": nonce,
		# A visitor with a Frappe session also needs Frappe's own CSRF token.
		"frappe_token": frappe.session.data.get("csrf_token"),
		"form": None,
		**answer.context,
	}
	template = answer.template or f"www/{request.route}.html"
	response = Response(templating.render(template, context), answer.status, mimetype="text/html")
	if public and not request.rest and answer.status == 200:
		response.headers["X-Robots-Tag"] = "all"
	response.headers["Content-Security-Policy"] = (
		"default-src 'none'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; "
		f"script-src 'self'; style-src 'self' 'nonce-{nonce}'; img-src 'self' data:; font-src 'self'"
	)
	return response


def _add_headers(request: Request, response: Response) -> Response:
	headers = response.headers
	# Only public pages may be indexed; a longer path may contain a link's secret.
	headers.setdefault("X-Robots-Tag", "noindex, nofollow")
	headers["Referrer-Policy"] = "no-referrer"
	headers["X-Content-Type-Options"] = "nosniff"
	headers["X-Frame-Options"] = "DENY"
	headers["Cache-Control"] = "no-store"
	for name, value in request.cookies.items():
		if value is None:
			response.delete_cookie(name)
		else:
			response.set_cookie(
				name, value, path="/", httponly=True, samesite="Lax", secure=_is_https(request)
			)
	return response


def _is_https(request: Request) -> bool:
	forwarded = frappe.get_request_header("X-Forwarded-Proto") or ""
	return "https" in (request.http.scheme, forwarded) or frappe.utils.get_url().startswith("https://")
