"""The visit calendar: visits booked in the diary at their time, the others all day on the day they are due."""

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, today

FIELDS = ("name", "title", "status", "due_on", "starts_on", "ends_on")


@frappe.whitelist()
def get_events(start: str, end: str, filters: str | list | None = None) -> list[dict]:
	"""Return calendar events for the visits between `start` and `end` that the user may read.

	The label names the status of a visit that is overdue or no longer planned, so it isn't shown by colour alone.
	"""
	visits = frappe.get_list(
		"Visit",
		fields=FIELDS,
		filters=[*(frappe.parse_json(filters) or []), ["Visit", "status", "!=", "Cancelled"]],
		or_filters=[
			["Visit", "due_on", "between", [getdate(start), getdate(end)]],
			["Visit", "starts_on", "between", [get_datetime(start), get_datetime(end)]],
		],
		limit_page_length=0,
	)
	return [_event(visit) for visit in visits]


def _event(visit: frappe._dict) -> dict:
	state = visit.status
	if state == "Planned" and getdate(visit.due_on) < getdate(today()):
		state = "Overdue"
	label = visit.title if state == "Planned" else f"{_(state)}: {visit.title}"
	return {
		"name": visit.name,
		"label": label,
		"tooltip": f"{visit.name}: {label}",
		"state": state,
		"starts_on": visit.starts_on or visit.due_on,
		"ends_on": visit.ends_on or visit.due_on,
		"all_day": int(not visit.starts_on),
		"has_time": int(bool(visit.starts_on)),
	}


class NotPlanned(frappe.ValidationError):
	"""The visit has been made or cancelled, so it can't be moved."""


class NoTime(frappe.ValidationError):
	"""A booking needs a time of day."""


@frappe.whitelist(methods=["POST"])
def book(args: str | dict) -> None:
	"""Book a visit for the time it was dragged to. `args`: name, starts_on, ends_on and all_day.

	Raises NoTime for an all-day booking, NotPlanned for a visit that is no longer planned.
	"""
	args = frappe._dict(frappe.parse_json(args))
	visit = frappe.get_doc("Visit", args.name)
	visit.check_permission("write")
	if visit.status != "Planned":
		frappe.throw(
			_("{0} is {1}, so you cannot move it. Only planned visits can be moved.").format(
				visit.name, _(visit.status)
			),
			NotPlanned,
		)
	if args.all_day:
		frappe.throw(
			_("A booking needs a time. Change to Week or Day, then drop the visit on a time."), NoTime
		)
	visit.update({"starts_on": args.starts_on, "ends_on": args.ends_on})
	visit.save()
