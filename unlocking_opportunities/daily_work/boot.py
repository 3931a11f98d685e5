"""What the Desk's JavaScript has to know and Python decides. No records, and nothing about anyone."""

from typing import Any

import frappe

from unlocking_opportunities.access import access_log
from unlocking_opportunities.council.roles import TEAM
from unlocking_opportunities.portal.people import placement_access
from unlocking_opportunities.risk_assessments import matrix
from unlocking_opportunities.rules import placement_states

KEY = "unlocking_opportunities"
# Choices that a report offers before Frappe has loaded the DocType they belong to.
CHOICES = {
	"placement_kinds": ("Placement Opportunity", "kind"),
	"gate_statuses": ("Placement", "gate_status"),
	"visit_kinds": ("Visit", "kind"),
}


def extend(bootinfo: dict[str, Any]) -> None:
	"""Add the constants as `frappe.boot.unlocking_opportunities` (hooks: extend_bootinfo)."""
	bootinfo[KEY] = {
		"team": TEAM,
		"placement_states": {
			"running": placement_states.RUNNING,
			"holds_a_place": placement_states.HOLDS_A_PLACE,
			"live": placement_states.LIVE,
			"ended": placement_states.ENDED,
		},
		"link_parties": {
			"young_person": placement_access.YOUNG_PERSON,
			"signatory": placement_access.SIGNATORY,
		},
		"rating_colours": matrix.COLOURS,
		"logged_records": access_log.LOGGED,
		**{key: _choices(*field) for key, field in CHOICES.items()},
	}


def _choices(doctype: str, fieldname: str) -> list[str]:
	return list(filter(None, frappe.get_meta(doctype).get_field(fieldname).options.split("\n")))
