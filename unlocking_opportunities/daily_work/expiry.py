"""Expire what has run out: assessments past their review day, and host agreements, pledges and releases past their last day."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_days, today

from unlocking_opportunities.employers import pledge_workflow
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.workflow import service


def expire_all() -> None:
	"""Expire every record whose last day was before today. Commits after each one."""
	for doctype, filters, last_day, expire in RUNS_OUT:
		one_by_one(doctype, _run_out(doctype, filters, last_day), _on(doctype, expire))


def _move(action: str):
	return lambda doc: service.move(doc, action, _("the nightly check"))


def _as_service(method: str):
	def expire(doc: Document) -> None:
		with service.as_service():
			doc.run_method(method)

	return expire


# DocType, filters, the field with the last day, and how to expire a record.
RUNS_OUT = (
	("Risk Assessment", {"status": "Approved"}, "review_by", _move("Expire Assessment")),
	(
		"Employer Pledge",
		{"status": ["in", list(pledge_workflow.LIVE)]},
		"valid_until",
		_move("Expire Pledge"),
	),
	("Host Agreement", {"status": "Checked"}, "expires_on", _as_service("expire")),
	("Share Release", {"status": "Released"}, "ends_on", _as_service("end")),
)


def _on(doctype: str, expire):
	return lambda name: expire(frappe.get_doc(doctype, name))


def _run_out(doctype: str, filters: dict, last_day: str) -> list[str]:
	# Records without a last day never expire. An empty date compares as the earliest, so it needs a lower bound.
	between = ["between", ["1900-01-01", add_days(today(), -1)]]
	return frappe.get_all(doctype, filters={**filters, last_day: between}, pluck="name", order_by="name")
