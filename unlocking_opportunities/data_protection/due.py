"""What is due in data protection: requests about someone's data, and records to dispose of."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days
from pypika import Case
from pypika.queries import QueryBuilder

from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.messages.due import IF_LATE, Due, Work, columns

# Days before a request is due on which we start to remind.
WARN_DAYS = 10


def _requests(on: date) -> QueryBuilder:
	"""Requests to acknowledge or to answer within WARN_DAYS."""
	table, until = DocType("Data Rights Request"), add_days(on, WARN_DAYS)
	to_acknowledge = (table.status == "Open") & (table.acknowledge_by <= until)
	by = Case().when(to_acknowledge, table.acknowledge_by).else_(table.due_on)
	query = frappe.qb.from_(table).select(table.name, table.kind, by.as_("by"))
	query = query.select(Case().when(to_acknowledge, 1).else_(0).as_("to_acknowledge"))
	return query.where((table.status != "Answered") & (by <= until)).orderby(by)


def _request(row: frappe._dict, on: date) -> Due:
	text = _("Acknowledge it.") if row.to_acknowledge else _("Answer it.")
	return Due("Data Rights Request", row.name, row.name, f"{_(row.kind)}. {text}", by=row.by)


def _reviews(on: date) -> QueryBuilder:
	table = DocType("Disposal Review")
	query = frappe.qb.from_(table).select(table.name, table.record_type).orderby(table.name)
	return query.where(table.status == "Proposed")


def _review(row: frappe._dict, on: date) -> Due:
	text = _("These records have reached the end of their retention period. Decide what to do with them.")
	return Due("Disposal Review", row.name, _(row.record_type), text, when="")


REQUESTS = Work(
	"Data Rights Request",
	_requests,
	_request,
	columns("Data Rights Request.officer"),
	unowned=(MANAGER,),
	managers=IF_LATE,
)
DISPOSALS = Work("Disposal Review", _reviews, _review, unowned=(MANAGER,))
WORK = (REQUESTS, DISPOSALS)
