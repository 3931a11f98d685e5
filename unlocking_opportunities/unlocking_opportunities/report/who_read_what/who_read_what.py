"""Who has read the records that identify young people, newest first. Two SQL queries, whatever the number of rows.

It answers "who has seen my record?" in a subject access request, and shows users who look at more people than their work
explains: `allocated` says whether the user is that young person's allocated worker today.
"""

from collections import Counter

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count
from frappe.utils import add_days, cint, getdate, today
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.utils import report_filters

DAYS_BACK = 30
# The most rows shown. The summary and the chart count all of them.
ROWS = 5000
READERS_SHOWN = 10
WHOLE_LISTS = ("List or Report", "Export", "Background Job")


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, a message when not all fit, chart and summary of the readings from `from_date` to `to_date`.

	For those alone who may read the log; raises frappe.PermissionError for others.
	"""
	if not frappe.has_permission("Record Access Log", "report"):
		raise frappe.PermissionError
	filters = report_filters.checked(filters)
	counted = get_counts(filters)
	rows = get_rows(filters)
	message = _("This report shows the newest {0}. Choose a shorter period to see the rest.").format(ROWS)
	return (
		get_columns(),
		rows,
		message if sum(count.readings for count in counted) > len(rows) else None,
		get_chart(counted),
		get_summary(counted),
	)


def get_rows(filters: frappe._dict) -> list[frappe._dict]:
	log, person = tables()
	query = choose(filters).select(
		log.read_on,
		log.user,
		log.how,
		log.record_type,
		log.record,
		log.young_person,
		log.number_of_rows,
		log.items,
		Case()
		.when(log.young_person == "", "")
		.when(person.allocated_worker == log.user, _("Yes"))
		.else_(_("No"))
		.as_("allocated"),
	)
	return query.orderby(log.read_on, order=frappe.qb.desc).limit(ROWS).run(as_dict=True)


def get_counts(filters: frappe._dict) -> list[frappe._dict]:
	"""Return the number of readings for each user and way."""
	log, _person = tables()
	query = choose(filters).select(
		log.user,
		log.how,
		Count(log.name).as_("readings"),
	)
	return query.groupby(log.user, log.how).run(as_dict=True)


def tables() -> tuple[Table, Table]:
	return frappe.qb.DocType("Record Access Log"), frappe.qb.DocType("Young Person")


def choose(filters: frappe._dict) -> QueryBuilder:
	"""Return the query for the readings, with the filters and the row rule applied."""
	log, person = tables()
	first = getdate(filters.from_date or add_days(today(), -DAYS_BACK))
	after = add_days(getdate(filters.to_date or today()), 1)
	query = (
		frappe.qb.from_(log)
		.left_join(person)
		.on(person.name == log.young_person)
		.where((log.read_on >= first) & (log.read_on < after))
	)
	for fieldname in ("young_person", "user", "record_type"):
		if filters.get(fieldname):
			query = query.where(log[fieldname] == filters[fieldname])
	if cint(filters.not_their_worker):
		query = query.where(log.young_person != "")
		query = query.where(person.allocated_worker.isnull() | (person.allocated_worker != log.user))
	return row_permissions.restrict(query, "Record Access Log")


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
		column("read_on", _("When"), "Datetime", 160),
		column("user", _("Who"), width=220),
		column("how", _("How"), width=130),
		column("record_type", _("Kind of Record"), width=210),
		column("record", _("Record"), width=150),
		column("young_person", _("Young Person"), "Link", 150, "Young Person"),
		column("allocated", _("Is Their Worker"), width=110),
		column("number_of_rows", _("Rows"), "Int", 80),
		column("items", _("Items Disclosed"), width=200),
	]


def get_chart(counted: list[frappe._dict]) -> dict | None:
	"""The users with the most readings."""
	by_reader = Counter()
	for count in counted:
		by_reader[count.user] += count.readings
	most = by_reader.most_common(READERS_SHOWN)
	if not most:
		return None
	return {
		"data": {
			"labels": [user for user, _readings in most],
			"datasets": [{"name": _("Readings"), "values": [readings for _user, readings in most]}],
		},
		"type": "bar",
		"colors": ["#1D4ED8"],
		"fieldtype": "Int",
	}


def get_summary(counted: list[frappe._dict]) -> list[dict]:
	def readings(*ways):
		return sum(count.readings for count in counted if not ways or count.how in ways)

	def figure(label, value, indicator=None):
		return {"label": label, "value": value, "datatype": "Int", "indicator": indicator}

	lists, disclosed = readings(*WHOLE_LISTS), readings("Portal Disclosure")
	return [
		figure(_("Readings"), readings()),
		figure(_("Readers"), len({count.user for count in counted})),
		figure(_("Lists, Reports and Exports"), lists, "Orange" if lists else "Green"),
		figure(_("Disclosed on the Portal"), disclosed, "Blue"),
	]
