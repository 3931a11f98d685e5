"""What is due for employers: answers to pledges, offers that came by email, and insurance and agreements that run out."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from unlocking_opportunities.messages.due import (
	IF_LATE,
	Due,
	Work,
	at_warnings,
	columns,
	ends_soon,
	working_days_before,
)

PLEDGE, AGREEMENT = "Employer Pledge", "Host Agreement"


def _to_answer(on: date) -> QueryBuilder:
	table = DocType(PLEDGE)
	query = frappe.qb.from_(table).select(table.name, table.employer_name, table.status, table.answer_by)
	query = query.where(table.status.isin(["Submitted", "Under Review"]))
	return query.orderby(table.answer_by).orderby(table.name)


def _answer(row: frappe._dict, on: date) -> Due:
	late = row.answer_by and row.answer_by < on
	text = _("Our answer is overdue.") if late else _("Our answer is due.")
	return Due(PLEDGE, row.name, row.employer_name, f"{_(row.status)}. {text}", by=row.answer_by)


def _emailed(on: date) -> QueryBuilder:
	"""Offers that came by email and have not been submitted yet."""
	table = DocType(PLEDGE)
	query = frappe.qb.from_(table).select(table.name, table.employer_name).orderby(table.creation)
	return query.where(
		(table.status == "Draft") & table.email_sender.isnotnull() & (table.email_sender != "")
	)


def _emailed_offer(row: frappe._dict, on: date) -> Due:
	text = _("An offer came in by email. Read it, fill in the offers and send it for review.")
	return Due(PLEDGE, row.name, row.employer_name or row.name, text, when="")


def _ending(field: str):
	def find(on: date) -> QueryBuilder:
		table, employer = DocType(AGREEMENT), DocType("Employer")
		query = frappe.qb.from_(table).left_join(employer).on(employer.name == table.employer)
		query = query.where((table.status == "Checked") & ends_soon(table[field], on))
		return query.select(table.name, employer.employer_name, table[field].as_("by")).orderby(table[field])

	return find


def _insurance(row: frappe._dict, on: date) -> Due:
	text = _("The insurance is running out. Ask for the new certificate.")
	return Due(AGREEMENT, row.name, row.employer_name, text, by=row.by)


def _agreement(row: frappe._dict, on: date) -> Due:
	text = _("The host agreement is running out. Ask the host to renew it.")
	return Due(AGREEMENT, row.name, row.employer_name, text, by=row.by)


ANSWERS = Work(
	PLEDGE, _to_answer, _answer, columns(f"{PLEDGE}.officer"), remind=working_days_before(1), managers=IF_LATE
)
EMAILED_OFFERS = Work(PLEDGE, _emailed, _emailed_offer, columns(f"{PLEDGE}.officer"))
INSURANCE = Work(AGREEMENT, _ending("cover_to"), _insurance, columns("Employer.officer"), remind=at_warnings)
AGREEMENTS = Work(
	AGREEMENT, _ending("expires_on"), _agreement, columns("Employer.officer"), remind=at_warnings
)
WORK = (ANSWERS, EMAILED_OFFERS, INSURANCE, AGREEMENTS)
