"""What is due in mentoring: mentors' checks, people who want to be mentors, and pairings that wait for a next step."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from unlocking_opportunities.messages.due import Due, Work, at_warnings, columns, ends_soon, since, weekly

PAIRING = "Mentoring Pairing"


def _checks(on: date) -> QueryBuilder:
	table = DocType("Mentor")
	query = frappe.qb.from_(table).select(table.name, table.mentor_name, table.checks_valid_until)
	query = query.where((table.status == "Active") & ends_soon(table.checks_valid_until, on))
	return query.orderby(table.checks_valid_until)


def _check(row: frappe._dict, on: date) -> Due:
	text = _("The mentor's checks are running out. Ask for new ones.")
	return Due("Mentor", row.name, row.mentor_name, text, by=row.checks_valid_until)


def _applied(on: date) -> QueryBuilder:
	table = DocType("Mentor")
	query = frappe.qb.from_(table).select(table.name, table.mentor_name, table.creation)
	return query.where(table.status == "Applied").orderby(table.creation)


def _applicant(row: frappe._dict, on: date) -> Due:
	text = _("They want to be a mentor. Start their checks, or tell them no.")
	return Due("Mentor", row.name, row.mentor_name, text, when=since(row.creation))


def _pairings(on: date) -> QueryBuilder:
	"""Pairings that the young person hasn't been asked about, that haven't started yet, or that are paused."""
	table = DocType(PAIRING)
	query = frappe.qb.from_(table).select(table.name, table.status, table.modified).orderby(table.modified)
	to_ask = (table.status == "Proposed") & table.young_person_agreed_on.isnull()
	return query.where(to_ask | table.status.isin(["Approved", "Paused"]))


def _pairing(row: frappe._dict, on: date) -> Due:
	texts = {
		"Proposed": _("Ask the young person, then record their answer."),
		"Approved": _("A manager has approved it. Introduce them, then start it."),
		"Paused": _("Paused. Resume it when the reason is resolved, or end it."),
	}
	return Due(PAIRING, row.name, row.name, texts[row.status], when=since(row.modified))


APPLICANTS = Work("Mentor", _applied, _applicant, remind=weekly)
PAIRINGS = Work(PAIRING, _pairings, _pairing, columns(f"{PAIRING}.officer"), remind=weekly)
CHECKS = Work("Mentor", _checks, _check, remind=at_warnings)
WORK = (CHECKS, APPLICANTS, PAIRINGS)
