"""What is due in mentoring: mentors' checks that run out."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from unlocking_opportunities.messages.due import Due, Work, at_warnings, ends_soon


def _checks(on: date) -> QueryBuilder:
	table = DocType("Mentor")
	query = frappe.qb.from_(table).select(table.name, table.mentor_name, table.checks_valid_until)
	query = query.where((table.status == "Active") & ends_soon(table.checks_valid_until, on))
	return query.orderby(table.checks_valid_until)


def _check(row: frappe._dict, on: date) -> Due:
	text = _("The mentor's checks are running out. Ask for new ones.")
	return Due("Mentor", row.name, row.mentor_name, text, by=row.checks_valid_until)


CHECKS = Work("Mentor", _checks, _check, remind=at_warnings)
WORK = (CHECKS,)
