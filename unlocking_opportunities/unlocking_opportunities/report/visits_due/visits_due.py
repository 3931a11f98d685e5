"""Visits to make, overdue ones first, and how many were made on time. Two queries, however many rows."""

from collections import Counter
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count
from frappe.utils import add_days, cint, formatdate, getdate, today

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.utils import report_filters

# How far ahead the report looks, and how far back it asks whether visits were on time.
DAYS_AHEAD = 14
DAYS_BACK = 90


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, no message, chart and summary of the planned visits that the user may read.

	`due_until` is the last due date shown: two weeks from today by default.
	"""
	filters = report_filters.validate_filters(filters)
	rows = get_visits(filters)
	made_on_time, were_due = get_timeliness(filters)
	set_display_values(rows)
	return get_columns(), rows, None, get_chart(rows), get_summary(rows, made_on_time, were_due)


def get_visits(filters: frappe._dict) -> list[frappe._dict]:
	visit = frappe.qb.DocType("Visit")
	placement = frappe.qb.DocType("Placement")
	site = frappe.qb.DocType("Employer Site")
	visitor = frappe.qb.DocType("User")
	last_day = (
		add_days(today(), -1)
		if cint(filters.only_overdue)
		else filters.due_until or add_days(today(), DAYS_AHEAD)
	)
	query = (
		frappe.qb.from_(visit)
		.inner_join(placement)
		.on(placement.name == visit.placement)
		.left_join(site)
		.on(site.name == visit.site)
		.left_join(visitor)
		.on(visitor.name == visit.visitor)
		.select(
			visit.name.as_("visit"),
			visit.kind,
			visit.due_on,
			visit.starts_on,
			visit.placement,
			placement.title,
			placement.under_18,
			site.site_name,
			visitor.full_name.as_("visitor"),
		)
		.where((visit.status == "Planned") & (visit.due_on <= last_day))
		.orderby(visit.due_on, visit.name)
	)
	return apply_filters(query, visit, filters).run(as_dict=True)


def get_timeliness(filters: frappe._dict) -> tuple[int, int]:
	"""Return how many of the visits due in the last DAYS_BACK days were made on time, and how many were due."""
	visit = frappe.qb.DocType("Visit")
	on_time = Case().when((visit.status == "Done") & (visit.visited_on <= visit.due_on), 1)
	query = (
		frappe.qb.from_(visit)
		.select(Count(on_time), Count(visit.name))
		.where(visit.status != "Cancelled")
		.where((visit.due_on >= add_days(today(), -DAYS_BACK)) & (visit.due_on < today()))
	)
	return apply_filters(query, visit, filters).run()[0]


def apply_filters(query, visit, filters: frappe._dict):
	"""Limit `query` to the visits in `filters` that the user may read."""
	for fieldname in ("visitor", "employer", "kind"):
		if filters.get(fieldname):
			query = query.where(visit[fieldname] == filters[fieldname])
	return row_permissions.restrict(query, "Visit")


def set_display_values(rows: list[frappe._dict]) -> None:
	now, yes_no = getdate(today()), (_("No"), _("Yes"))
	words = {due_on: format_days((due_on - now).days) for due_on in {row.due_on for row in rows}}
	for row in rows:
		row.days = (row.due_on - now).days
		row.when = words[row.due_on]
		row.under_18 = yes_no[row.under_18]


def format_days(days: int) -> str:
	"""Format how far off a due date is: `days` from today, negative if overdue."""
	if days == -1:
		return _("1 day late")
	if days < 0:
		return _("{0} days late").format(-days)
	if days == 0:
		return _("Today")
	return _("Tomorrow") if days == 1 else _("In {0} days").format(days)


def get_columns() -> list[dict]:
	def column(fieldname, label, fieldtype="Data", width=120, options=None):
		return {
			"fieldname": fieldname,
			"label": label,
			"fieldtype": fieldtype,
			"width": width,
			"options": options,
		}

	return [
		column("due_on", _("Due"), "Date", 100),
		column("when", _("When"), width=150),
		column("visit", _("Visit"), "Link", 150, "Visit"),
		column("kind", _("Kind")),
		column("title", _("Host and Role"), width=240),
		column("site_name", _("Site"), width=160),
		column("under_18", _("Under 18"), width=90),
		column("starts_on", _("Booked For"), "Datetime", 160),
		column("visitor", _("Visitor"), width=150),
		column("placement", _("Placement"), "Link", 150, "Placement"),
	]


def get_chart(rows: list[frappe._dict]) -> dict | None:
	"""Overdue visits, then those due in each week (from Monday) that the report reaches."""
	if not rows:
		return None
	overdue = sum(row.days < 0 for row in rows)
	by_week = Counter(get_monday(getdate(row.due_on)) for row in rows if row.days >= 0)
	this_week = get_monday(getdate(today()))
	later = get_weeks(this_week + timedelta(weeks=1), max(by_week, default=this_week))
	return {
		"data": {
			"labels": [
				_("Overdue"),
				_("Rest of This Week"),
				*(_("Week of {0}").format(formatdate(week, "d MMM")) for week in later),
			],
			"datasets": [
				{
					"name": _("Visits"),
					"values": [overdue, by_week[this_week], *(by_week[week] for week in later)],
				}
			],
		},
		"type": "bar",
		"colors": ["#1D4ED8"],
		"fieldtype": "Int",
	}


def get_monday(day: date) -> date:
	return day - timedelta(days=day.weekday())


def get_weeks(first: date, last: date) -> list[date]:
	return [first + timedelta(weeks=i) for i in range((last - first).days // 7 + 1)]


def get_summary(rows: list[frappe._dict], made_on_time: int, were_due: int) -> list[dict]:
	overdue = sum(row.days < 0 for row in rows)
	booked = sum(bool(row.starts_on) for row in rows)

	def format_ratio(part, whole):
		return _("{0} of {1}").format(part, whole)

	return [
		{"label": _("Visits to Make"), "value": len(rows), "datatype": "Int"},
		{
			"label": _("Overdue"),
			"value": format_ratio(overdue, len(rows)),
			"datatype": "Data",
			"indicator": "Red" if overdue else "Green",
		},
		{
			"label": _("Booked in the Diary"),
			"value": format_ratio(booked, len(rows)),
			"datatype": "Data",
			"indicator": "Blue",
		},
		{
			"label": _("Made on Time, in the Last {0} Days").format(DAYS_BACK),
			"value": format_ratio(made_on_time, were_due),
			"datatype": "Data",
		},
	]
