"""Moving on what has run out: assessments past their review, host agreements and pledges past their last day."""

import frappe
from frappe import _
from frappe.utils import add_days, today

from unlocking_opportunities.workflow import pledge, service

# Which records have run out, and the workflow move that says so.
WORKFLOW_MOVES = (
	("Risk Assessment", {"status": "Approved"}, "review_by", "Expire Assessment"),
	("Employer Pledge", {"status": ["in", list(pledge.LIVE)]}, "valid_until", "Expire Pledge"),
)


def expire_all() -> None:
	"""Expire everything whose last day was before today, each record committed on its own."""
	for doctype, filters, last_day, action in WORKFLOW_MOVES:
		for name in _run_out(doctype, filters, last_day):
			service.move(frappe.get_doc(doctype, name), action, _("the nightly check"))
			frappe.db.commit()
	for name in _run_out("Host Agreement", {"status": "Checked"}, "expires_on"):
		with service.as_service():
			agreement = frappe.get_doc("Host Agreement", name)
			agreement.expire()
		frappe.db.commit()


def _run_out(doctype: str, filters: dict, last_day: str) -> list[str]:
	# An empty day means that it has none, and an empty date compares as the earliest.
	between = ["between", ["1900-01-01", add_days(today(), -1)]]
	return frappe.get_all(doctype, filters={**filters, last_day: between}, pluck="name", order_by="name")
