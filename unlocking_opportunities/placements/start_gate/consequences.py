"""What happens when a placement that had passed the start gate now fails it."""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate, today

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.placements.start_gate import rows
from unlocking_opportunities.workflow import service


def follow(placement: rows.Placement, checks: list) -> None:
	"""Act on `checks` for `placement`.

	A running placement that fails a check required by law is paused today, and the officer, the allocated worker and
	the managers are told. One that was Ready goes back to Agreed. Everything else appears in the digest. Safe to repeat:
	acting changes the status, so a second run finds nothing to do. Once its last day has passed there is nothing to stop.
	"""
	if getdate(placement.end_date) < getdate(today()):
		return
	failing = [check for check in checks if check.stops]
	forbidden = [check for check in failing if check.legal]
	if placement.status == "In Progress" and forbidden:
		_pause(placement, forbidden)
	elif placement.status == "Ready" and failing:
		service.move(_doc(placement), "Reopen Checks", _("the start gate"))


def _pause(placement: rows.Placement, forbidden: list) -> None:
	reason = "; ".join(f"{check.title}: {check.reason}" for check in forbidden)
	doc = _doc(placement)
	doc.db_set(
		"pause_reason", _("Paused by the start gate on {0}. {1}").format(dates.day(today()), reason)[:1000]
	)
	# The notification "Placement Paused" leaves out pauses by the service user: those people get this message instead.
	service.move(doc, "Pause Placement", _("the start gate"))
	staff.notify(
		recipients.of_placement(placement.name) | recipients.holders_of(MANAGER),
		subject=_("Paused today: {0}").format(placement.name),
		lines=[
			_("{0} was paused today because it no longer meets a legal requirement.").format(placement.name),
			*[f"{check.title}: {check.next_step}" for check in forbidden],
			_("Call the host and the young person today. Then sort out each point above."),
		],
		document=doc,
		urgent=True,
	)


def _doc(placement: rows.Placement) -> Document:
	return frappe.get_doc("Placement", placement.name)
