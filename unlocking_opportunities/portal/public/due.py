"""What is due for visitors of the public pages: a phone call."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import getdate
from pypika.queries import QueryBuilder

from unlocking_opportunities.council import dates
from unlocking_opportunities.messages.due import Due, Work, columns

DOCTYPE = "Callback Request"


def _open(on: date) -> QueryBuilder:
	table = DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name, table.best_time, table.asked_on, table.call_by)
	return query.where(table.status == "Open").orderby(table.asked_on)


def _call(row: frappe._dict, on: date) -> Due:
	text = _("They asked for a phone call on {0}.").format(dates.day(row.asked_on))
	detail = _("Open it for the phone number.")
	if row.best_time:
		detail = _("Best time: {0}").format(row.best_time)
	# Requests from before there was such a day have none.
	return Due(DOCTYPE, row.name, row.name, text, detail, by=getdate(row.call_by or row.asked_on))


CALLS = Work(DOCTYPE, _open, _call, columns(f"{DOCTYPE}.officer"))
WORK = (CALLS,)
