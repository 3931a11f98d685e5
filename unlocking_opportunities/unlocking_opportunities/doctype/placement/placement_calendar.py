"""The placement calendar: each placement from its first to its last day, all day."""

import frappe
from frappe import _
from frappe.utils import add_days, getdate

FIELDS = ("name", "title", "status", "start_date", "end_date", "actual_end")


@frappe.whitelist()
def get_events(start: str, end: str, filters: str | list | None = None) -> list[dict]:
	"""Return calendar events for the placements between `start` and `end` that the user may read.

	A placement that ended early ends on its actual last day. The label names the status, so it isn't shown by colour alone.
	"""
	placements = frappe.get_list(
		"Placement",
		fields=FIELDS,
		filters=[
			*(frappe.parse_json(filters) or []),
			["Placement", "status", "!=", "Cancelled"],
			["Placement", "start_date", "<=", getdate(end)],
			["Placement", "end_date", ">=", getdate(start)],
		],
		limit_page_length=0,
	)
	return [_event(placement) for placement in placements]


def _event(placement: frappe._dict) -> dict:
	label = f"{_(placement.status)}: {placement.title}"
	return {
		"name": placement.name,
		"title": label,
		"tooltip": f"{placement.name}: {label}",
		"state": placement.status,
		"start_date": placement.start_date,
		# The calendar excludes the end date.
		"end_date": add_days(placement.actual_end or placement.end_date, 1),
		"all_day": 1,
	}
