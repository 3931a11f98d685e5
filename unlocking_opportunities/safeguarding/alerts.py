"""Alerts that are sent again every few minutes until someone acknowledges them."""

from collections.abc import Callable

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_to_date, cint, now_datetime

from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.workflow.service import as_service


def count(record: Document, told: set[str], **values) -> None:
	"""Record on `record` that an alert has just reached the users `told`, with `values`, in the emails' transaction.

	One that reached nobody doesn't count, so the next run sends it again.
	"""
	if told:
		values |= {"alerts_sent": (record.alerts_sent or 0) + 1, "last_alert_on": now_datetime()}
	if values:
		record.db_set(values, update_modified=False)


def repeat(doctype: str, minutes: int, alert: Callable[[Document], None]) -> None:
	"""Call `alert` for every open record of `doctype` that had none yet, or whose last is at least `minutes` old.

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
	before, table = add_to_date(now_datetime(), minutes=-cint(minutes)), DocType(doctype)
	silent = table.last_alert_on.isnull() | (table.last_alert_on <= before)
	query = frappe.qb.from_(table).select(table.name).where((table.status == "Open") & silent)
	return query.orderby(table.name).run(pluck=True)
