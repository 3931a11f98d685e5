"""What is due in safeguarding: concerns, allegations for the LADO, "not here" alerts and accidents."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import SAFEGUARDING_LEAD
from unlocking_opportunities.messages.due import Due, Work, columns, since
from unlocking_opportunities.safeguarding.concerns import DOCTYPE as CONCERN


def _concerns(on: date) -> QueryBuilder:
	table = DocType(CONCERN)
	query = (
		frappe.qb.from_(table).select(table.name, table.about, table.call_by).where(table.status == "Open")
	)
	return query.orderby(table.reported_on)


def _concern(row: frappe._dict, on: date) -> Due:
	text = _("About: {0}").format(_(row.about))
	if row.call_by:
		text = _("{0}. Call them by {1}.").format(text, dates.in_full(row.call_by))
	return Due(CONCERN, row.name, row.name, text, when=_("Acknowledge it now"), urgency="late")


def _allegations(on: date) -> QueryBuilder:
	"""Allegations about an adult that the LADO hasn't been told about."""
	table = DocType(CONCERN)
	query = frappe.qb.from_(table).select(table.name, table.lado_by).orderby(table.lado_by)
	return query.where(table.lado_by.isnotnull() & table.lado_told_on.isnull())


def _allegation(row: frappe._dict, on: date) -> Due:
	return Due(CONCERN, row.name, row.name, _("Tell the LADO."), by=row.lado_by)


def _alerts(on: date) -> QueryBuilder:
	table = DocType("Not Here Alert")
	query = frappe.qb.from_(table).select(table.name, table.placement, table.alerts_sent)
	return query.where(table.status == "Open").orderby(table.reported_on)


def _alert(row: frappe._dict, on: date) -> Due:
	text = _("Alerts sent: {0}").format(row.alerts_sent or 0)
	return Due("Not Here Alert", row.name, row.placement, text, when=_("Respond now"), urgency="late")


def _responding(on: date) -> QueryBuilder:
	table = DocType("Not Here Alert")
	query = frappe.qb.from_(table).select(table.name, table.placement, table.acknowledged_on)
	return query.where(table.status == "Acknowledged").orderby(table.acknowledged_on)


def _response(row: frappe._dict, on: date) -> Due:
	text = _("Someone is responding. Record what happened, then close it.")
	return Due(
		"Not Here Alert", row.name, row.placement, text, when=since(row.acknowledged_on), urgency="today"
	)


def _accidents(on: date) -> QueryBuilder:
	"""Open accidents: RIDDOR not decided yet, or not reported by the host yet."""
	table, placement = DocType("Accident"), DocType("Placement")
	query = frappe.qb.from_(table).inner_join(placement).on(placement.name == table.placement)
	query = query.select(table.name, table.report_by, placement.title).where(table.status == "Open")
	return query.orderby(table.report_by)


def _accident(row: frappe._dict, on: date) -> Due:
	text = _("Record whether it must be reported (RIDDOR), and the treatment.")
	if row.report_by:
		text = _("The host must report it to HSE. Record the date when they have.")
	return Due("Accident", row.name, row.title, text, by=row.report_by)


# Only safeguarding leads may know that there is a concern.
CONCERNS = Work(CONCERN, _concerns, _concern, unowned=(SAFEGUARDING_LEAD,))
ALLEGATIONS = Work(CONCERN, _allegations, _allegation, unowned=(SAFEGUARDING_LEAD,))
ALERTS = Work("Not Here Alert", _alerts, _alert)
RESPONDING = Work("Not Here Alert", _responding, _response)
ACCIDENTS = Work("Accident", _accidents, _accident, columns("Placement.officer"))
WORK = (CONCERNS, ALLEGATIONS, ALERTS, RESPONDING, ACCIDENTS)
