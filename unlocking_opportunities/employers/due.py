"""What is due for employers: pledges and host agreements that wait for us or for them, and what runs out."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika.functions import Coalesce
from pypika.queries import QueryBuilder

from unlocking_opportunities.messages.due import (
	IF_LATE,
	Due,
	Work,
	at_warnings,
	columns,
	ends_soon,
	since,
	weekly,
	working_days_before,
)

PLEDGE, AGREEMENT, ACCESS = "Employer Pledge", "Host Agreement", "Portal Access"


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


def _to_finish(on: date) -> QueryBuilder:
	"""Drafts that someone here has begun, and pledges that are paused."""
	table = DocType(PLEDGE)
	query = frappe.qb.from_(table).select(table.name, table.employer_name, table.status, table.modified)
	own = (table.status == "Draft") & (Coalesce(table.email_sender, "") == "")
	return query.where(own | (table.status == "Paused")).orderby(table.modified)


def _returned(on: date) -> QueryBuilder:
	table = DocType(PLEDGE)
	query = frappe.qb.from_(table).select(table.name, table.employer_name, table.modified)
	return query.where(table.status == "Returned").orderby(table.modified)


def _unanswered(row: frappe._dict, on: date) -> Due:
	text = _("The employer hasn't replied yet. Remind them, or decide without their reply.")
	return Due(PLEDGE, row.name, row.employer_name, text, when=since(row.modified))


def _unfinished(row: frappe._dict, on: date) -> Due:
	text = _("Not finished yet. Finish it, then send it for review.")
	if row.status == "Paused":
		text = _("Paused. Resume it when they can offer places again, or withdraw it.")
	return Due(PLEDGE, row.name, row.employer_name or row.name, text, when=since(row.modified))


def _agreements(status: str) -> Callable[[date], QueryBuilder]:
	def find(on: date) -> QueryBuilder:
		table, employer = DocType(AGREEMENT), DocType("Employer")
		query = frappe.qb.from_(table).left_join(employer).on(employer.name == table.employer)
		query = query.select(table.name, employer.employer_name, table.modified)
		return query.where(table.status == status).orderby(table.modified)

	return find


def _to_check(row: frappe._dict, on: date) -> Due:
	text = _("The host has answered our questions. Check the answers and the certificate.")
	return Due(AGREEMENT, row.name, row.employer_name, text, when=since(row.modified))


def _with_host(row: frappe._dict, on: date) -> Due:
	text = _("The host hasn't answered our questions yet. Remind them, or fill in the answers with them.")
	return Due(AGREEMENT, row.name, row.employer_name, text, when=since(row.modified))


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


def _closed_accesses(on: date) -> QueryBuilder:
	"""Access that ended because an address is no longer its person's, until an officer has followed it up."""
	table, employer = DocType(ACCESS), DocType("Employer")
	query = frappe.qb.from_(table).left_join(employer).on(employer.name == table.employer)
	query = query.select(table.name, table.kind, table.closed_because, employer.employer_name)
	query = query.where((table.revoked == 1) & (table.closed_because != "") & (table.followed_up == 0))
	return query.orderby(table.modified).orderby(table.name)


def _closed_access(row: frappe._dict, on: date) -> Due:
	text = _("No one answered whether the email address is still theirs, so it can't sign in.")
	if row.closed_because == "Someone Else":
		text = _("Someone else has the email address now, so it can't sign in.")
	elif row.closed_because == "Address Changed":
		# The contact is right already.
		text = _("The email address isn't a contact's of the employer any more, so it can't sign in.")
		text += " " + _("Give the right person access, then select Followed Up.")
		return Due(ACCESS, row.name, row.employer_name or _(row.kind), text, when="")
	text += " " + _("Call them, correct the contact, give the right person access, then select Followed Up.")
	return Due(ACCESS, row.name, row.employer_name or _(row.kind), text, when="")


ANSWERS = Work(
	PLEDGE, _to_answer, _answer, columns(f"{PLEDGE}.officer"), remind=working_days_before(1), managers=IF_LATE
)
RETURNED = Work(PLEDGE, _returned, _unanswered, columns(f"{PLEDGE}.officer"), remind=weekly)
UNFINISHED = Work(PLEDGE, _to_finish, _unfinished, columns(f"{PLEDGE}.officer"), remind=weekly)
AGREEMENTS_TO_CHECK = Work(AGREEMENT, _agreements("Awaiting Check"), _to_check, columns("Employer.officer"))
WITH_HOST = Work(AGREEMENT, _agreements("Draft"), _with_host, columns("Employer.officer"), remind=weekly)
EMAILED_OFFERS = Work(PLEDGE, _emailed, _emailed_offer, columns(f"{PLEDGE}.officer"))
INSURANCE = Work(AGREEMENT, _ending("cover_to"), _insurance, columns("Employer.officer"), remind=at_warnings)
AGREEMENTS = Work(
	AGREEMENT, _ending("expires_on"), _agreement, columns("Employer.officer"), remind=at_warnings
)
CLOSED_ACCESSES = Work(ACCESS, _closed_accesses, _closed_access, columns("Employer.officer"))
WORK = (
	ANSWERS,
	EMAILED_OFFERS,
	RETURNED,
	UNFINISHED,
	AGREEMENTS_TO_CHECK,
	WITH_HOST,
	INSURANCE,
	AGREEMENTS,
	CLOSED_ACCESSES,
)
