"""Kanban boards: users move only cards they may read, and a board is shared only if everyone may read every card.

Frappe takes the DocType from the board, compares any record's field with the column that is sent, and stores the order of
the cards for everyone.
"""

import json
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.access.guarded import is_ours
from unlocking_opportunities.access.row_permissions import EVERY_ROW, criterion

WHAT_IT_SHOWS = ("reference_doctype", "field_name", "private")
METHODS = "frappe.desk.doctype.kanban_board.kanban_board."


class NoOptions(frappe.ValidationError):
	"""The columns of a board come from a field with a list of options."""


def check(board: Document, event: str) -> None:
	"""Check a new or changed Kanban Board (document event): its maker must read the list, and all of it to share the board."""
	if not is_ours(board.reference_doctype) or not any(map(board.has_value_changed, WHAT_IT_SHOWS)):
		return
	frappe.has_permission(board.reference_doctype, "read", throw=True)
	field = frappe.get_meta(board.reference_doctype).get_field(board.field_name)
	if not field or field.fieldtype != "Select":
		frappe.throw(_("Choose a field with a list of options, such as Status, for the columns."), NoOptions)
	if criterion(board.reference_doctype) is not EVERY_ROW:
		board.private = 1


@frappe.whitelist(methods=["POST"])
def update_order(board_name: str, order: Any):
	"""`update_order` of Frappe's, for cards the user may read."""
	columns = frappe.parse_json(order)
	_check_cards(board_name, [card for cards in columns.values() for card in cards])
	return frappe.call(f"{METHODS}update_order", board_name=board_name, order=json.dumps(columns))


@frappe.whitelist(methods=["POST"])
def update_order_for_single_card(
	board_name: str, docname: str, from_colname: str, to_colname: str, old_index: Any, new_index: Any
):
	"""`update_order_for_single_card` of Frappe's, for cards the user may read."""
	_check_cards(board_name, [docname])
	return frappe.call(
		f"{METHODS}update_order_for_single_card",
		board_name=board_name,
		docname=docname,
		from_colname=from_colname,
		to_colname=to_colname,
		old_index=old_index,
		new_index=new_index,
	)


@frappe.whitelist(methods=["POST"])
def add_card(board_name: str, docname: str, colname: str):
	"""`add_card` of Frappe's, for cards the user may read."""
	_check_cards(board_name, [docname])
	return frappe.call(f"{METHODS}add_card", board_name=board_name, docname=docname, colname=colname)


def _check_cards(board_name: str, cards: list) -> None:
	board = frappe.get_doc("Kanban Board", board_name)
	board.check_permission("read")
	wanted = {card for card in cards if isinstance(card, str)}
	readable = frappe.get_list(
		board.reference_doctype, filters={"name": ["in", sorted(wanted)]}, pluck="name", limit_page_length=0
	)
	if len(wanted) < len(set(map(str, cards))) or wanted - set(readable):
		frappe.throw(
			_(
				"A card on this board does not exist, or you do not have permission to see it. Reload the page."
			),
			frappe.PermissionError,
		)
