"""An employer's tasks, worked out from their records."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, getdate, today
from pypika import Case
from pypika.queries import Table
from pypika.terms import Criterion, ExistsCriterion

from unlocking_opportunities.council import dates
from unlocking_opportunities.employers import pledge_workflow
from unlocking_opportunities.portal.employer import assessments, checks, own
from unlocking_opportunities.portal.employer.attendance import SHOWN, monday_of, set_days
from unlocking_opportunities.portal.employer.placements import is_expected, reported_today
from unlocking_opportunities.portal.identity import Visitor
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.placement_states import HAS_RUN, HOLDS_A_PLACE, LIVE

# Show no more than this at once; the rest follow as these are done.
AT_MOST = 20
FEEDBACK_DAYS = 60


@dataclass(frozen=True)
class Task:
	"""One task: text, page and due date. An urgent one is shown first, with a tag."""

	text: str
	url: str
	by: date | None = None
	urgent: bool = False


def get_tasks(visitor: Visitor) -> list[Task]:
	"""Return the tasks of the visitor's employers, most urgent first. Always four queries."""
	placements = _current_placements(visitor)
	asked, returned_offers = _checks_and_offers(visitor)
	found = [
		*_due_today(placements),
		*asked,
		*_assessments(visitor),
		*_to_agree(placements),
		*_attendance(placements),
		*returned_offers,
		*_feedback(placements),
	]
	return sorted(found, key=lambda task: not task.urgent)[:AT_MOST]


def _current_placements(visitor: Visitor) -> list[frappe._dict]:
	"""Placements that are running, wait for the host's agreement, or ended recently without its feedback."""
	placement, given = DocType("Placement"), DocType("Placement Feedback")
	opportunity = DocType("Placement Opportunity")
	to_agree = (placement.status == "Proposed") & _is_released(placement)
	to_agree |= placement.status.isin(HOLDS_A_PLACE)
	unsigned = _is_signed(placement).negate()
	running = placement.status.isin(["Ready", "In Progress"])
	ended = placement.status.isin(HAS_RUN) & given.name.isnull()
	ended &= placement.actual_end >= add_days(today(), -FEEDBACK_DAYS)
	query = (
		own.rows(visitor, placement)
		.left_join(given)
		.on((given.placement == placement.name) & (given.party == "Host"))
		.left_join(opportunity)
		.on(opportunity.name == placement.opportunity)
		.select(opportunity.role_title, *(placement[field] for field in SHOWN))
		.select(Case().when(to_agree & unsigned, 1).else_(0).as_("to_agree"))
		.select(reported_today(placement).as_("reported_at"))
		.where(to_agree & unsigned | running | ended)
		.orderby(placement.start_date)
	)
	rows, on = query.limit(AT_MOST).run(as_dict=True), getdate(today())
	for row in rows:
		row.role = own.get_role(row)
	set_days(rows, monday_of(on), on)
	return rows


def _is_signed(placement: Table) -> Criterion:
	"""Return the criterion that the host has signed until the last day of `placement`."""
	signature = DocType("Placement Signature")
	signed = frappe.qb.from_(signature).select(signature.name).where(signature.party == signing.HOST)
	signed = signed.where((signature.parent == placement.name) & (signature.parenttype == "Placement"))
	signed = signed.where(signature.revoked_on.isnull() & (signature.signed_until >= placement.end_date))
	return ExistsCriterion(signed)


def _is_released(placement: Table) -> Criterion:
	release = DocType("Share Release")
	released = frappe.qb.from_(release).select(release.name)
	released = released.where((release.placement == placement.name) & (release.status == "Released"))
	return ExistsCriterion(released)


def _due_today(placements: list[frappe._dict]) -> Iterator[Task]:
	on = getdate(today())
	for placement in placements:
		if placement.reported_at:
			yield Task(
				_("You told us at {0} that someone hadn't arrived: {1}. Call us if they arrive").format(
					dates.at(placement.reported_at), placement.role
				),
				f"/employer/placements/{placement.name}",
				urgent=True,
			)
		elif is_expected(placement, on) and on in get_open_days(placement):
			yield Task(
				_("Due today: {0}. Tell us if they haven't arrived").format(placement.role),
				f"/employer/placements/{placement.name}",
				urgent=True,
			)


