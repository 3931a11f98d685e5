"""Send urgent emails by themselves: alerts, and links that let their reader in.

Frappe's own run sends all that is queued, one email after another, so that an alert may wait for the 500 digests that it has
begun. It still retries what can't be sent here.
"""

import frappe
from frappe.query_builder import DocType
from frappe.utils import now_datetime

from unlocking_opportunities.messages import purge
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.batches import one_by_one

# Frappe sends emails with a higher number first.
USUAL, URGENT = 1, 5


def send_soon() -> None:
	"""Send them as soon as this transaction has been committed."""
	jobs.enqueue_once(f"{__name__}.send_urgent")


def send_urgent() -> None:
	"""Send the urgent emails that are queued, then delete the sent ones that hold a token.

	Run once some are queued, and every few minutes. Safe to run twice at the same time.
	"""
	one_by_one("Email Queue", _untried(), _send)
	purge.purge()


def _untried() -> list[str]:
	"""Return those that nobody has tried to send yet: trying again with every run would soon use up their retries."""
	queue = DocType("Email Queue")
	return (
		frappe.qb.from_(queue)
		.select(queue.name)
		.where((queue.status == "Not Sent") & (queue.retry == 0))
		.where(queue.priority >= URGENT)
		.where(queue.send_after.isnull() | (queue.send_after <= now_datetime()))
		.orderby(queue.creation)
		.run(pluck=True)
	)


def _send(name: str) -> None:
	# Locked, so that of two runs the second finds it sent, or sent and deleted.
	if frappe.db.get_value("Email Queue", name, "name", for_update=True):
		frappe.get_doc("Email Queue", name, for_update=True).send()
