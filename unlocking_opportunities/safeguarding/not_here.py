"""Not Here alerts: someone expected at a placement has not arrived.

Statutory guidance on children who run away or go missing from home or care (DfE, 2014): action is taken the same day for a
looked-after child who is not where they are expected to be and whose whereabouts are not known. So an alert is sent at once
and repeated until someone acknowledges it. It holds a reference and the numbers to call, never the person's name.
"""

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import email, recipients, staff
from unlocking_opportunities.safeguarding import alerts


def alert(report: Document) -> None:
	"""Send the alert for `report` to everyone who must know and count it, in one transaction.

	For someone under 18, each alert also goes to the carer. From the second alert on, it goes to managers too.
	"""
	told = staff.notify(
		_recipients(report),
		subject=_("Not here: {0}").format(report.placement),
		lines=[
			_("Someone expected at {0} on {1} has not arrived. Respond now, or ask a colleague to.").format(
				report.placement, _expected(report)
			),
			*_first_steps(report),
			*_numbers(report),
		],
		document=report,
		urgent=True,
	)
	alerts.count(report, told, carer_told=int(_notify_carer(report)))


def alert_again() -> None:
	"""Repeat every alert that no one has acknowledged within the minutes in the settings. Run every few minutes."""
	alerts.repeat("Not Here Alert", get_settings().not_here_minutes, alert)


def _recipients(report: Document) -> set[str]:
	known = recipients.of_placement(report.placement)
	return known | recipients.holders_of(MANAGER) if report.alerts_sent else known


def _notify_carer(report: Document) -> bool:
	"""Email the carer of someone under 18: a reference and who to call, nothing about the person."""
	carer = report.under_18 and frappe.db.get_value(
		"Young Person Identity", report.young_person, "carer_email"
	)
	if not carer:
		return False
	return email.send(
		carer,
		subject=_("Please call us: {0}").format(report.placement),
		lines=[
			_("Please call us now about the arrangement on {0}. The reference is {1}.").format(
				_expected(report), report.placement
			),
			*_numbers(report),
		],
		about=report,
		urgent=True,
	)


def _expected(report: Document) -> str:
	"""Return the day and, if we know it, the time: the alert may be read on another day."""
	day = dates.in_full(getdate(report.reported_on))
	return _("{0} at {1}").format(day, dates.at(report.expected_at)) if report.expected_at else day


def _first_steps(report: Document) -> list[str]:
	if not report.under_18:
		return [_("Call the young person. Their number is on their identity record.")]
	return [
		_("They are under 18. Call them and their carer. The numbers are on their identity record."),
		_("If no one knows where they are, report them missing to the police and call the numbers below."),
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
