"""`/employer/placements`: the list. `/employer/placements/<placement>`: one placement and what the host can do with it."""

import frappe
from frappe import _

from unlocking_opportunities.placements import answers
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import asks, placements
from unlocking_opportunities.portal.employer.views import refusal
from unlocking_opportunities.portal.forms import Field, Form
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.portal.page import GoTo, Page, Request
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE, RUNNING
from unlocking_opportunities.unlocking_opportunities.doctype.placement_request.placement_request import (
	END_EARLY,
	EXTEND,
	AlreadyAsked,
)
from unlocking_opportunities.utils.compat import _lt

ALREADY_ASKED = {
	EXTEND: _lt(
		"You've already asked for more time. We'll reply soon. If you've changed your mind, call us."
	),
	END_EARLY: _lt(
		"You've already asked to end early. We'll reply soon. If you've changed your mind, call us."
	),
}
# What the placement's page says after a request, by the last part of the request's path.
DONE = {
	"extend": (EXTEND, _lt("You've asked for more time. We'll reply soon.")),
	"end-early": (END_EARLY, _lt("You've asked to end early. We'll reply soon.")),
}
COLOURS = {"In Progress": "green", "Ready": "green", "Proposed": "yellow", "Paused": "red"}


def view(request: Request) -> Page | GoTo:
	visitor = identity.require("Employer")
	match request.rest:
		case []:
			return _list(visitor, 0)
		case ["from", start] if start.isdigit():
			return _list(visitor, min(int(start), 100_000))
		case [name]:
			return _placement(request, visitor, name)
		case [name, "not-here"]:
			return _not_here(request, visitor, name)
		case [name, "told"]:
			return _not_here_sent(visitor, name)
		case [name, "extend"]:
			return _extend(request, visitor, name)
		case [name, "end-early"]:
			return _end_early(request, visitor, name)
	raise frappe.DoesNotExistError


def _list(visitor: Visitor, start: int) -> Page:
	found = placements.get_placements(visitor, start)
	return Page({"placements": found, "start": start, "page": placements.PAGE, "colours": COLOURS})


def _placement(request: Request, visitor: Visitor, name: str) -> Page | GoTo:
	form = Form([], request)
	if form.valid:
		try:
			placements.sign_agreement(visitor, name, request.form.get("read", ""))
			return GoTo(f"/employer/placements/{name}")
		except answers.TermsChanged:
			form.add_error(
				_("Something has changed since you opened this page. Please read it again before you agree.")
			)
		except answers.Over:
			form.add_error(_("This placement is over, so you don't need to agree to it."))
	placement = placements.get_placement_with_disclosures(visitor, name)
	asked = asks.get_requests(visitor, name)
	return Page(
		{
			"form": form,
			"placement": placement,
			"asked": asked,
			"said": _get_said(request, asked),
			"waiting": {row.kind: row for row in asked if row.status == "Open"},
			"calls": placements.get_phone_numbers(),
			"may_extend": placement.status in HOLDS_A_PLACE,
			"may_end": placement.status in RUNNING,
			"colours": COLOURS,
		},
		"templates/portal/employer/placement.html",
	)


def _get_said(request: Request, asked: list[frappe._dict]) -> str | None:
	"""The words for what was just asked, while it is open."""
	kind, words = DONE.get(request.query.get("asked", ""), (None, ""))
	return str(words) if any(row.kind == kind and row.status == "Open" for row in asked) else None


def _not_here(request: Request, visitor: Visitor, name: str) -> Page | GoTo:
	placement = placements.get_placement(visitor, name)
	form = Form([], request)
	if form.valid:
		try:
			placements.report_not_here(visitor, name)
			return GoTo(f"/employer/placements/{name}/told")
		except frappe.ValidationError as error:
			refusal.add_error(form, error)
	return Page(
		{"placement": placement, "form": form, "calls": placements.get_phone_numbers()},
		"templates/portal/employer/not-here.html",
	)


def _not_here_sent(visitor: Visitor, name: str) -> Page:
	placement = placements.get_placement(visitor, name)
	return Page(
		{"placement": placement, "calls": placements.get_phone_numbers()},
		"templates/portal/employer/told.html",
	)


def _extend(request: Request, visitor: Visitor, name: str) -> Page | GoTo:
	fields = [
		Field(
			"until",
			_("What would be the new last day?"),
			"date",
			hint=_("For example, 27 3 2027"),
			required=_("Enter the new last day"),
		),
		Field(
			"reason",
			_("Is there anything we should know? (optional)"),
			"textarea",
			max_length=500,
		),
	]
	return _request_change(
		request,
		visitor,
		name,
		EXTEND,
		fields,
		"templates/portal/employer/extend.html",
		lambda form: asks.extend(visitor, name, str(form["until"]), form["reason"] or ""),
	)


def _end_early(request: Request, visitor: Visitor, name: str) -> Page | GoTo:
	fields = [
		Field(
			"reason",
			_("Why would you like it to end?"),
			"textarea",
			hint=_("Two or three lines are enough. Please don't write anything private about anyone."),
			required=_("Enter why you'd like it to end"),
			max_length=500,
		)
	]
	return _request_change(
		request,
		visitor,
		name,
		END_EARLY,
		fields,
		"templates/portal/employer/end-early.html",
		lambda form: asks.end_early(visitor, name, form["reason"]),
	)


def _request_change(
	request: Request, visitor: Visitor, name: str, kind: str, fields: list[Field], template: str, ask
) -> Page | GoTo:
	placement = placements.get_placement(visitor, name)
	form = Form(fields, request)
	if form.valid:
		try:
			ask(form)
			return GoTo(f"/employer/placements/{name}?asked={request.rest[1]}")
		except AlreadyAsked:
			frappe.db.rollback()
			form.add_error(str(ALREADY_ASKED[kind]))
		except frappe.ValidationError as error:
			refusal.add_error(form, error, fields[0].name)
	is_open = not form.sent and asks.is_open(visitor, name, kind)
	return Page(
		{
			"placement": placement,
			"form": form,
			"already": str(ALREADY_ASKED[kind]) if is_open else None,
			"calls": placements.get_phone_numbers(),
		},
		template,
	)
