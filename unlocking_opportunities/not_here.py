"""Somebody expected has not arrived.

Statutory guidance on children who run away or go missing from home or care (DfE, 2014): a looked-after child who is not
where they are expected, and whose whereabouts are not known, is acted on the same day. So an alert goes out at once and
again until somebody takes it on. It names a reference and the numbers to ring, never the person.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import add_to_date, now_datetime

from unlocking_opportunities import tell
from unlocking_opportunities.workflow.service import as_service


def alert(report: Document) -> None:
	"""Send the alert for `report` to everyone who must know, and count it."""
	settings = frappe.get_cached_doc("Unlocking Opportunities Settings")
	tell.people(
		_recipients(report),
		subject=_("Not here: {0}").format(report.placement),
		lines=[
			_("Somebody expected at {0} has not arrived. Take it on now, or ring somebody who can.").format(
				report.placement
			),
			*_numbers(settings, bool(report.under_18)),
		],
		document=report,
	)
	frappe.db.set_value(
		"Not Here Alert",
		report.name,
		{"alerts_sent": (report.alerts_sent or 0) + 1, "last_alert_on": now_datetime()},
		update_modified=False,
	)


def alert_again() -> None:
	"""Repeat every alert that nobody has taken on within the settings' minutes. Run every few minutes."""
	minutes = frappe.get_cached_doc("Unlocking Opportunities Settings").not_here_minutes
	due = frappe.get_all(
		"Not Here Alert",
		filters={"status": "Open", "last_alert_on": ["<=", add_to_date(now_datetime(), minutes=-minutes)]},
		pluck="name",
	)
	for name in due:
		with as_service():
			alert(frappe.get_doc("Not Here Alert", name))
		# Each alert is sent and counted on its own, so that a stop half-way repeats none and loses none.
		frappe.db.commit()


def _recipients(report: Document) -> set[str]:
	placement = frappe.db.get_value("Placement", report.placement, ["officer", "young_person"], as_dict=True)
	worker = frappe.db.get_value("Young Person", placement.young_person, "allocated_worker")
	return {user for user in (placement.officer, worker) if user} or tell.holders_of("Unlocking Manager")


def _numbers(settings: Document, under_18: bool) -> list[str]:
	numbers = [(_("Out of hours"), settings.out_of_hours_phone)]
	if under_18:
		numbers.insert(0, (_("Children's social care"), settings.safeguarding_phone))
	return [f"{label}: {number}" for label, number in numbers if number]
