"""A host's placements, with only what was released to the host about the young person."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Max, Min
from frappe.utils import getdate, today
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.access import access_log
from unlocking_opportunities.agreements import fingerprints, wording
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.placements import answers
from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS, days_worked
from unlocking_opportunities.portal.employer import own, visits
from unlocking_opportunities.portal.employer.attendance import NoOneDue
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.placement_states import BEGUN, HAS_RUN, HOLDS_A_PLACE
from unlocking_opportunities.unlocking_opportunities.doctype.share_release import share_release
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import as_service

PAGE = 20
SEEN = (*HOLDS_A_PLACE, *HAS_RUN)
EXPECTED_IN = ("Ready", "In Progress")
STATES = {
	"Proposed": _lt("Waiting for everyone to agree"),
	"Agreed": _lt("Agreed. We're finishing the checks"),
	"Ready": _lt("Ready to start"),
	"In Progress": _lt("In progress"),
	"Paused": _lt("Paused. No one will come until we tell you"),
	"Completed": _lt("Finished"),
	"Ended Early": _lt("Ended early"),
}
# Labels of released items.
LABELS = {
	"Age Band, Interests and Days": _lt("Age, interests and days"),
	"First Name": _lt("First name"),
	"How I Am Introduced": _lt("How to introduce them"),
	"Control": _lt("What to do"),
	"Emergency Contact": _lt("Emergency contact"),
	"Other": _lt("Also"),
}
FIELDS = (
	"name",
	"employer",
	"status",
	"start_date",
	"end_date",
	"actual_end",
	"kind",
	"supervisor_name",
	"works_bank_holidays",
)
# Fields of the fingerprint that FIELDS doesn't have.
AGREED = tuple(field for field in fingerprints.AGREED if field not in FIELDS)


def get_placements(visitor: Visitor, start: int = 0) -> list[frappe._dict]:
	"""Return a page of placements from `start`, latest start first, with nothing about the young people.

	`last_day`: the day a placement ended, or is to end.
	"""
	placement = DocType("Placement")
	query = _visible(visitor).orderby(placement.start_date, order=frappe.qb.desc).orderby(placement.name)
	return [_add_labels(row) for row in query.limit(PAGE).offset(start).run(as_dict=True)]


def get_placement(visitor: Visitor, name: Any) -> frappe._dict:
	"""Return a placement with its schedule, terms and next visit, and nothing about the young person.

	`reported_at`: see `reported_today`. `attendance_today`: the attendance recorded for today.

	Raises NotFound for another employer's placement, and before anything was released to the host.
	"""
	placement, signature, visit = DocType("Placement"), DocType("Placement Signature"), DocType("Visit")
	signed = (
		frappe.qb.from_(signature)
		.select(signature.signed_on)
		.where((signature.parent == placement.name) & (signature.parenttype == "Placement"))
		.where((signature.party == signing.HOST) & signature.revoked_on.isnull())
		.where(signature.signed_until >= placement.end_date)
		.orderby(signature.signed_on, order=frappe.qb.desc)
		.limit(1)
	)
	next_visit = (
		frappe.qb.from_(visit)
		.select(Min(visits.get_day(visit)))
		.where((visit.placement == placement.name) & visits.is_coming(visit))
		.where(visits.get_day(visit) >= today())
	)
	query = _visible(visitor).select(*(placement[field] for field in AGREED))
	query = query.select(signed.as_("signed_on"), next_visit.as_("next_visit"))
	query = query.select(reported_today(placement).as_("reported_at"))
	query = query.select(_attendance_today(placement).as_("attendance_today"))
	found = _add_labels(own.first(query.where(placement.name == str(name or ""))))
	found.schedule = _get_schedule(found.name)
	found.expected_today = is_expected(found, getdate(today()))
	found.has_begun = found.status in BEGUN
	found.fingerprint = fingerprints.of_agreement(found)
	agreed = frappe._dict(found, preferred_name="", end_date=found.last_day)
	found.terms = [line for line in wording.lines(agreed) if line[1]]
	return found


def reported_today(placement: Table) -> QueryBuilder:
	"""A subquery: when someone reported today that the young person hasn't arrived, while the alert isn't closed."""
	alert = DocType("Not Here Alert")
	query = frappe.qb.from_(alert).select(Max(alert.reported_on)).where(alert.status != "Closed")
	return query.where((alert.placement == placement.name) & (alert.reported_on >= today()))


def _attendance_today(placement: Table) -> QueryBuilder:
	day = DocType("Placement Attendance")
	query = frappe.qb.from_(day).select(Max(day.attendance)).where(day.attended_on == today())
	return query.where((day.parent == placement.name) & (day.parenttype == "Placement"))


def get_placement_with_disclosures(visitor: Visitor, name: Any) -> frappe._dict:
	"""Return the placement with `told`, what was released to the host. Each call logs a disclosure."""
	found = get_placement(visitor, name)
	found.told = _get_disclosures(visitor, found)
	return found


def _visible(visitor: Visitor) -> QueryBuilder:
	"""Placements the host may see: proposals only once something was released, and never cancelled ones."""
	placement, release = DocType("Placement"), DocType("Share Release")
	opportunity, site = DocType("Placement Opportunity"), DocType("Employer Site")
	employer = DocType("Employer")
	released = frappe.qb.from_(release).select(release.placement).where(release.status == "Released")
	return (
		own.rows(visitor, placement)
		.left_join(opportunity)
		.on(opportunity.name == placement.opportunity)
		.left_join(site)
		.on(site.name == placement.site)
		.left_join(employer)
		.on(employer.name == placement.employer)
		.select(*(placement[field] for field in FIELDS))
		.select(opportunity.role_title, employer.employer_name)
		.select(site.site_name, site.address_line, site.town, site.postcode)
		.where(
			placement.status.isin(SEEN) | ((placement.status == "Proposed") & placement.name.isin(released))
		)
	)


def _add_labels(row: frappe._dict) -> frappe._dict:
	row.state = str(STATES[row.status])
	row.role = own.get_role(row)
	row.last_day = (row.status in HAS_RUN and row.actual_end) or row.end_date
	return row


def _get_schedule(placement: str) -> list[frappe._dict]:
	day = DocType("Placement Schedule Day")
	query = frappe.qb.from_(day).select(day.weekday, day.start_time, day.end_time, day.break_minutes)
	query = query.where((day.parent == placement) & (day.parenttype == "Placement"))
	return query.orderby(day.idx).run(as_dict=True)


def is_expected(placement: Any, on: date) -> bool:
	"""Return whether the young person is due on the day `on`. `placement` has its schedule."""
	return placement.status in EXPECTED_IN and bool(days_worked(placement, on, on))


def _get_disclosures(visitor: Visitor, placement: frappe._dict) -> list[frappe._dict]:
	"""What the current supervisor may read today, in the exact words of the releases."""
	release, item = DocType("Share Release"), DocType("Share Release Item")
	query = (
		frappe.qb.from_(release)
		.join(item)
		.on((item.parent == release.name) & (item.parenttype == "Share Release"))
		.select(release.name.as_("release"), release.released_to, release.ends_on)
		.select(*(item[field] for field in share_release.SHOWN_BY), item.item, item.wording)
		.where((release.placement == placement.name) & (release.status == "Released"))
		.where(release.released_to == (placement.supervisor_name or ""))
		.orderby(release.creation)
		.orderby(item.idx)
	)
	on = getdate(today())
	told = [
		row
		for row in query.run(as_dict=True)
		if share_release.is_shown(row, row.ends_on, placement.status, on)
	]
	for name in {row.release for row in told}:
		kinds = [row.item for row in told if row.release == name]
		access_log.log_disclosure(name, placement.young_person, kinds, reader=visitor.actor)
	return [
		frappe._dict(item=row.item, label=str(LABELS[row.item]), words=row.wording or _(row.item))
		for row in told
	]


def sign_agreement(visitor: Visitor, name: Any, read: str) -> None:
	"""Sign for the host the terms with the fingerprint `read`. Raises TermsChanged if they have changed."""
	placement = own.document(visitor, "Placement", name)
	answers.sign(placement.name, signing.HOST, read)


def report_not_here(visitor: Visitor, name: Any, expected_at: str | None = None) -> str:
	"""Report that the young person hasn't arrived; return the alert's name. Raises NoOneDue if nobody was due."""
	placement = own.document(visitor, "Placement", name)
	if not is_expected(placement, getdate(today())):
		frappe.throw(_("No one is due on this placement today. If you're worried, call us now."), NoOneDue)
	return raise_alert(visitor, name, expected_at)


def raise_alert(visitor: Visitor, name: Any, expected_at: str | None = None) -> str:
	"""Alert the team to someone who was due today and hasn't arrived; return the alert's name. One open alert a day."""
	placement = own.document(visitor, "Placement", name)
	# Locked until the alert is stored, so that two taps raise one. The second read has to lock too: a plain one would
	# still see the rows from before the wait.
	frappe.db.get_value("Placement", placement.name, "name", for_update=True)
	raised = frappe.db.get_value(
		"Not Here Alert",
		{"placement": placement.name, "reported_on": [">=", today()], "status": ["!=", "Closed"]},
		"name",
		for_update=True,
	)
	if raised:
		return raised
	with as_service():
		alert = frappe.new_doc("Not Here Alert")
		alert.update(
			{"placement": placement.name, "expected_at": expected_at or _get_expected_time(placement)}
		)
		alert.reported_by = visitor.actor
		with acting(alert, Act.FROM_PORTAL):
			return alert.insert().name


def _get_expected_time(placement: Any) -> Any:
	weekday = WEEKDAYS[getdate(today()).weekday()]
	return min(row.start_time for row in placement.schedule if row.weekday == weekday)


def get_phone_numbers() -> list[tuple[str, str]]:
	"""Return (label, number) in the order to call them. The same for every placement, so as not to reveal anyone's age."""
	settings = get_settings()
	numbers = [
		(_("If anyone is in danger"), "999"),
		(_("Our team"), settings.programme_phone),
		(_("When the office is closed"), settings.out_of_hours_phone),
		(_("If you think someone is being harmed"), settings.safeguarding_phone),
	]
	return [(label, number) for label, number in numbers if number]
