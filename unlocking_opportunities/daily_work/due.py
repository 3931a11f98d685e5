"""What is due for managers and administrators: roles that nobody who can sign in has."""

from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from pypika.queries import QueryBuilder

from unlocking_opportunities.council.roles import (
	ADMINISTRATOR,
	HS_ADVISER,
	MANAGER,
	OFFICER,
	SAFEGUARDING_LEAD,
)
from unlocking_opportunities.messages.due import Due, Work
from unlocking_opportunities.rules.risk import HIGH

# Without them, what needs doing reaches nobody who may do it.
NEEDED = (OFFICER, MANAGER, SAFEGUARDING_LEAD)
SETTINGS = "Unlocking Opportunities Settings"


def _roles_nobody_has(on: date) -> QueryBuilder:
	role, held, user = DocType("Role"), DocType("Has Role"), DocType("User")
	holders = frappe.qb.from_(held).join(user).on(user.name == held.parent).select(held.role)
	holders = holders.where(
		(held.parenttype == "User") & (user.enabled == 1) & (user.name != "Administrator")
	)
	# An adviser is needed once an assessment waits for one.
	waits = frappe.db.exists("Risk Assessment", {"status": "Submitted", "overall_rating": HIGH})
	needed = (*NEEDED, HS_ADVISER) if waits else NEEDED
	query = frappe.qb.from_(role).select(role.name).where(role.name.isin(needed) & role.name.notin(holders))
	return query.orderby(role.name)


def _role(row: frappe._dict, on: date) -> Due:
	text = _(
		"Nobody who can sign in has the role {0}. Give it to someone under User, or ask your system manager."
	).format(_(row.name))
	return Due(SETTINGS, SETTINGS, _(row.name), text, when=_("Today"), urgency="late")


ROLES = Work(SETTINGS, _roles_nobody_has, _role, unowned=(MANAGER, ADMINISTRATOR, "System Manager"))
WORK = (ROLES,)
