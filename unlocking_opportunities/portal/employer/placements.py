"""Who is coming to a host and when: exactly what was released to it, and not a word more."""

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Min
from frappe.utils import getdate, today
from pypika.queries import QueryBuilder

from unlocking_opportunities.access import access_log
from unlocking_opportunities.agreements import fingerprints, wording
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.placements import answers
from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS
from unlocking_opportunities.portal.employer import own
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.placement_states import HAS_RUN, HOLDS_A_PLACE
from unlocking_opportunities.unlocking_opportunities.doctype.share_release import share_release
from unlocking_opportunities.utils.compat import _lt
from unlocking_opportunities.workflow.service import as_service

PAGE = 20
SEEN = (*HOLDS_A_PLACE, *HAS_RUN)
EXPECTED_IN = ("Ready", "In Progress")
STATES = {
	"Proposed": _lt("Waiting for everybody to say yes"),
	"Agreed": _lt("Agreed. We are finishing the checks"),
	"Ready": _lt("Ready to start"),
	"In Progress": _lt("Running"),
	"Paused": _lt("Paused. Nobody comes until we say so"),
	"Completed": _lt("Finished"),
	"Ended Early": _lt("Ended early"),
}
# What a kind of item is called to a host.
LABELS = {
	"Age Band, Interests and Days": _lt("Age, interests and days"),
	"First Name": _lt("First name"),
	"How I Am Introduced": _lt("How to introduce them"),
	"Control": _lt("Please do this"),
	"Emergency Contact": _lt("If something happens"),
	"Other": _lt("Also"),
}
FIELDS = ("name", "employer", "status", "start_date", "end_date", "kind", "supervisor_name")
# What is signed and not shown beside it.
AGREED = tuple(field for field in fingerprints.AGREED if field not in FIELDS)


def listed(visitor: Visitor, start: int = 0) -> list[frappe._dict]:
	"""Return a page of placements from `start` on, the latest first day first; of the people nothing at all."""
	placement = DocType("Placement")
	query = _seen(visitor).orderby(placement.start_date, order=frappe.qb.desc).orderby(placement.name)
	return [_in_words(row) for row in query.limit(PAGE).offset(start).run(as_dict=True)]


def one(visitor: Visitor, name: Any) -> frappe._dict:
	"""Return a placement with its days, its terms and our next visit; of the person nothing.

	Raises NotFound for another employer's, and for one of which nothing was released to the host yet.
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
		.select(Min(visit.due_on))
		.where((visit.placement == placement.name) & (visit.status == "Planned") & (visit.due_on >= today()))
	)
	query = _seen(visitor).select(*(placement[field] for field in AGREED))
	query = query.select(signed.as_("signed_on"), next_visit.as_("next_visit"))
	found = _in_words(own.first(query.where(placement.name == str(name or ""))))
	found.schedule = _schedule(found.name)
	found.expected_today = is_expected(found, found.schedule, getdate(today()))
	found.fingerprint = fingerprints.of_agreement(found)
	found.terms = [line for line in wording.lines(frappe._dict(found, preferred_name="")) if line[1]]
	return found


def with_what_is_told(visitor: Visitor, name: Any) -> frappe._dict:
	"""Return `one` with what the host is `told` of the person: each call is logged as a disclosure."""
	found = one(visitor, name)
	found.told = _told(visitor, found)
	return found


def _seen(visitor: Visitor) -> QueryBuilder:
	"""A proposal is the host's business once something of it was released to them; a cancelled one never again."""
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


def _in_words(row: frappe._dict) -> frappe._dict:
	row.state = str(STATES[row.status])
	row.role = row.role_title or _(row.kind)
	return row


def _schedule(placement: str) -> list[frappe._dict]:
	day = DocType("Placement Schedule Day")
	query = frappe.qb.from_(day).select(day.weekday, day.start_time, day.end_time, day.break_minutes)
	query = query.where((day.parent == placement) & (day.parenttype == "Placement"))
	return query.orderby(day.idx).run(as_dict=True)


def is_expected(placement: Any, schedule: list[Any], on: date) -> bool:
	"""Return whether somebody is due at the host on that day."""
	if placement.status not in EXPECTED_IN:
		return False
	if not getdate(placement.start_date) <= on <= getdate(placement.end_date):
		return False
	return WEEKDAYS[on.weekday()] in {row.weekday for row in schedule}


def _told(visitor: Visitor, placement: frappe._dict) -> list[frappe._dict]:
	"""What may be read today of the releases to the supervisor who is named now, in their exact words."""
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


def say_yes(visitor: Visitor, name: Any, read: str) -> None:
	"""Record the host's signature over the terms with the fingerprint `read`. Raises TermsChanged when they changed."""
	placement = own.document(visitor, "Placement", name)
	answers.sign(placement.name, signing.HOST, read)


def not_here(visitor: Visitor, name: Any, expected_at: str | None = None) -> str:
	"""Raise the alert that somebody expected today has not arrived, and return its name. Once a day, however often."""
	placement = own.document(visitor, "Placement", name)
	if not is_expected(placement, placement.schedule, getdate(today())):
		frappe.throw(_("Nobody is due today under this placement. If you are worried, ring us now."))
	# Held until the alert is in, so that two taps raise one.
	frappe.db.get_value("Placement", placement.name, "name", for_update=True)
	raised = frappe.db.get_value(
		"Not Here Alert",
		{"placement": placement.name, "reported_on": [">=", today()], "status": ["!=", "Closed"]},
	)
	if raised:
		return raised
	with as_service():
		alert = frappe.new_doc("Not Here Alert")
		alert.update({"placement": placement.name, "expected_at": expected_at or _due_at(placement)})
		alert.reported_by, alert.flags.reporting = visitor.actor, True
		return alert.insert().name


def _due_at(placement: Any) -> Any:
	weekday = WEEKDAYS[getdate(today()).weekday()]
	return min(row.start_time for row in placement.schedule if row.weekday == weekday)


def whom_to_call() -> list[tuple[str, str]]:
	"""Return (who, number), in the order in which to ring; the same for everybody, or it would tell somebody's age."""
	settings = get_settings()
	numbers = [
		(_("If anybody is in danger"), "999"),
		(_("Our team"), settings.programme_phone),
		(_("Evenings and weekends"), settings.out_of_hours_phone),
		(_("If you fear that somebody is being harmed"), settings.safeguarding_phone),
	]
	return [(label, number) for label, number in numbers if number]
