"""What is due for young people: a next step, and an offer."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from unlocking_opportunities.messages.due import Due, Work, columns, never
from unlocking_opportunities.rules.placement_states import LIVE
from unlocking_opportunities.utils.compat import _lt


def _active() -> QueryBuilder:
	table = DocType("Young Person")
	query = frappe.qb.from_(table).where(table.status == "Active")
	return query.select(table.name, table.age_band, table.ward, table.next_step, table.next_step_by)


def _late_steps(on: date) -> QueryBuilder:
	table = DocType("Young Person")
	query = _active().where(table.next_step.isnotnull() & (table.next_step != "") & (table.next_step_by < on))
	return query.orderby(table.next_step_by).orderby(table.name)


def _late_step(row: frappe._dict, on: date) -> Due:
	text = _("Has the next step happened? What comes next?")
	return Due("Young Person", row.name, row.name, text, by=row.next_step_by)


def _without_step(on: date) -> QueryBuilder:
	table = DocType("Young Person")
	return _active().where(table.next_step.isnull() | (table.next_step == "")).orderby(table.creation)


def _no_step(row: frappe._dict, on: date) -> Due:
	text = _("Agree a next step with them, and a date.")
	return Due("Young Person", row.name, row.name, text, when=_("No next step yet"), urgency="soon")


def _without_offer(on: date) -> QueryBuilder:
	"""Active young people with no placement proposed or running, the nearest next step first."""
	table, placement = DocType("Young Person"), DocType("Placement")
	placed = frappe.qb.from_(placement).select(placement.young_person).where(placement.status.isin(LIVE))
	query = _active().where(table.name.notin(placed)).orderby(table.next_step_by.isnull())
	return query.orderby(table.next_step_by).orderby(table.creation)


def _no_offer(row: frappe._dict, on: date) -> Due:
	who = ", ".join(filter(None, (row.age_band and _(row.age_band), row.ward)))
	if not row.next_step_by:
		return Due("Young Person", row.name, row.name, who, when=_("No next step yet"), urgency="soon")
	when, step = _("Next step: {0}"), row.next_step or ""
	return Due("Young Person", row.name, row.name, f"{who}.", step, row.next_step_by, when)


LATE_STEPS = Work("Young Person", _late_steps, _late_step, columns("Young Person.allocated_worker"))
NO_STEP = Work(
	"Young Person",
	_without_step,
	_no_step,
	columns("Young Person.allocated_worker"),
	summary=_lt("{0} of your young people have no next step. Agree one with each of them, and a date."),
)
# A list to choose from rather than something to do by a day.
NO_OFFER = Work("Young Person", _without_offer, _no_offer, remind=never)
WORK = (LATE_STEPS, NO_STEP, NO_OFFER)
