"""What is due about messages: those that could not be sent or delivered. Part of `approvals/due.py`'s list."""

from collections.abc import Callable
from datetime import date

import frappe
from frappe import _
from frappe.email.doctype.email_account.email_account import EmailAccount
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from unlocking_opportunities.council.roles import SAFEGUARDING_LEAD
from unlocking_opportunities.messages.due import Due, Work, columns
from unlocking_opportunities.messages.unsent import DOCTYPE, GIVEN_UP, WAITING

CONCERN = "Concern Referral"


def _find(about_concerns: bool) -> Callable[[date], QueryBuilder]:
	def find(on: date) -> QueryBuilder:
		table = DocType(DOCTYPE)
		query = frappe.qb.from_(table).select(
			table.name, table.reference_doctype, table.reference_name, table.last_error
		)
		query = query.where((table.status == GIVEN_UP) | ((table.status == WAITING) & (table.urgent == 1)))
		of_concern = table.reference_doctype == CONCERN
		others = table.reference_doctype.isnull() | (table.reference_doctype != CONCERN)
		return query.where(of_concern if about_concerns else others).orderby(table.creation)

	return find


def _message(row: frappe._dict, on: date) -> Due:
	text = _("A message about this didn't arrive. {0}").format(row.last_error)
	return Due(DOCTYPE, row.name, row.reference_name or row.name, text, when="", urgency="today")


def no_email_account() -> Due | None:
	"""Return the line for administrators if the site has no email account to send with."""
	if EmailAccount.find_default_outgoing():
		return None
	text = _(
		"Nobody gets any email until you add one: tick Enable Outgoing and Default Outgoing. What waits is sent then."
	)
	title = _("No email account is set up for sending")
	return Due("Email Account", "", title, text, when=_("Do this now"), urgency="late")


UNSENT = Work(DOCTYPE, _find(False), _message, columns(f"{DOCTYPE}.officer"))
# Only safeguarding leads may know that there is a concern.
UNSENT_CONCERNS = Work(DOCTYPE, _find(True), _message, unowned=(SAFEGUARDING_LEAD,))
WORK = (UNSENT, UNSENT_CONCERNS)
