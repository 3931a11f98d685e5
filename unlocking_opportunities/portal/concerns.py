"""Somebody outside says that something is wrong: the people who must know are told to ring, by reference only."""

import frappe
from frappe import _

from unlocking_opportunities import tell
from unlocking_opportunities.portal import limits
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.roles import OFFICER, SAFEGUARDING_LEAD
from unlocking_opportunities.workflow.service import as_service

AN_HOUR = 10


def from_mentor(visitor: Visitor, pairing: str | None, phone: str) -> None:
	"""Have a mentor rung back about one of their own pairings, or about somebody else."""
	limits.count("concerns", visitor.actor, AN_HOUR)
	with as_service():
		call = frappe.new_doc("Callback Request")
		call.update(
			{
				"caller_name": frappe.db.get_value("Mentor", visitor.mentor, "mentor_name"),
				"phone": phone,
				"about": _("Ring today: a mentor says that something is wrong."),
				"best_time": _("As soon as you can"),
				"asked_from": pairing,
			}
		)
		call.insert(ignore_permissions=True)  # whoever asks to be rung holds no right on it
		tell.people(
			tell.holders_of(SAFEGUARDING_LEAD), _subject(call.name), _lines(), document=call, at_once=True
		)


def from_link(visitor: Visitor, placement: str) -> None:
	"""Have a young person, or whoever signs for them, rung back: their number stays on the identity record."""
	limits.count("concerns", visitor.actor, AN_HOUR)
	with as_service():
		doc = frappe.get_doc("Placement", placement)
		worker = frappe.db.get_value("Young Person", doc.young_person, "allocated_worker")
		known = {user for user in (doc.officer, worker) if user} or tell.holders_of(OFFICER)
		tell.people(
			known | tell.holders_of(SAFEGUARDING_LEAD),
			_subject(doc.name),
			_lines(),
			document=doc,
			at_once=True,
		)


def _subject(reference: str) -> str:
	return _("Ring today: {0}").format(reference)


def _lines() -> list[str]:
	return [
		_("Somebody says that something is wrong. Ring them today; open the record for whom and how."),
		_("If it is about safety, refer it the same day."),
	]
