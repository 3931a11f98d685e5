"""`/call-me`: help me with this, call me back. Everybody may ask, from every page."""

import frappe
from frappe import _

from unlocking_opportunities.portal import identity, limits
from unlocking_opportunities.portal.forms import Field, Form
from unlocking_opportunities.portal.page import GoTo, Page, Request

CALLS_PER_CALLER = 10
CALLS_PER_NUMBER = 3


def view(request: Request) -> Page | GoTo:
	match request.rest:
		case []:
			return _ask(request)
		case ["done"]:
			return Page({"done": True})
	raise frappe.DoesNotExistError


def _ask(request: Request) -> Page | GoTo:
	form = Form(_questions(), request)
	if form.valid:
		if not form.is_from_a_robot:
			_record(form)
		return GoTo("/call-me/done")
	return Page({"done": False, "form": form})


def _record(form: Form) -> None:
	limits.count("calls by caller", limits.caller(), CALLS_PER_CALLER)
	limits.count("calls by number", form["phone"], CALLS_PER_NUMBER)
	visitor = identity.current()
	call = frappe.new_doc("Callback Request")
	call.update(
		{
			"caller_name": form["caller_name"],
			"phone": form["phone"],
			"best_time": form["best_time"],
			"about": form["about"],
			"employer": next(iter(visitor.employers), None) if visitor else None,
			"asked_from": "/call-me",
		}
	)
	call.insert(ignore_permissions=True)  # anybody may ask to be rung, and reads nothing by it


def _questions() -> list[Field]:
	return [
		Field("caller_name", _("Your name"), required=_("Enter your name"), autocomplete="name"),
		Field("phone", _("Your phone number"), "tel", required=_("Enter your phone number"), width="20"),
		Field("best_time", _("When is a good time? (if you like)"), hint=_("For example: after 3 on a weekday")),
		Field(
			"about",
			_("What is it about? (if you like)"),
			"textarea",
			hint=_("A few words are enough. Please do not write about a young person here."),
			max_length=500,
			rows=3,
		),
	]
