"""The privacy notice, and the form for data protection complaints."""

import frappe
from frappe import _

from unlocking_opportunities.access import limits
from unlocking_opportunities.data_protection.requests import LONGEST_MESSAGE, record_complaint
from unlocking_opportunities.portal.forms import Field, Form
from unlocking_opportunities.portal.page import GoTo, Page, Request

COMPLAINTS_PER_CALLER = 10
COMPLAINTS_PER_ADDRESS = 3


def view(request: Request) -> Page | GoTo:
	"""`/privacy`: the notice. `/privacy/complaint`: the form. `/privacy/complaint/sent`: the confirmation."""
	match request.rest:
		case []:
			return Page({"step": "notice"}, public=True)
		case ["complaint"]:
			return _complaint(request)
		case ["complaint", "sent"]:
			return Page({"step": "sent"}, public=True)
	raise frappe.DoesNotExistError


def _complaint(request: Request) -> Page | GoTo:
	form = Form(_questions(), request)
	if form.sent and not form.errors and not (form["email"] or form["phone"]):
		form.add_error(_("Enter an email address or a phone number, so that we can reply to you"), "email")
	if form.valid:
		if form.is_from_robot:
			return GoTo("/privacy/complaint/sent")
		limits.count("complaints by caller", limits.caller(), COMPLAINTS_PER_CALLER)
		limits.count("complaints by address", form["email"] or form["phone"], COMPLAINTS_PER_ADDRESS)
		record_complaint(form["message"], form["name"] or "", form["email"] or "", form["phone"] or "")
		return GoTo("/privacy/complaint/sent")
	return Page({"step": "complaint", "form": form}, public=True)


def _questions() -> list[Field]:
	return [
		Field(
			"message",
			_("What is wrong?"),
			"textarea",
			hint=_("Tell us what happened and what you would like us to do."),
			required=_("Tell us what is wrong"),
			max_length=LONGEST_MESSAGE,
			rows=8,
		),
		Field("name", _("Your name (optional)"), autocomplete="name"),
		Field("email", _("Your email address"), "email"),
		Field("phone", _("Or your phone number"), "tel", width="20"),
	]
