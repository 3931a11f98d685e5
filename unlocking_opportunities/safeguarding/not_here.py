"""Somebody expected has not arrived.

Statutory guidance on children who run away or go missing from home or care (DfE, 2014): a looked-after child who is not
where they are expected, and whose whereabouts are not known, is acted on the same day. So an alert goes out at once and
again until somebody takes it on. It names a reference and the numbers to ring, never the person.
"""

import frappe
from frappe import _
from frappe.model.document import Document

from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import email, staff
from unlocking_opportunities.safeguarding import alerts


def alert(report: Document) -> None:
	"""Send the alert for `report` to everyone who must know, and count it with what was sent, in one transaction.

	The carer of somebody under 18 is told with the first and each later alert. From the second on managers are too.
	"""
	staff.people(
		_recipients(report),
		subject=_("Not here: {0}").format(report.placement),
		lines=[
			_("Someone expected at {0} hasn't arrived. Take this on now, or call someone who can.").format(
				report.placement
			),
			*_first_steps(report),
			*_numbers(report),
		],
		document=report,
		at_once=True,
	)
	alerts.count(report, carer_told=int(_tell_carer(report)))


def alert_again() -> None:
	"""Repeat every alert that nobody has taken on within the settings' minutes. Run every few minutes."""
	alerts.repeat("Not Here Alert", get_settings().not_here_minutes, alert)


def _recipients(report: Document) -> set[str]:
	placement = frappe.db.get_value("Placement", report.placement, ["officer", "young_person"], as_dict=True)
	worker = frappe.db.get_value("Young Person", placement.young_person, "allocated_worker")
	known = {user for user in (placement.officer, worker) if user}
	return known | staff.holders_of(MANAGER) if report.alerts_sent or not known else known


def _tell_carer(report: Document) -> bool:
	"""Tell the carer of somebody under 18 by email: a reference and whom to ring, nothing about the person."""
	carer = report.under_18 and frappe.db.get_value(
		"Young Person Identity", report.young_person, "carer_email"
	)
	if not carer:
		return False
	email.send(
		carer,
		subject=_("Please call us: {0}").format(report.placement),
		lines=[
			_("Please call us now about today's arrangement. The reference is {0}.").format(report.placement),
			*_numbers(report),
		],
	)
	return True


def _first_steps(report: Document) -> list[str]:
	if not report.under_18:
		return [_("Call them. The number is on their identity record.")]
	return [
		_("They're under 18. Call them and their carer. The numbers are on their identity record."),
		_("If no one knows where they are, report them missing to the police, then call the numbers below."),
	]


def _numbers(report: Document) -> list[str]:
	settings = get_settings()
	numbers = [
		(_("Our team"), settings.programme_phone),
		(_("When the office is closed"), settings.out_of_hours_phone),
	]
	if report.under_18:
		numbers.append((_("Children's social care"), settings.safeguarding_phone))
	return [f"{label}: {number}" for label, number in numbers if number]