def _checks_and_offers(visitor: Visitor) -> tuple[list[Task], list[Task]]:
	"""Tasks from checks, and from returned offers. Employers without a live offer get no tasks from checks."""
	agreement_table, employer = DocType("Host Agreement"), DocType("Employer")
	pledge, returned = DocType("Employer Pledge"), DocType("Employer Pledge").as_("returned")
	hosting = (
		frappe.qb.from_(pledge)
		.select(pledge.name)
		.where((pledge.employer == employer.name) & pledge.status.isin(pledge_workflow.LIVE))
	)
	query = (
		frappe.qb.from_(employer)
		.left_join(agreement_table)
		.on((agreement_table.employer == employer.name) & (agreement_table.status != "Superseded"))
		.left_join(returned)
		.on((returned.employer == employer.name) & (returned.status == "Returned"))
		.select(
			employer.name, agreement_table.name.as_("agreement"), agreement_table.site, agreement_table.status
		)
		.select(agreement_table.expires_on, agreement_table.cover_to, returned.name.as_("offer"))
		.where(employer.name.isin(list(visitor.employers) or [""]))
		.where(agreement_table.name.isnotnull() | returned.name.isnotnull() | ExistsCriterion(hosting))
		.limit(100)
	)
	found = query.orderby(agreement_table.creation, order=frappe.qb.desc).run(as_dict=True)
	asked = []
	for name in dict.fromkeys(row.name for row in found):
		agreements = {row.agreement: row for row in found if row.name == name and row.agreement}
		if agreements or any(row.name == name and not row.offer for row in found):
			asked += _checks_tasks(name, list(agreements.values()))
	return asked, [
		Task(_("Change your offer {0} and send it again").format(offer), f"/employer/offers/{offer}")
		for offer in sorted({row.offer for row in found if row.offer})
	]


def _checks_tasks(employer: str, agreements: list[frappe._dict]) -> Iterator[Task]:
	url = f"/employer/checks/{employer}"
	current = checks.most_pressing(agreements)
	if current is None:
		yield Task(_("Answer a few questions about hosting"), url)
	elif current.status == "Draft":
		yield Task(_("Finish answering the questions about hosting"), url)
	elif checks.get_readiness(current) == "Renewal Due":
		yield Task(
			_("Renew your checks by telling us if anything has changed"), url, by=checks.get_last_day(current)
		)
	elif checks.get_readiness(current) == "Expired":
		yield Task(_("Your checks have run out. Renew them so that you can host"), url, urgent=True)


def _assessments(visitor: Visitor) -> Iterator[Task]:
	for row in assessments.get_waiting(visitor):
		yield Task(
			_("Read the risk assessment for {0}").format(row.site_name),
			f"/employer/assessment/{row.name}",
		)


def _to_agree(placements: list[frappe._dict]) -> Iterator[Task]:
	for placement in placements:
		if placement.to_agree:
			yield Task(
				_("Read and agree to the placement: {0}").format(placement.role),
				f"/employer/placements/{placement.name}",
				by=placement.start_date,
			)


def _attendance(placements: list[frappe._dict]) -> Iterator[Task]:
	for placement in placements:
		if placement.status == "In Progress" and get_open_days(placement):
			yield Task(
				_("Tell us who came this week: {0}").format(placement.role),
				f"/employer/attendance/{placement.name}",
			)


def get_open_days(placement: frappe._dict) -> list[date]:
	"""Return those of the `days` of a placement that have no attendance recorded."""
	return [row.day for row in placement.days if not row.said]


def _feedback(placements: list[frappe._dict]) -> Iterator[Task]:
	for placement in placements:
		if placement.status not in LIVE:
			yield Task(
				_("Tell us how it went: {0}").format(placement.role),
				f"/employer/feedback/{placement.name}",
			)


def format_deadline(task: Task) -> str:
	"""Return the due date as text, empty if there is none."""
	return _("By {0}").format(dates.in_full(task.by)) if task.by else ""
