"""The facts that the start gate checks, read for any number of placements in the same few queries.

They are read without the user's permissions, because the gate must use facts that the user may not read. Restricted facts
leave this module only through the wording of a check, which does not give them away.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate, today

from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate import rows, timetable
from unlocking_opportunities.rules.age import statuses_between
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE
from unlocking_opportunities.rules.schedules import Schedule

TABLES = {
	"schedule": ("Placement Schedule Day", rows.ScheduleDay),
	"signatures": ("Placement Signature", rows.Signature),
	"overrides": ("Placement Override", rows.Override),
	"gate_results": ("Placement Gate Result", rows.GateResult),
}
NOTHING = frappe._dict()


@dataclass(frozen=True)
class Facts:
	"""What is known about one placement on the day `on`: today or, once that has passed, its last day.

	What runs out after the last day is no concern of the placement. `statuses`: first day, last day and age status of
	each stretch.
	"""

	placement: rows.Placement
	on: date
	statuses: tuple[tuple[date, date, str], ...]
	schedule: Schedule
	date_of_birth: date
	# The young person.
	identity: rows.Identity
	care: rows.Care
	needs: tuple[rows.Need, ...]
	restrictions: tuple[rows.Restriction, ...]
	other_schedules: tuple[Schedule, ...]
	# The host.
	opportunity: rows.Opportunity
	employer: rows.Employer
	site: rows.Site
	agreements: tuple[rows.Agreement, ...]
	# The papers about this placement.
	assessment: rows.Assessment | None
	prohibited_work: tuple[rows.ProhibitedWork, ...]
	hazards: int
	addendum: rows.Addendum | None
	releases: tuple[rows.Release, ...]
	release_items: tuple[rows.ReleaseItem, ...]

	@property
	def start(self) -> date:
		return settings.day(self.placement.start_date)

	@property
	def end(self) -> date:
		return settings.day(self.placement.end_date)

	@property
	def ages(self) -> set[str]:
		return {status for _first, _last, status in self.statuses}

	@property
	def judged_from(self) -> date:
		"""The first day to check: the start date or, once that has passed, the day `on`."""
		return max(self.start, self.on)

	def is_supervisor(self, name: str | None) -> bool:
		"""Return whether the placement names this supervisor, in capitals or not and however spaced."""
		return _plain(name) == _plain(self.placement.supervisor_name)


def _plain(name: str | None) -> str:
	return " ".join((name or "").casefold().split())


def read_placements(names: Iterable[str]) -> list[rows.Placement]:
	"""Return the placements `names` with their tables: one query, and one for each table.

	A placement whose young person has no date of birth can't be checked. It is left out, and is reported as a broken
	invariant.
	"""
	names = list(names)
	table, identity = frappe.qb.DocType("Placement"), frappe.qb.DocType("Young Person Identity")
	placements = (
		frappe.qb.from_(table)
		.inner_join(identity)
		.on(identity.name == table.young_person)
		.select(*[table[column] for column in rows.columns(rows.PlacementColumns)])
		.where(table.name.isin(names))
		.orderby(table.name)
		.run(as_dict=True)
	)
	for table, (doctype, kind) in TABLES.items():
		by_placement = _grouped(doctype, "parent", names, kind)
		for placement in placements:
			placement[table] = by_placement.get(placement.name, [])
	return placements


def gather(placements: Sequence[rows.Placement]) -> list[Facts]:
	"""Return the facts about each of `placements` (documents, or rows of `read_placements`), in the same order.

	The number of queries is the same for one placement and for a thousand.
	"""
	people, hosts, papers = People.of(placements), Hosts.of(placements), Papers.of(placements)
	on = getdate(today())
	return [_facts(placement, on, people, hosts, papers) for placement in placements]


def _facts(placement: rows.Placement, on: date, people: "People", hosts: "Hosts", papers: "Papers") -> Facts:
	person, host, paper = people.facts(placement), hosts.facts(placement), papers.facts(placement)
	date_of_birth = person["identity"].date_of_birth
	start, end = settings.day(placement.start_date), settings.day(placement.end_date)
	return Facts(
		placement=placement,
		on=min(on, end),
		statuses=tuple(statuses_between(date_of_birth, start, end)),
		schedule=timetable.schedule(placement, host["employer"].employer_type),
		date_of_birth=date_of_birth,
		**person,
		**host,
		**paper,
	)


# Three parts of what is known. `of` reads a part for all placements, `facts` picks one placement's, by field of Facts.


@dataclass(frozen=True)
class People:
	"""The young people, by name, with their needs, restrictions and placements."""

	identities: dict[str, rows.Identity]
	care: dict[str, rows.Care]
	needs: dict[str, list[rows.Need]]
	restrictions: dict[str, list[rows.Restriction]]
	placements: dict[str, list[rows.OtherPlacement]]

	@classmethod
	def of(cls, placements: Sequence[rows.Placement]) -> "People":
		people = {placement.young_person for placement in placements}
		return cls(
			identities=_by_name("Young Person Identity", people, rows.Identity),
			care=_by_name("Young Person Care Record", people, rows.Care),
			needs=_grouped("Young Person Support Need", "parent", people, rows.Need),
			restrictions=_grouped("Young Person Restriction", "parent", people, rows.Restriction),
			placements=_placements_of(people),
		)

	def facts(self, placement: rows.Placement) -> dict[str, Any]:
		person = placement.young_person
		return {
			"identity": self.identities[person],
			"care": self.care.get(person, NOTHING),
			"needs": tuple(self.needs.get(person, ())),
			"restrictions": tuple(self.restrictions.get(person, ())),
			"other_schedules": tuple(
				timetable.schedule(other, other.employer_type)
				for other in self.placements.get(person, ())
				if other.name != placement.name
			),
		}


@dataclass(frozen=True)
class Hosts:
	"""The places, employers and sites, by name, and the agreements by employer."""

	opportunities: dict[str, rows.Opportunity]
	employers: dict[str, rows.Employer]
	sites: dict[str, rows.Site]
	agreements: dict[str, list[rows.Agreement]]

	@classmethod
	def of(cls, placements: Sequence[rows.Placement]) -> "Hosts":
		employers = _all(placements, "employer")
		return cls(
			opportunities=_by_name(
				"Placement Opportunity", _all(placements, "opportunity"), rows.Opportunity
			),
			employers=_by_name("Employer", employers, rows.Employer),
			sites=_by_name("Employer Site", _all(placements, "site"), rows.Site),
			agreements=_grouped("Host Agreement", "employer", employers, rows.Agreement),
		)

	def facts(self, placement: rows.Placement) -> dict[str, Any]:
		return {
			"opportunity": self.opportunities[placement.opportunity],
			"employer": self.employers.get(placement.employer, NOTHING),
			"site": self.sites.get(placement.site, NOTHING),
			# Those for this site, and those for every site of the employer.
			"agreements": tuple(
				row
				for row in self.agreements.get(placement.employer, ())
				if row.site in (None, "", placement.site)
			),
		}


@dataclass(frozen=True)
class Papers:
	"""The risk assessments by name, and what was written for each placement."""

	assessments: dict[str, rows.Assessment]
	prohibited_work: dict[str, list[rows.ProhibitedWork]]
	hazards: dict[str, list[rows.Hazard]]
	addenda: dict[str, list[rows.Addendum]]
	releases: dict[str, list[rows.Release]]
	release_items: dict[str, list[rows.ReleaseItem]]

	@classmethod
	def of(cls, placements: Sequence[rows.Placement]) -> "Papers":
		names = {placement.name for placement in placements}
		assessments = _by_name("Risk Assessment", _all(placements, "risk_assessment"), rows.Assessment)
		releases = _grouped("Share Release", "placement", names, rows.Release)
		released = [row.name for of_placement in releases.values() for row in of_placement]
		return cls(
			assessments=assessments,
			prohibited_work=_grouped("Prohibited Work Answer", "parent", assessments, rows.ProhibitedWork),
			hazards=_grouped("Risk Assessment Hazard", "parent", assessments, rows.Hazard),
			addenda=_grouped("Young Person Risk Addendum", "placement", names, rows.Addendum),
			releases=releases,
			release_items=_grouped("Share Release Item", "parent", released, rows.ReleaseItem),
		)

	def facts(self, placement: rows.Placement) -> dict[str, Any]:
		assessment, releases = placement.risk_assessment, tuple(self.releases.get(placement.name, ()))
		return {
			"assessment": self.assessments.get(assessment),
			"prohibited_work": tuple(self.prohibited_work.get(assessment, ())),
			"hazards": len(self.hazards.get(assessment, ())),
			"addendum": next(iter(self.addenda.get(placement.name, ())), None),
			"releases": releases,
			"release_items": tuple(
				item for release in releases for item in self.release_items.get(release.name, ())
			),
		}


def _placements_of(people: set[str]) -> dict[str, list[rows.OtherPlacement]]:
	placement, employer = frappe.qb.DocType("Placement"), frappe.qb.DocType("Employer")
	found = (
		frappe.qb.from_(placement)
		.inner_join(employer)
		.on(employer.name == placement.employer)
		.select(
			placement.name,
			placement.young_person,
			placement.start_date,
			placement.end_date,
			placement.school_arranged,
			placement.pay_basis,
			placement.works_bank_holidays,
			employer.employer_type,
		)
		.where(placement.young_person.isin(list(people)) & placement.status.isin(HOLDS_A_PLACE))
		.run(as_dict=True)
	)
	days = _grouped("Placement Schedule Day", "parent", [row.name for row in found], rows.ScheduleDay)
	by_person: dict[str, list[rows.OtherPlacement]] = {}
	for row in found:
		row.schedule = days.get(row.name, [])
		by_person.setdefault(row.young_person, []).append(row)
	return by_person


def _all(placements: Sequence[rows.Placement], fieldname: str) -> set[str]:
	return {placement.get(fieldname) for placement in placements} - {None, ""}


def _by_name(doctype: str, names: Iterable[str], kind: type[rows.Row]) -> dict[str, Any]:
	return {row.name: row for row in _read(doctype, "name", names, ("name", *rows.columns(kind)))}


def _grouped(doctype: str, key: str, values: Iterable[str], kind: type[rows.Row]) -> dict[str, list]:
	grouped: dict[str, list] = {}
	for row in _read(doctype, key, values, (key, *rows.columns(kind))):
		grouped.setdefault(row[key], []).append(row)
	return grouped


def _read(doctype: str, key: str, values: Iterable[str], columns: tuple[str, ...]) -> list:
	values = list(values)
	if not values:
		return []
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).where(table[key].isin(values)).orderby(table.name)
	return query.select(*[table[column] for column in dict.fromkeys(columns)]).run(as_dict=True)
