"""The placement register: who is placed where, when, and with what status. Two queries, however many rows."""

from collections import Counter
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Min
from frappe.utils import cint, formatdate, get_first_day, getdate, today

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.rules.placement_states import BEGUN, HAS_RUN, RUNNING, TO_START
from unlocking_opportunities.utils import report_filters
from unlocking_opportunities.utils.exceptions import DatesOutOfOrder

# Outcomes that count as work or learning.
INTO_WORK_OR_LEARNING = ("Paid Job", "Apprenticeship", "Education or Training")


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, no message, chart and summary of the placements that the user may read.

	`from_date` and `to_date` select placements that ran on any day between them. Raises frappe.ValidationError if they
	are the wrong way round.
	"""
	filters = report_filters.validate_filters(filters, "status")
	validate_period(filters)
	rows = get_placements(filters)
	add_visits(rows, get_visits(filters))
	return get_columns(), rows, None, get_chart(rows, filters), get_summary(rows)


def validate_period(filters: frappe._dict) -> None:
	if filters.from_date and filters.to_date and getdate(filters.to_date) < getdate(filters.from_date):
		frappe.throw(_("To is before From. Check both dates."), DatesOutOfOrder)


def get_placements(filters: frappe._dict) -> list[frappe._dict]:
	placement = frappe.qb.DocType("Placement")
	site = frappe.qb.DocType("Employer Site")
	officer = frappe.qb.DocType("User")
	query = (
		frappe.qb.from_(placement)
		.left_join(site)
		.on(site.name == placement.site)
		.left_join(officer)
		.on(officer.name == placement.officer)
		.select(
			placement.name.as_("placement"),
			placement.title,
			site.site_name,
			placement.kind,
			placement.sector,
			placement.young_person,
			placement.age_status,
			placement.status,
			placement.start_date,
			placement.end_date,
			placement.actual_start,
			placement.hours_per_week,
			placement.gate_status,
			placement.gate_valid_until,
			placement.outcome,
			officer.full_name.as_("officer"),
		)
		.orderby(placement.start_date, placement.name)
	)
	return apply_filters(query, placement, filters).run(as_dict=True)


def get_visits(filters: frappe._dict) -> list[tuple]:
	"""Return for each placement with visits: its name, visits made, visits made or due by today, and the next due date."""
	placement = frappe.qb.DocType("Placement")
	visit = frappe.qb.DocType("Visit")
	made = Case().when(visit.status == "Done", 1)
	due = Case().when((visit.status == "Done") | (visit.due_on <= today()), 1)
	planned_for = Case().when(visit.status == "Planned", visit.due_on)
	query = (
		frappe.qb.from_(visit)
		.inner_join(placement)
		.on(placement.name == visit.placement)
		.select(visit.placement, Count(made), Count(due), Min(planned_for))
		.where(visit.status != "Cancelled")
		.groupby(visit.placement)
	)
	return row_permissions.restrict(apply_filters(query, placement, filters), "Visit").run()


def apply_filters(query, placement, filters: frappe._dict):
	"""Limit `query` to the placements in `filters` that the user may read."""
	for fieldname in ("kind", "sector", "employer", "officer", "gate_status"):
		if filters.get(fieldname):
			query = query.where(placement[fieldname] == filters[fieldname])
	if filters.status:
		query = query.where(placement.status.isin(filters.status))
	if cint(filters.under_18):
		query = query.where(placement.under_18 == 1)
	if filters.to_date:
		query = query.where(placement.start_date <= filters.to_date)
	if filters.from_date:
		query = query.where(
			(placement.end_date >= filters.from_date) | (placement.actual_end >= filters.from_date)
		)
	return row_permissions.restrict(query, "Placement")


def add_visits(rows: list[frappe._dict], visits: list[tuple]) -> None:
	by_placement = {placement: counts for placement, *counts in visits}
	for row in rows:
		made, due, row.next_visit = by_placement.get(row.placement, (0, 0, None))
		row.visits = format_ratio(made, due)


def format_ratio(part: int, whole: int) -> str:
	"""Format a ratio with both its numbers, "3 of 4", never as a percentage."""
	return _("{0} of {1}").format(part, whole)


def get_columns() -> list[dict]:
	def column(fieldname, label, fieldtype="Data", width=110, options=None):
		return {
			"fieldname": fieldname,
			"label": label,
			"fieldtype": fieldtype,
			"width": width,
			"options": options,
		}

	return [
		column("placement", _("Placement"), "Link", 150, "Placement"),
		column("title", _("Host and Role"), width=240),
		column("status", _("Status")),
		column("start_date", _("Starts"), "Date", 100),
		column("end_date", _("Ends"), "Date", 100),
		column("young_person", _("Young Person"), "Link", 120, "Young Person"),
		column("age_status", _("Age in Law"), width=110),
		column("gate_status", _("Start Gate")),
		column("gate_valid_until", _("Open Until"), "Date", 100),
		column("visits", _("Visits Made"), width=130),
		column("next_visit", _("Next Visit"), "Date", 100),
		column("kind", _("Kind"), width=130),
		column("sector", _("Sector"), "Link", 130, "Sector"),
		column("site_name", _("Site"), width=160),
		column("hours_per_week", _("Hours a Week"), "Float", 100),
		column("officer", _("Officer"), width=140),
		column("outcome", _("Outcome"), width=150),
	]


def get_chart(rows: list[frappe._dict], filters: frappe._dict) -> dict | None:
	"""Placements started in each month of the period up to today, including months with none."""
	started = [get_start_date(row) for row in rows if row.status in BEGUN]
	first = getdate(filters.from_date) if filters.from_date else min(started, default=None)
	if not first:
		return None
	last = min(getdate(filters.to_date or today()), getdate(today()))
	by_month = Counter(get_first_day(day) for day in started)
	months = get_months(first, last)
	return {
		"data": {
			"labels": [formatdate(month, "MMM yyyy") for month in months],
			"datasets": [{"name": _("Placements Started"), "values": [by_month[month] for month in months]}],
		},
		"type": "bar",
		"colors": ["#1D4ED8"],
		"fieldtype": "Int",
		# Leave out month labels that don't fit; otherwise each is cut to a letter or two.
		"axisOptions": {"xIsSeries": 1},
	}


def get_start_date(row: frappe._dict) -> date:
	return getdate(row.actual_start or row.start_date)


def get_months(first: date, last: date) -> list[date]:
	"""Return the first day of each month from that of `first` to that of `last`."""
	count = (last.year - first.year) * 12 + last.month - first.month + 1
	return [
		date(first.year + (first.month - 1 + i) // 12, (first.month - 1 + i) % 12 + 1, 1)
		for i in range(count)
	]


def get_summary(rows: list[frappe._dict]) -> list[dict]:
	by_status = Counter(row.status for row in rows)
	over = sum(by_status[status] for status in HAS_RUN)
	completed = [row for row in rows if row.status == "Completed"]
	went_on = sum(row.outcome in INTO_WORK_OR_LEARNING for row in completed)
	about_to_start = [row for row in rows if row.status in TO_START]
	closed = sum(row.gate_status == "Closed" for row in about_to_start)
	live = sum(by_status[status] for status in RUNNING)
	return [
		{"label": _("Placements"), "value": len(rows), "datatype": "Int"},
		{"label": _("Young People"), "value": len({row.young_person for row in rows}), "datatype": "Int"},
		{
			"label": _("Live Now"),
			"value": format_ratio(live, len(rows)),
			"datatype": "Data",
			"indicator": "Blue",
		},
		{
			"label": _("Start Gate Closed, Out of Those Not Started"),
			"value": format_ratio(closed, len(about_to_start)),
			"datatype": "Data",
			"indicator": "Red" if closed else "Green",
		},
		{
			"label": _("Completed, Out of Those That Ended"),
			"value": format_ratio(by_status["Completed"], over),
			"datatype": "Data",
		},
		{
			"label": _("Into Work or Learning, Out of Those Completed"),
			"value": format_ratio(went_on, len(completed)),
			"datatype": "Data",
		},
	]
