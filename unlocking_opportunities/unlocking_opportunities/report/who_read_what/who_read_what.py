"""Who has read the records that identify young people, newest first. Two queries, however many rows.

It answers "who has seen my records?" in a subject access request, and shows users who look at more people than their
work explains: `allocated` says whether the user is that young person's allocated worker today, or covered for them then.
"""

from collections import Counter

import frappe
from frappe import _
from frappe.query_builder import Case
from frappe.query_builder.functions import Count, Date
from frappe.utils import add_days, cint, getdate, today
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, ExistsCriterion

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.utils import report_filters

DAYS_BACK = 30
# The most rows shown. The summary and the chart count all of them.
ROWS = 5000
READERS_SHOWN = 10
WHOLE_LISTS = ("List or Report", "Export", "Background Job")


def execute(filters: dict | None = None) -> tuple:
	"""Return columns, rows, a message if not all are shown, chart and summary of the readings in `filters`.

	Raises frappe.PermissionError for anyone who may not read the log.
	"""
	if not frappe.has_permission("Record Access Log", "report"):
		raise frappe.PermissionError
	filters = report_filters.validate_filters(filters)
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
	log, person = get_tables()
	query = get_query(filters).select(
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
		.when(covered(log, person), _("Covered"))
		.else_(_("No"))
		.as_("allocated"),
	)
	return query.orderby(log.read_on, order=frappe.qb.desc).limit(ROWS).run(as_dict=True)


def get_counts(filters: frappe._dict) -> list[frappe._dict]:
	"""Count the readings by user and way of reading."""
	log, _person = get_tables()
	query = get_query(filters).select(
		log.user,
		log.how,
		Count(log.name).as_("readings"),
	)
	return query.groupby(log.user, log.how).run(as_dict=True)


def get_tables() -> tuple[Table, Table]:
	return frappe.qb.DocType("Record Access Log"), frappe.qb.DocType("Young Person")


def covered(log: Table, person: Table) -> Criterion:
	"""Return the criterion that the reader covered for the young person's worker on that day, with a manager's approval."""
	cover, day = frappe.qb.DocType("Absence Cover"), Date(log.read_on)
	query = frappe.qb.from_(cover).select(cover.name).where(cover.approved_on.isnotnull())
	query = query.where((cover.user == person.allocated_worker) & (cover.cover_by == log.user))
	return ExistsCriterion(query.where((cover.from_date <= day) & (cover.to_date >= day)))


def get_query(filters: frappe._dict) -> QueryBuilder:
	"""Return a query for the readings in `filters` that the user of the report may read."""
	log, person = get_tables()
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
		query = query.where(covered(log, person).negate())
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
	def count_readings(*ways):
		return sum(count.readings for count in counted if not ways or count.how in ways)

	def make_card(label, value, indicator=None):
		return {"label": label, "value": value, "datatype": "Int", "indicator": indicator}

	lists, disclosed = count_readings(*WHOLE_LISTS), count_readings("Portal Disclosure")
	return [
		make_card(_("Readings"), count_readings()),
		make_card(_("Readers"), len({count.user for count in counted})),
		make_card(_("Lists, Reports and Exports"), lists, "Orange" if lists else "Green"),
		make_card(_("Disclosed on the Portal"), disclosed, "Blue"),
	]
