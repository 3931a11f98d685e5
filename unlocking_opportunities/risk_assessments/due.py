"""What is due for risk assessments: advice on a High rating, and reviews."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from unlocking_opportunities.council.roles import HS_ADVISER
from unlocking_opportunities.messages.due import Due, Work, at_warnings, columns, ends_soon, since, weekly
from unlocking_opportunities.rules.risk import HIGH

DOCTYPE = "Risk Assessment"


def _to_advise_on(on: date) -> QueryBuilder:
	"""High-rated assessments, which a health and safety adviser must agree before a manager decides."""
	table = DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(
		table.name, table.employer_name, table.overall_score, table.modified
	)
	query = query.where((table.status == "Submitted") & (table.overall_rating == HIGH))
	return query.where(table.hs_agreed_on.isnull()).orderby(table.modified)


def _advice(row: frappe._dict, on: date) -> Due:
	text = _("Rated High: {0} of 25. A manager decides after your advice.").format(row.overall_score)
	return Due(DOCTYPE, row.name, row.employer_name, text, when=since(row.modified))


def _to_review(on: date) -> QueryBuilder:
	table = DocType(DOCTYPE)
	query = frappe.qb.from_(table).select(table.name, table.employer_name, table.review_by)
	return query.where((table.status == "Approved") & ends_soon(table.review_by, on)).orderby(table.review_by)


def _review(row: frappe._dict, on: date) -> Due:
	text = _("Review due. Start the next version.")
	return Due(DOCTYPE, row.name, row.employer_name, text, by=row.review_by)


def _unfinished(*statuses: str) -> Callable[[date], QueryBuilder]:
	def find(on: date) -> QueryBuilder:
		table = DocType(DOCTYPE)
		query = frappe.qb.from_(table).select(table.name, table.employer_name, table.status, table.modified)
		return query.where(table.status.isin(statuses)).orderby(table.modified)

	return find


def _to_finish(row: frappe._dict, on: date) -> Due:
	text = _("Not finished yet. Finish it, then submit it.")
	if row.status == "Returned":
		text = _("A manager has returned it. Change it, then submit it again.")
	return Due(DOCTYPE, row.name, row.employer_name, text, when=since(row.modified))


def _with_employer(row: frappe._dict, on: date) -> Due:
	text = _("The employer hasn't answered its questions yet. Call them.")
	return Due(DOCTYPE, row.name, row.employer_name, text, when=since(row.modified))


OF_OFFICER = columns(f"{DOCTYPE}.officer")
UNFINISHED = Work(DOCTYPE, _unfinished("Draft", "Returned"), _to_finish, OF_OFFICER, remind=weekly)
WITH_EMPLOYER = Work(DOCTYPE, _unfinished("With Employer"), _with_employer, OF_OFFICER, remind=weekly)
ADVICE = Work(DOCTYPE, _to_advise_on, _advice, unowned=(HS_ADVISER,))
REVIEWS = Work(DOCTYPE, _to_review, _review, OF_OFFICER, remind=at_warnings)
WORK = (ADVICE, REVIEWS, UNFINISHED, WITH_EMPLOYER)
