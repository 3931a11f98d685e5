"""Content of the print formats for a placement, called from their templates (hooks: jinja)."""

from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.labels import label
from unlocking_opportunities.placements import first_day, overview
from unlocking_opportunities.rules.signing import YOUNG_PERSON


def first_day_lines(placement: Document) -> list[tuple[str, str]]:
	"""Return (label, words) for each line of the first-day sheet of `placement`. It holds no young person's name."""
	placement.check_permission("read")
	return first_day.sheet(overview.placement(placement.name, YOUNG_PERSON))


def reference_words(placement: Document) -> dict[str, Any] | None:
	"""Return the content of a reference for a completed `placement`, or None before it is completed.

	The name is read as the user who prints, which is logged. If they may not read it, a line is left to write it on.
	"""
	placement.check_permission("read")
	if placement.status != "Completed":
		return None
	role = frappe.get_cached_value("Placement Opportunity", placement.opportunity, ["role_title", "tasks"])
	role_title, tasks = role
	employer = frappe.get_cached_value("Employer", placement.employer, "employer_name")
	facts = [
		(_("Employer"), employer),
		(_("Role"), f"{role_title} ({label(placement.kind)})"),
		(_("From"), dates.in_full(placement.actual_start)),
		(_("To"), dates.in_full(placement.actual_end)),
		(
			_("Hours attended"),
			frappe.format(placement.hours_attended, "Float") if placement.hours_attended else "",
		),
		(_("The work"), tasks or ""),
	]
	return {
		"opening": _("{0} completed a placement with {1}.").format(
			_name_of(placement.young_person), employer
		),
		"facts": [fact for fact in facts if fact[1]],
		"supervisor": placement.supervisor_name or "",
	}


def _name_of(young_person: str) -> str:
	identity = frappe.get_doc("Young Person Identity", young_person)
	if not identity.has_permission("read"):
		return "_" * 30
	return " ".join(filter(None, (identity.preferred_name, identity.surname)))
