"""A host's feedback on a placement, given once. Hosts never see the young person's feedback."""

from typing import Any

import frappe
from frappe.query_builder import DocType

from unlocking_opportunities.placements.feedback import (
	ASKED_IN,
	HOST,
)
from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import as_service

ASKED = ("overall", "as_agreed", "reliable", "host_again", "went_well", "do_better")


def get_placement(visitor: Visitor, placement: Any) -> frappe._dict:
	"""Return the placement with `given`, the host's feedback if any. Raises NotFound if none can be given."""
	table, given = DocType("Placement"), DocType("Placement Feedback")
	opportunity = DocType("Placement Opportunity")
	query = (
		own.rows(visitor, table)
		.left_join(given)
		.on((given.placement == table.name) & (given.party == HOST))
		.left_join(opportunity)
		.on(opportunity.name == table.opportunity)
		.select(table.name, table.kind, table.status, given.name.as_("given"), opportunity.role_title)
	)
	found = own.first(query.where((table.name == str(placement or "")) & table.status.isin(ASKED_IN)))
	found.role = own.get_role(found)
	return found


def save_feedback(visitor: Visitor, placement: Any, answers: dict[str, str]) -> None:
	"""Save the host's answers. Raises DuplicateEntryError if there are answers already."""
	said = frappe.new_doc("Placement Feedback")
	said.update({"placement": get_placement(visitor, placement).name, "party": HOST})
	said.update({field: answers.get(field) for field in ASKED})
	said.given_by = visitor.actor
	with as_service(), acting(said, Act.FROM_PORTAL):
		said.insert()
