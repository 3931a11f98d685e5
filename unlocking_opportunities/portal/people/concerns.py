"""Concerns raised by people outside: each becomes a Concern Referral, which only safeguarding leads can read.

It stores references and no description; the details are told to a person.
"""

import frappe

from unlocking_opportunities.access import limits
from unlocking_opportunities.council.roles import SAFEGUARDING_LEAD
from unlocking_opportunities.messages.recipients import holders_of
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.safeguarding.concerns import ABOUT_AN_ADULT, DOCTYPE
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import as_service

AN_HOUR = 10


def refer_from_mentor(visitor: Visitor, pairing: str | None, about_an_adult: bool, phone: str) -> bool:
	"""Refer a mentor's concern, about one of their pairings or not. Returns whether a safeguarding lead has been told."""
	mine = {"name": pairing, "mentor": visitor.mentor}
	person = frappe.db.get_value("Mentoring Pairing", mine, "young_person") if pairing else None
	return _refer(visitor, f"{visitor.actor}, {phone}", young_person=person, about_an_adult=about_an_adult)


def refer_from_link(visitor: Visitor, placement: str) -> bool:
	"""Refer a request to be called from a link holder, whose number is on the identity record. Returns as above."""
	person = frappe.db.get_value("Placement", placement, "young_person")
	return _refer(visitor, visitor.actor, young_person=person, placement=placement)


def _refer(
	visitor: Visitor, reported_by: str, about_an_adult: bool = False, **references: str | None
) -> bool:
	limits.count("concerns", visitor.actor, AN_HOUR)
	with as_service():
		referral = frappe.new_doc(DOCTYPE)
		referral.update({**references, "reported_by": reported_by})
		if about_an_adult:
			referral.about = ABOUT_AN_ADULT
		with acting(referral, Act.FROM_PORTAL):
			referral.insert(ignore_permissions=True)  # people outside have no other permission on it
	return bool(holders_of(SAFEGUARDING_LEAD))
