"""`/employer/attendance`: this week, or the week of a day, for every placement, or any week of one placement."""

import re
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.utils import getdate, today

from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import attendance, placements
from unlocking_opportunities.portal.employer.views import refusal
from unlocking_opportunities.portal.forms import Form
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.portal.page import GoTo, Page, Request

DAY = re.compile(r"\d{4}-\d\d-\d\d")
BUTTON = re.compile(r"day (\S+) (\S+)")


def view(request: Request) -> Page | GoTo:
	visitor = identity.require("Employer")
	name, on = _asked(request.rest)
	form = Form([], request)
	if form.valid and (alerted := _record(form, visitor)) is not None:
		return GoTo(f"/employer/placements/{alerted}/told" if alerted else request.path)
	found = attendance.get_week(visitor, on, name)
	monday = attendance.monday_of(on)
	return Page(
		{
			"form": form,
			"placements": found,
			"name": name,
			"monday": monday,
			"earlier": monday - timedelta(days=7),
			"later": monday + timedelta(days=7),
			"this_monday": attendance.monday_of(getdate(today())),
			"choices": attendance.CHOICES,
		}
	)


def _asked(rest: list[str]) -> tuple[str | None, date]:
	"""Return the placement and the day in the address: either, both (in this order) or neither."""
	if len(rest) == 1 and DAY.fullmatch(rest[0]):
		return None, _day(rest[0])
	return rest[0] if rest else None, _day(rest[1]) if len(rest) > 1 else getdate(today())


def _record(form: Form, visitor: Visitor) -> str | None:
	"""Record the pressed button, whose name holds the placement and day. None if it was refused.

	Returns the placement if this has alerted the team that someone hasn't arrived today, otherwise "".
	"""
	sent = form.request.form
	pressed = next(filter(None, map(BUTTON.fullmatch, sent)), None)
	try:
		if pressed:
			day, said = _day(pressed[2]), sent[pressed[0]]
			alerts = said == attendance.UNEXPLAINED and _is_due_today(visitor, pressed[1], day)
			attendance.record(visitor, pressed[1], day, said)
			if alerts:
				placements.raise_alert(visitor, pressed[1])
			return pressed[1] if alerts else ""
		form.add_error(_("Press one of the buttons for a day."))
	except frappe.ValidationError as error:
		# Another employer's placement stays a 404.
		if isinstance(error, frappe.DoesNotExistError):
			raise
		refusal.add_error(form, error)
	return None


def _is_due_today(visitor: Visitor, name: str, day: date) -> bool:
	return day == getdate(today()) and placements.get_placement(visitor, name).expected_today


def _day(typed: str) -> date:
	try:
		return date.fromisoformat(typed)
	except ValueError:
		raise frappe.DoesNotExistError from None
