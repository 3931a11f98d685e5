"""`/employer/attendance`: this week of every running placement; below it one placement, and another week of it."""

from datetime import date, timedelta

import frappe
from frappe.utils import getdate, today

from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import attendance
from unlocking_opportunities.portal.forms import Form
from unlocking_opportunities.portal.page import GoTo, Page, Request


def view(request: Request) -> Page | GoTo:
	visitor = identity.require("Employer")
	name = request.rest[0] if request.rest else None
	on = _day(request.rest[1]) if len(request.rest) > 1 else getdate(today())
	form = Form([], request)
	if form.valid:
		# Each day's buttons are called after the placement and the day, so that one tap says everything.
		pressed = next((key for key in request.form if key.startswith("day ")), "day - -")
		placement, day = pressed.split(" ", 2)[1:]
		try:
			attendance.record(visitor, placement, _day(day), request.form.get(pressed, ""))
			return GoTo(request.path)
		except frappe.ValidationError as error:
			if isinstance(error, frappe.DoesNotExistError):
				raise
			form.say(str(error))
	placements = attendance.week(visitor, on, name)
	monday = attendance.monday_of(on)
	return Page(
		{
			"form": form,
			"placements": placements,
			"name": name,
			"monday": monday,
			"before": monday - timedelta(days=7),
			"after": monday + timedelta(days=7),
			"this_monday": attendance.monday_of(getdate(today())),
			"choices": attendance.CHOICES,
		}
	)


def _day(typed: str) -> date:
	try:
		return date.fromisoformat(typed)
	except ValueError:
		raise frappe.DoesNotExistError from None
