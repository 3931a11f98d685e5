"""The work list on the home pages: one line for each record, what needs doing and by when.

One SQL query for each kind of work, whatever the number of records. Each carries the row rule of its DocType, so a line
is never about a record that its reader may not open. What is due is in the `due.py` of each room; the sections are in
sections.py.
"""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import cint, date_diff, getdate, today
from pypika import analytics
from pypika.functions import Coalesce
from pypika.queries import QueryBuilder
from pypika.terms import Criterion

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.approvals import due as decisions
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import (
	ADMINISTRATOR,
	ALLOCATED_WORKER,
	DESK_ROLES,
	HS_ADVISER,
	MANAGER,
	OFFICER,
	SAFEGUARDING_LEAD,
	TEAM,
	require,
)
from unlocking_opportunities.daily_work.sections import SECTIONS, Section
from unlocking_opportunities.data_protection import due as data_protection
from unlocking_opportunities.employers import due as employers
from unlocking_opportunities.mentoring import due as mentoring
from unlocking_opportunities.messages import recipients, unsent_due
from unlocking_opportunities.messages.due import Due, Work
from unlocking_opportunities.placements import due as placements
from unlocking_opportunities.portal.public import due as visitors
from unlocking_opportunities.risk_assessments import due as risk_assessments
from unlocking_opportunities.rules.placement_states import HAS_RUN, LIVE, RUNNING
from unlocking_opportunities.rules.risk import HIGH
from unlocking_opportunities.safeguarding import due as safeguarding
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.young_people import due as young_people

# How many lines the page shows for a section; See All opens the list with the rest.
SHOWN = 6
WEEK = 7


@dataclass(frozen=True)
class Reader:
	"""Whose work list it is, and for which day: everyone's, or their own with what nobody else here does.

	That is what has no owner, whose owner has left or may not open it, or whose owner is one of the colleagues in `covers`.
	"""

	user: str
	on: date
	everyone: bool = False
	covers: tuple[str, ...] = ()

	def sees(self, work: Work) -> Criterion:
		"""Return the criterion that a record of `work` is the reader's or nobody's, and theirs to do."""
		barred = work.barred(self.user).negate() if work.barred else row_permissions.EVERY_ROW
		return self._owns(work) & barred

	def _owns(self, work: Work) -> Criterion:
		owners = work.owners()
		if not owners or (self.everyone and not work.is_personal):
			return row_permissions.EVERY_ROW
		own = [Coalesce(column, "").isin([self.user, *self.covers]) for column in owners]
		return Criterion.any([*own, row_permissions.is_open_to(work.doctype, owners[0]).negate()])


@frappe.whitelist()
def get(everyone: int = 0) -> list[dict]:
	"""Return the sections for the signed-in user, the most urgent first, each with its first lines and the total.

	An officer sees their own and unassigned records or, with `everyone`, those of the whole team. Raises PermissionError
	for someone without one of our Desk roles.
	"""
	require(*DESK_ROLES)
	roles = set(frappe.get_roles())
	# Only officers have records of their own. The row rules already limit an allocated worker; a manager sees everything.
	user, everyones = frappe.session.user, bool(cint(everyone)) or OFFICER not in roles
	reader = Reader(user, getdate(today()), everyones, tuple(recipients.covered_by(user)))
	return [
		_shown(section, reader)
		for section in SECTIONS
		if roles & set(section.roles) and frappe.has_permission(section.doctype, "read")
	]


def _shown(section: Section, reader: Reader) -> dict:
	lines, total = _lines(section, reader)
	return {
		"title": str(section.title),
		"lines": [_drawn(line, reader.on) for line in lines],
		"total": total,
		"empty": str(section.empty),
		"doctype": section.doctype,
		"filters": section.filters,
		"only_when_due": section.only_when_due,
		"has_owner": section.has_owner,
		"is_stock": section.is_stock,
	}


def _lines(section: Section, reader: Reader) -> tuple[list[Due], int]:
	"""Return the first lines of `section`, and how many there are in all."""
	notice = section.notice()
	lines = [notice] if notice else []
	total = len(lines)
	for work in section.work:
		if frappe.has_permission(work.doctype, "read"):
			rows, found = _read(work.find(reader.on).where(reader.sees(work)), work.doctype)
			lines += [work.describe(row, reader.on) for row in rows]
			total += found
	if len(section.work) > 1:
		lines.sort(key=lambda line: getdate(line.by) if line.by else date.max)
	return lines[:SHOWN], total


def _read(query: QueryBuilder, doctype: str) -> tuple[list[frappe._dict], int]:
	"""Return the first rows that the reader may read, and their number, which ignores the LIMIT."""
	query = row_permissions.restrict(query.select(analytics.Count("*").over().as_("total")), doctype)
	rows = query.limit(SHOWN).run(as_dict=True)
	return rows, rows[0].total if rows else 0


def _drawn(due: Due, on: date) -> dict:
	"""Return the line for the page: `when` and `urgency` (late, today, soon, later) say how far away its day is."""
	when, urgency = _how_far(due.by, on)
	return {
		"doctype": due.doctype,
		"name": due.name,
		"title": due.title,
		"why": f"{due.text} {due.detail}".strip(),
		"when": due.when.format(when),
		"urgency": due.urgency or urgency,
		"actions": list(due.actions),
	}


def _how_far(by: date | None, on: date) -> tuple[str, str]:
	if not by:
		return "", "later"
	days = date_diff(by, on)
	if days < 0:
		return _("{0} days late").format(-days) if days < -1 else _("1 day late"), "late"
	if days == 0:
		return _("Today"), "today"
	if days == 1:
		return _("Tomorrow"), "soon"
	return dates.day(by), "soon" if days < WEEK else "later"
