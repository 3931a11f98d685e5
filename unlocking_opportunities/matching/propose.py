"""Make a proposed placement from a match, with the same checks as the form."""

from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.council import wording
from unlocking_opportunities.council.roles import OFFICER
from unlocking_opportunities.matching import shortlist
from unlocking_opportunities.matching.profiles import Person, Place
from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS


class NotProposed(frappe.ValidationError):
	"""A limit rules the place out for this person. The message gives the reasons."""


def propose(
	young_person: str,
	opportunity: str,
	start_date: date | str,
	end_date: date | str,
	supervisor_name: str | None = None,
) -> Document:
	"""Insert and return a placement of `young_person` in `opportunity`, with the status Proposed.

	Its days are the days of the place on which they are free. Raises NotProposed with the reasons if a limit rules
	the place out, and PermissionError for users who may not match these two or create a placement for this person.
	"""
	found = shortlist.pair(young_person, opportunity)
	if isinstance(found, shortlist.RuledOut):
		frappe.throw(
			" ".join(wording.get_message(why) for why in found.why), NotProposed, title=_("Not Proposed")
		)
	person, place = found.person.profile, found.place.profile
	placement = frappe.new_doc("Placement")
	placement.update(
		{
			"young_person": young_person,
			"opportunity": opportunity,
			"start_date": getdate(start_date),
			"end_date": getdate(end_date),
			"supervisor_name": supervisor_name or found.place.shown["supervisor_name"],
			"risk_assessment": _approved_assessment(place),
			"officer": frappe.session.user if OFFICER in frappe.get_roles() else None,
			"schedule": _schedule(person, place),
		}
	)
	return placement.insert()


def _schedule(person: Person, place: Place) -> list[dict]:
	if not (place.starts_at and place.ends_at):
		return []
	days = place.days & person.days if person.days else place.days
	return [
		{"weekday": WEEKDAYS[day], "start_time": place.starts_at, "end_time": place.ends_at}
		for day in sorted(days)
	]


def _approved_assessment(place: Place) -> str | None:
	"""Return the approved assessment of the site with the latest review date, as the form suggests."""
	if not place.site:
		return None
	return frappe.db.get_value(
		"Risk Assessment",
		{"employer": place.employer, "site": place.site, "status": "Approved"},
		order_by="review_by desc",
	)
