"""One mail a morning to each person with something to do, instead of one for each record.

A line is a reference, what is so and by when; a person's name never stands in a mail. A digest that went out is
remembered for the day, so that a second run, or one after a stop half-way, sends only what is still to be sent.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.utils import add_days, get_url, get_url_to_form, getdate, today

from unlocking_opportunities import law, tell
from unlocking_opportunities.roles import MANAGER, OFFICER
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.workflow.placement import HOLDS_A_PLACE


@dataclass(frozen=True)
class Line:
	"""One thing to do: for whom, about which record, in which words, by when."""

	user: str
	doctype: str
	name: str
	text: str
	by: date | None = None


def send_digests() -> None:
	"""Send today's digest to each person who has lines and has not had it yet."""
	by_user: dict[str, list[Line]] = {}
	for line in lines(getdate(today())):
		by_user.setdefault(line.user, []).append(line)
	enabled = set(frappe.get_all("User", filters={"enabled": 1, "name": ["in", list(by_user)]}, pluck="name"))
	for user in sorted(enabled):
		if frappe.defaults.get_user_default(SENT_KEY, user) != today():
			_send(user, by_user[user])
			frappe.defaults.set_user_default(SENT_KEY, today(), user)
			# With its mark, so that a stop here neither repeats this digest nor loses the next.
			frappe.db.commit()


SENT_KEY = "unlocking_opportunities_digest_sent_on"


def lines(on: date) -> Iterator[Line]:
	"""Yield every line that is due on the day `on`, whoever it is for."""
	for source in SOURCES:
		yield from source(on)


def closed_gates(on: date) -> Iterator[Line]:
	"""Placements that hold a place and whose gate is closed, or open only until a date that is near."""
	warn_by = add_days(on, law.settings().first_warning_days)
	for row in frappe.get_all(
		"Placement",
		filters={"status": ["in", HOLDS_A_PLACE]},
		or_filters=[["gate_status", "=", "Closed"], ["gate_valid_until", "<=", warn_by]],
		fields=["name", "officer", "gate_status", "gate_valid_until"],
		order_by="name",
	):
		if row.gate_status == "Closed":
			yield from _for(row.officer, "Placement", row.name, _("The start gate is closed."))
		elif row.gate_valid_until and _warns(row.gate_valid_until, on):
			text = _("A check holds only until {0}.").format(_day(row.gate_valid_until))
			yield from _for(row.officer, "Placement", row.name, text, row.gate_valid_until)


def expiring_agreements(on: date) -> Iterator[Line]:
	"""Insurance and host agreements that run out, at each of the settings' warnings."""
	for field, text in (
		("cover_to", _("Insurance runs out on {0}.")),
		("expires_on", _("The host agreement runs out on {0}.")),
	):
		for row in _expiring("Host Agreement", field, {"status": "Checked"}, on, ("employer",)):
			officer = frappe.get_cached_value("Employer", row.employer, "officer")
			yield from _for(officer, "Host Agreement", row.name, text.format(_day(row[field])), row[field])


def expiring_assessments(on: date) -> Iterator[Line]:
	for row in _expiring("Risk Assessment", "review_by", {"status": "Approved"}, on, ("officer",)):
		text = _("To be reviewed by {0}.").format(_day(row.review_by))
		yield from _for(row.officer, "Risk Assessment", row.name, text, row.review_by)


def expiring_releases(on: date) -> Iterator[Line]:
	for row in _expiring("Share Release", "ends_on", {"status": "Released"}, on, ("placement",)):
		officer = frappe.db.get_value("Placement", row.placement, "officer")
		text = _("What the host is told ends on {0}.").format(_day(row.ends_on))
		yield from _for(officer, "Share Release", row.name, text, row.ends_on)


def mentors_checks(on: date) -> Iterator[Line]:
	for row in _expiring("Mentor", "checks_valid_until", {"status": "Active"}, on, ()):
		text = _("Checks run out on {0}.").format(_day(row.checks_valid_until))
		yield from _for(None, "Mentor", row.name, text, row.checks_valid_until)


def visits_due(on: date) -> Iterator[Line]:
	"""Visits due within the next two working days, and those overdue, by working days in England."""
	horizon = add_working_days(on, 2)
	for row in frappe.get_all(
		"Visit",
		filters={"status": "Planned", "due_on": ["<=", horizon]},
		fields=["name", "visitor", "due_on", "placement"],
		order_by="due_on",
	):
		text = _("Visit due on {0}.") if row.due_on >= on else _("Visit overdue since {0}.")
		yield from _for(row.visitor, "Visit", row.name, text.format(_day(row.due_on)), row.due_on)


def pledges_to_answer(on: date) -> Iterator[Line]:
	for row in frappe.get_all(
		"Employer Pledge",
		filters={
			"status": ["in", ["Submitted", "Under Review"]],
			"answer_by": ["<=", add_working_days(on, 1)],
		},
		fields=["name", "officer", "answer_by"],
		order_by="answer_by",
	):
		text = _("We promised an answer by {0}.").format(_day(row.answer_by))
		yield from _for(row.officer, "Employer Pledge", row.name, text, row.answer_by)


SOURCES: tuple[Callable[[date], Iterable[Line]], ...] = (
	closed_gates,
	expiring_agreements,
	expiring_assessments,
	expiring_releases,
	mentors_checks,
	visits_due,
	pledges_to_answer,
)


def _expiring(doctype: str, field: str, filters: dict, on: date, also: tuple[str, ...]) -> list:
	warn_by = add_days(on, law.settings().first_warning_days)
	rows = frappe.get_all(
		doctype,
		filters={**filters, field: ["between", [on, warn_by]]},
		fields=["name", field, *also],
		order_by="name",
	)
	return [row for row in rows if _warns(row[field], on)]


def _warns(last_day: date, on: date) -> bool:
	"""On the warning days exactly, and every day of the last week."""
	settings, left = law.settings(), (getdate(last_day) - on).days
	return (
		left in (settings.first_warning_days, settings.second_warning_days)
		or 0 <= left <= settings.last_warning_days
	)


def _for(user: str | None, doctype: str, name: str, text: str, by: date | None = None) -> Iterator[Line]:
	"""A line for the officer whose it is; nobody's own is every officer's, so that nothing is silent."""
	for reader in [user] if user else sorted(tell.holders_of(OFFICER) | tell.holders_of(MANAGER)):
		yield Line(reader, doctype, name, text, by)


def _day(value: date) -> str:
	return frappe.format(value, "Date")


def _send(user: str, for_user: list[Line]) -> None:
	rows = sorted(for_user, key=lambda line: (line.by or date.max, line.doctype, line.name))
	frappe.sendmail(
		recipients=[user],
		subject=_("Today: {0} to look at").format(len(rows)),
		template="unlocking_digest",
		args={
			"rows": [(line.name, line.text, get_url_to_form(line.doctype, line.name)) for line in rows],
			"url": get_url("/app/unlocking-opportunities"),
		},
	)
