"""`/call-me`: ask to be called back, from any page.

A young person, or the person who signs for them, gets the numbers to call instead: the whole team can read Callback
Requests, and their names and numbers don't belong there.
"""

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_to_date, getdate, now_datetime, today
from frappe.utils.synchronization import filelock

from unlocking_opportunities.access import limits
from unlocking_opportunities.council import dates
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer.placements import get_phone_numbers
from unlocking_opportunities.portal.forms import Field, Form
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.portal.page import GoTo, Page, Request
from unlocking_opportunities.rules.working_days import add_working_days

CALLS_PER_CALLER = 10
CALLS_PER_NUMBER = 3
SAME_WITHIN_MINUTES = 60


def view(request: Request) -> Page | GoTo:
	match request.rest:
		case []:
			return _ask(request)
		case ["done"]:
			by = add_working_days(getdate(today()), 1)
			return Page({"step": "done", "calls": get_phone_numbers(), "by": dates.in_full(by)})
	raise frappe.DoesNotExistError


def _ask(request: Request) -> Page | GoTo:
	visitor = identity.current()
	if visitor and visitor.placements:
		return Page({"step": "numbers", "calls": get_phone_numbers()})
	form = Form(_questions(), request)
	if form.valid:
		if not form.is_from_robot:
			limits.count("calls by caller", limits.caller(), CALLS_PER_CALLER)
			limits.count("calls by number", form["phone"], CALLS_PER_NUMBER)
			# Two taps at once: the second waits until the first is stored, and then has to see it.
			with filelock("call_me"):
				frappe.db.commit()
				create_request(visitor, form.values, request.form.get("from", ""))
				frappe.db.commit()
		return GoTo("/call-me/done")
	asked_from = request.form.get("from") or request.query.get("from", "")
	return Page({"step": "ask", "form": form, "calls": get_phone_numbers(), "asked_from": asked_from})


def create_request(visitor: Visitor | None, answers: dict[str, Any], asked_from: str) -> str:
	"""Create a Callback Request and return its name. A visitor who acts for an employer asks as that employer.

	The same words again within the hour, for example after going back, are the same request while nobody has called.
	"""
	asked = {field: answers.get(field) or None for field in ("caller_name", "phone", "best_time", "about")}
	asked["employer"] = next(iter(visitor.employers), None) if visitor else None
	return _find_request(asked) or _insert_request(asked, asked_from)


def _find_request(asked: dict[str, str | None]) -> str | None:
	since = add_to_date(now_datetime(), minutes=-SAME_WITHIN_MINUTES)
	told = {field: value if value else ["is", "not set"] for field, value in asked.items()}
	return frappe.db.get_value("Callback Request", {**told, "status": "Open", "asked_on": [">=", since]})


def _insert_request(asked: dict[str, str | None], asked_from: str) -> str:
	call = frappe.new_doc("Callback Request")
	call.update(asked)
	call.asked_from = asked_from[:140]
	return call.insert(ignore_permissions=True).name  # anyone may ask to be called


def _questions() -> list[Field]:
	return [
		Field("caller_name", _("Your name"), required=_("Enter your name"), autocomplete="name"),
		Field("phone", _("Your phone number"), "tel", required=_("Enter your phone number"), width="20"),
		Field(
			"best_time", _("When is a good time? (optional)"), hint=_("For example: after 3pm on a weekday")
		),
		Field(
			"about",
			_("What is it about? (optional)"),
			"textarea",
			hint=_("A few words are enough. Please don't write about a young person here."),
			max_length=500,
			rows=3,
		),
	]
