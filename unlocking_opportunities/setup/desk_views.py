"""The pledge board and the saved filters of a new site. Added if absent; after that the council may change them."""

import hashlib
import json

import frappe
from frappe.model.document import Document

from unlocking_opportunities.employers import pledge_workflow
from unlocking_opportunities.rules.placement_states import LIVE
from unlocking_opportunities.rules.risk import HIGH

BOARD = "Pledge Board"
# Columns in the order a pledge goes through them. Final statuses are archived columns.
COLUMNS = (*pledge_workflow.OPEN, *pledge_workflow.LIVE)
COLOURS = {
	"Draft": "Gray",
	"Submitted": "Orange",
	"Under Review": "Orange",
	"Returned": "Yellow",
	"Accepted": "Green",
}

# DocType, name, filters. They appear in the sidebar of the list.
FILTERS = (
	("Employer Pledge", "To answer", [["status", "in", ["Submitted", "Under Review"]]]),
	(
		"Employer Pledge",
		"Unassigned",
		[["officer", "is", "not set"], ["status", "in", list(pledge_workflow.OPEN)]],
	),
	("Employer", "Ready to host", [["status", "=", "Active"], ["readiness", "=", "Ready"]]),
	("Employer", "Renewal due or expired", [["readiness", "in", ["Renewal Due", "Expired"]]]),
	("Placement Opportunity", "Open places", [["status", "=", "Open"]]),
	("Placement", "Start gate closed", [["gate_status", "=", "Closed"], ["status", "in", LIVE]]),
	("Placement", "Under 18, to agree", [["status", "=", "Proposed"], ["under_18", "=", 1]]),
	("Placement", "Running", [["status", "in", ["In Progress", "Paused"]]]),
	(
		"Placement",
		"Ended early, not contacted",
		[["status", "=", "Ended Early"], ["contact_made_on", "is", "not set"]],
	),
	("Risk Assessment", "To decide", [["status", "=", "Submitted"]]),
	(
		"Risk Assessment",
		"High-rated, for the adviser",
		[["status", "=", "Submitted"], ["overall_rating", "=", HIGH]],
	),
	("Visit", "No time booked", [["status", "=", "Planned"], ["starts_on", "is", "not set"]]),
	("Young Person", "Without a next step", [["status", "=", "Active"], ["next_step", "is", "not set"]]),
	(
		"Young Person",
		"Not in education, work or training",
		[["status", "=", "Active"], ["eet_status", "=", "Not in EET"]],
	),
	("Not Here Alert", "Open", [["status", "=", "Open"]]),
)


def install() -> None:
	"""Add the board and the filters if they are absent. Safe to run again."""
	if not frappe.db.exists("Kanban Board", BOARD):
		_board().insert(ignore_permissions=True)  # installing
	for doctype, name, filters in FILTERS:
		if not frappe.db.exists("List Filter", filter_key(doctype, name)):
			saved = _filter(doctype, name, filters)
			saved.insert(ignore_permissions=True, set_name=filter_key(doctype, name))  # installing


def remove() -> None:
	"""Remove what `install` adds."""
	frappe.delete_doc("Kanban Board", BOARD, ignore_missing=True, force=True)
	for doctype, name, _filters in FILTERS:
		frappe.delete_doc("List Filter", filter_key(doctype, name), ignore_missing=True, force=True)


def filter_key(doctype: str, name: str) -> str:
	return hashlib.sha256(f"{doctype}/{name}".encode()).hexdigest()[:10]


def _board() -> Document:
	board = frappe.new_doc("Kanban Board")
	board.update(
		{
			"kanban_board_name": BOARD,
			"reference_doctype": "Employer Pledge",
			"field_name": "status",
			"private": 0,
			"show_labels": 1,
			"fields": json.dumps(["answer_by", "places_pledged", "officer"]),
		}
	)
	for state in pledge_workflow.DEFINITION.states:
		status = "Active" if state.name in COLUMNS else "Archived"
		colour = COLOURS.get(state.name, "Gray")
		board.append("columns", {"column_name": state.name, "status": status, "indicator": colour})
	return board


def _filter(doctype: str, name: str, filters: list) -> Document:
	saved = frappe.new_doc("List Filter")
	rows = [[doctype, *row] for row in filters]
	saved.update(
		{"filter_name": name, "reference_doctype": doctype, "for_user": "", "filters": json.dumps(rows)}
	)
	return saved
