"""Frappe's workflow button, with a retry when two people press it at the same moment.

Taking a place is one conditional UPDATE. The database may refuse it because someone else holds the row: a deadlock, a
lock timeout or (with snapshot isolation) a record that changed since it was read. Nothing has been done by then, so the
request starts again. Documents of other apps go straight to Frappe.
"""

from typing import Any

import frappe
from frappe.model import workflow

from unlocking_opportunities.approvals.workflows import DOCTYPES
from unlocking_opportunities.utils.retry import retry_on_conflict


@frappe.whitelist(methods=["POST"])
def apply_workflow(doc: str | dict, action: str) -> Any:
	"""Move `doc` by `action`, as `frappe.model.workflow.apply_workflow` does; used by the Desk's Actions menu."""
	doctype = frappe.parse_json(doc).get("doctype")
	if doctype not in DOCTYPES:
		return workflow.apply_workflow(doc, action)
	return retry_on_conflict(lambda: workflow.apply_workflow(doc, action))
