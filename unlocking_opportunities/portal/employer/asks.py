"""A host's requests to extend a placement or end it early."""

from typing import Any

import frappe
from frappe.query_builder import DocType

from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.unlocking_opportunities.doctype.placement_request.placement_request import (
	END_EARLY,
	EXTEND,
)
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import as_service


def extend(visitor: Visitor, placement: Any, until: str, reason: str = "") -> str:
	"""Request a later last day; return the request's name."""
	return _create_request(visitor, placement, {"kind": EXTEND, "until": until, "reason": reason})


def end_early(visitor: Visitor, placement: Any, reason: str) -> str:
	"""Request an early end; return the request's name."""
	return _create_request(visitor, placement, {"kind": END_EARLY, "reason": reason})


def get_requests(visitor: Visitor, placement: Any) -> list[frappe._dict]:
	"""Return the requests about this placement, newest first, with their answers."""
	table = DocType("Placement Request")
	query = own.rows(visitor, table).where(table.placement == str(placement or ""))
	query = query.select(table.kind, table.until, table.status, table.answer, table.asked_on)
	return query.orderby(table.creation, order=frappe.qb.desc).limit(10).run(as_dict=True)


def is_open(visitor: Visitor, placement: Any, kind: str) -> bool:
	"""Return whether such a request about this placement waits for an answer."""
	return any(row.kind == kind and row.status == "Open" for row in get_requests(visitor, placement))


def _create_request(visitor: Visitor, placement: Any, values: dict[str, Any]) -> str:
	asked = frappe.new_doc("Placement Request")
	asked.update({"placement": own.document(visitor, "Placement", placement).name, **values})
	asked.asked_by = visitor.actor
	with as_service(), acting(asked, Act.FROM_PORTAL):
		return asked.insert().name
