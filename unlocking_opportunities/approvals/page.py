"""The decision page, /decide/DEC-…: the facts on one screen, and two buttons: Approve and Return.

Opening it changes nothing, because mail scanners open links. Only the form's POST acts, with the session's CSRF token.
A user who may not decide gets the same answer as for a request that does not exist.
"""

import re
from typing import Any
from urllib.parse import quote

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.website.page_renderers.base_renderer import BaseRenderer
from werkzeug.wrappers import Response

from unlocking_opportunities.approvals import answers, facts, requests
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.council.settings import get_settings

PATH = re.compile(r"decide/([A-Z0-9-]{1,40})")
TEMPLATE = "unlocking_opportunities/templates/decisions/decide.html"
LONGEST_REASON = 2000
# The page has inline styles and no script. It must not be cached or framed.
HEADERS = {
	"Cache-Control": "no-store",
	"Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; "
	"frame-ancestors 'none'; base-uri 'none'",
	"Referrer-Policy": "same-origin",
}


class DecisionPage(BaseRenderer):
	"""Frappe's page renderer for /decide/<reference> (hooks: page_renderer)."""

	def can_render(self) -> bool:
		return bool(PATH.fullmatch(self.path))

	def render(self) -> Response:
		name = PATH.fullmatch(self.path)[1]
		if frappe.session.user == "Guest":
			return self._redirect(f"/login?redirect-to={quote(f'/decide/{name}', safe='')}")
		if not _can_decide(name):
			return self._show(403)
		if frappe.request.method == "POST":
			return self._take_answer(name)
		return self._show(200, name)

	def _take_answer(self, name: str) -> Response:
		form = frappe.form_dict
		typed = str(form.get("reason") or "")[:LONGEST_REASON]
		try:
			_require_csrf_token()
			answers.apply_answer(name, str(form.get("answer") or ""), typed, str(form.get("seen") or ""))
		except (frappe.ValidationError, frappe.PermissionError, frappe.CSRFTokenError) as refused:
			# Undo everything, and show the page again with what was typed.
			frappe.db.rollback()
			frappe.clear_messages()
			problem = frappe.utils.strip_html(str(refused)) or _(
				"Your decision was not saved. Open the page again and try once more."
			)
			status = 409 if isinstance(refused, answers.NotDecided) else 422
			return self._show(status, name, problem=problem, typed=typed)
		return self._redirect(f"/decide/{name}")

	def _show(self, status: int, name: str | None = None, **said: str) -> Response:
		context = {"council": get_settings().council_name, "problem": "", "typed": "", **said}
		context |= _decision(name) if name else {"title": _("Nothing to decide here"), "request": None}
		return self.build_response(frappe.render_template(TEMPLATE, context), status, HEADERS)

	def _redirect(self, address: str) -> Response:
		# 303 makes the browser load the page again with GET.
		return self.build_response("", 303, {"Location": address, "Cache-Control": "no-store"})


def _can_decide(name: str) -> bool:
	"""Return whether the signed-in user is a manager who may read the request and write its record."""
	if MANAGER not in frappe.get_roles() or not frappe.db.exists(requests.DOCTYPE, name):
		return False
	request = frappe.get_doc(requests.DOCTYPE, name)
	return request.has_permission("read") and frappe.has_permission(
		request.reference_doctype, "write", request.reference_name
	)


def _require_csrf_token() -> None:
	# Frappe compares tokens only if the session has one. It has had one since the page was shown.
	if not frappe.session.data.csrf_token:
		raise frappe.CSRFTokenError(_("Open this page again, then make your decision."))


def _decision(name: str) -> dict[str, Any]:
	request: Document = frappe.get_doc(requests.DOCTYPE, name)
	record, found, cautions = facts.get_facts(request)
	return {
		"request": request,
		"record": record,
		"facts": found,
		"cautions": cautions,
		"title": _("Decide: {0}").format(record.name),
		"form_url": frappe.utils.get_url_to_form(record.doctype, record.name),
		"seen": answers.make_mark(request, record),
		"csrf_token": frappe.sessions.get_csrf_token(),
		"settled": _settled(request),
	}


def _settled(request: Document) -> str:
	"""Return who decided and when; empty while the request is waiting."""
	if request.status == requests.WAITING:
		return ""
	you = request.decided_by == frappe.session.user
	who = _("you") if you else frappe.utils.get_fullname(request.decided_by)
	when = frappe.format(request.decided_on, "Datetime")
	if request.status == requests.OVERTAKEN:
		return _("This has not needed a decision since {0}.").format(when)
	return _("{0} by {1} on {2}.").format(_(request.status), who, when)
