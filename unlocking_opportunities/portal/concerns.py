"""What somebody outside writes when something is wrong: it reaches the team as a call to make, with a reference only."""

import frappe
from frappe import _

from unlocking_opportunities.portal import limits
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.workflow.service import as_service

AN_HOUR = 10


def from_mentor(visitor: Visitor, pairing: str | None, what: str, phone: str) -> None:
	"""Record what a mentor wrote, about one of their own pairings or somebody else."""
	mentor = frappe.db.get_value("Mentor", visitor.mentor, "mentor_name")
	_record(visitor, mentor, pairing, what, phone)


def from_link(visitor: Visitor, placement: str, who: str, what: str, phone: str) -> None:
	"""Record what a young person, or whoever signs for them, wrote about their placement."""
	_record(visitor, who, placement, what, phone)


def _record(visitor: Visitor, caller: str, reference: str | None, what: str, phone: str) -> None:
	limits.count("concerns", visitor.actor, AN_HOUR)
	with as_service():
		call = frappe.new_doc("Callback Request")
		call.update(
			{
				"caller_name": caller,
				"phone": phone,
				"about": _("Something is wrong ({0}): {1}").format(reference or _("no reference"), what),
				"best_time": _("As soon as you can"),
			}
		)
		call.insert(ignore_permissions=True)  # whoever writes it holds no right on it
