"""The figures of a council report: counted from the records, and made safe to publish."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Coalesce, Count, Sum
from frappe.utils import getdate
from pypika.terms import Criterion, Term

from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.rules import small_numbers
from unlocking_opportunities.rules.placement_states import HAS_RUN

GOOD_OUTCOMES = ("Paid Job", "Apprenticeship", "Education or Training")


@dataclass(frozen=True)
class Figure:
	"""One line of the report: a count or, with a `denominator`, a share."""

	key: str
	label: str
	numerator: int
	denominator: int | None = None

	def as_row(self) -> dict:
		share = self.denominator is not None
		return {
			"figure_key": self.key,
			"label": self.label,
			"numerator": self.numerator,
			"denominator": self.denominator or 0,
			"is_share": int(share),
			"value": 100 * self.numerator / self.denominator if self.denominator else 0,
		}


def figures(first: date, last: date) -> list[Figure]:
	"""Return every figure for the period from `first` to `last`, both included. One query for each source."""
	return [figure for count in SOURCES for figure in count(first, last)]


def public_rows(report: Document) -> list[dict[str, str]]:
	"""Return the figures for publication, as {label, value}: small counts are left out, the rest are rounded."""
	return [{"label": _(row.label), "value": _in_public(row)} for row in report.figures]


def paragraphs(report: Document) -> list[str]:
	"""Return the narrative's paragraphs, as plain text."""
	return [part.strip() for part in (report.narrative or "").replace("\r", "").split("\n\n") if part.strip()]


def is_published() -> bool:
	"""Return whether a report has been published."""
	return bool(frappe.db.exists("Council Report", {"docstatus": 1, "published": 1}))


def latest_published() -> Document | None:
	"""Return the published report whose period ends last."""
	name = frappe.get_all(
		"Council Report",
		filters={"docstatus": 1, "published": 1},
		order_by="period_to desc, creation desc",
		limit=1,
		pluck="name",
	)
	return frappe.get_doc("Council Report", name[0]) if name else None


def offers(first: date, last: date) -> list[Figure]:
	pledge = DocType("Employer Pledge")
	received, accepted, pledged = _one_row(
		frappe.qb.from_(pledge)
		.select(Count("*"), _how_many(pledge.status.isin(["Accepted", "Paused", "Fulfilled"])))
		.select(Coalesce(Sum(pledge.places_pledged), 0))
		.where(pledge.pledged_on[first:last] & (pledge.status != "Draft"))
	)
	return [
		Figure("offers_accepted", _("Offers accepted, out of those received"), accepted, received),
		Figure("places_pledged", _("Places pledged"), pledged),
	]


def placements(first: date, last: date) -> list[Figure]:
	placement = DocType("Placement")
	started = placement.actual_start[first:last]
	ended = placement.actual_end[first:last] & placement.status.isin(HAS_RUN)
	completed = ended & (placement.status == "Completed")
	begun, people, over, seen_through, onwards = _one_row(
		frappe.qb.from_(placement)
		.select(_how_many(started))
		.select(Count(Case().when(started, placement.young_person)).distinct())
		.select(_how_many(ended), _how_many(completed))
		.select(_how_many(completed & placement.outcome.isin(GOOD_OUTCOMES)))
		.where(placement.actual_start.isnotnull())
	)
	population = _population(last)
	return [
		Figure("placements_started", _("Placements started"), begun),
		Figure(
			"young_people",
			_("Young people who started a placement, out of all those the council supports"),
			people,
			population,
		)
		if population
		else Figure("young_people", _("Young people who started a placement"), people),
		Figure(
			"placements_completed", _("Placements completed, out of those that ended"), seen_through, over
		),
		Figure(
			"moved_on",
			_("Moved on to a job, an apprenticeship or a course, out of placements completed"),
			onwards,
			seen_through,
		),
	]


def visits(first: date, last: date) -> list[Figure]:
	visit = DocType("Visit")
	due, done = _one_row(
		frappe.qb.from_(visit)
		.select(Count("*"), _how_many(visit.status == "Done"))
		.where(visit.due_on[first:last] & (visit.status != "Cancelled"))
	)
	return [Figure("visits_done", _("Visits made, out of those due"), done, due)]


def introductions(first: date, last: date) -> list[Figure]:
	employer, pledge = DocType("Employer"), DocType("Employer Pledge")
	with_an_offer = employer.name.isin(
		frappe.qb.from_(pledge)
		.select(pledge.employer)
		.where(pledge.status.isin(["Accepted", "Paused", "Fulfilled"]))
	)
	introduced, offering = _one_row(
		frappe.qb.from_(employer)
		.select(Count("*"), _how_many(with_an_offer))
		.where(employer.introduced_by.isnotnull() & (employer.introduced_by != ""))
		.where(employer.creation[getdate(first) : f"{last} 23:59:59.999999"])
	)
	return [
		Figure(
			"introduced",
			_("Businesses that made an accepted offer, out of those introduced by councillors"),
			offering,
			introduced,
		)
	]


def mentoring(first: date, last: date) -> list[Figure]:
	session = DocType("Mentoring Session")
	held, people = _one_row(
		frappe.qb.from_(session)
		.select(Count("*"), Count(session.young_person).distinct())
		.where(session.met_on[first:last] & (session.went != "Did Not Happen"))
	)
	return [
		Figure("mentoring_sessions", _("Mentoring sessions held"), held),
		Figure("mentored", _("Young people who met a mentor"), people),
	]


def events(first: date, last: date) -> list[Figure]:
	event, member = DocType("Programme Event"), DocType("Programme Event Member")
	held, signed_up = _one_row(
		frappe.qb.from_(event)
		.left_join(member)
		.on(member.parent == event.name)
		.select(Count(event.name).distinct(), Count(member.name))
		.where((event.status == "Held") & event.starts_on[getdate(first) : f"{last} 23:59:59.999999"])
	)
	return [
		Figure("events_held", _("Events held"), held),
		Figure("members_at_events", _("Councillor sign-ups for events"), signed_up),
	]


SOURCES: tuple[Callable[[date, date], list[Figure]], ...] = (
	offers,
	placements,
	visits,
	introductions,
	mentoring,
	events,
)


def _population(on: date) -> int:
	"""Return the latest population figure on or before `on`."""
	counted = [row for row in get_settings().population if row.total and getdate(row.as_at) <= getdate(on)]
	return max(counted, key=lambda row: getdate(row.as_at)).total if counted else 0


def _how_many(criterion: Criterion) -> Term:
	return Count(Case().when(criterion, 1))


def _one_row(query) -> list[int]:
	return [int(value or 0) for value in query.run()[0]]


def _in_public(row: Document) -> str:
	few = _("fewer than {0}").format(small_numbers.FEWEST)
	count = small_numbers.published(row.numerator)
	if not row.is_share:
		return few if count is None else _("about {0}").format(count)
	whole = small_numbers.published(row.denominator)
	if whole is None:
		return few
	share = small_numbers.published_share(row.numerator, row.denominator)
	if share is None:
		return _("not shown")
	return _("about {0} out of about {1} ({2}%)").format(count, whole, share)
