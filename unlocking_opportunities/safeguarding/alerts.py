"""Alerts that are sent again every few minutes until someone acknowledges them."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document
from frappe.utils import add_to_date, cint, now_datetime

from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.workflow.service import as_service


def count(record: Document, **values) -> None:
	"""Record on `record` that an alert was just sent, with `values`. In the same transaction as the emails."""
	record.db_set(
		{"alerts_sent": (record.alerts_sent or 0) + 1, "last_alert_on": now_datetime(), **values},
		update_modified=False,
	)


def repeat(doctype: str, minutes: int, alert: Callable[[Document], None]) -> None:
	"""Call `alert` for every open record of `doctype` whose last alert is at least `minutes` old.

	If `minutes` is 0, the alert is repeated with each run.
	"""

	def once_more(name: str) -> None:
		with as_service():
			# Locked, so that two runs at once send it only once. It may also have been acknowledged in the meantime.
			record = frappe.get_doc(doctype, name, for_update=True)
			if name in _unanswered(doctype, minutes):
				alert(record)

	one_by_one(doctype, _unanswered(doctype, minutes), once_more)


def _unanswered(doctype: str, minutes: int) -> list[str]:
	before = add_to_date(now_datetime(), minutes=-cint(minutes))
	return frappe.get_all(doctype, filters={"status": "Open", "last_alert_on": ["<=", before]}, pluck="name")
