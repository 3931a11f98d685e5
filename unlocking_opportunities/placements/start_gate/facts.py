"""The facts that the start gate checks, read for any number of placements in the same few queries.

They are read without the user's permissions, because the gate must use facts that the user may not read. Restricted facts
leave this module only through the wording of a check, which does not give them away.
"""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import frappe
from frappe.utils import getdate, today

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate import timetable
from unlocking_opportunities.rules.age import statuses_between
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE
from unlocking_opportunities.rules.schedules import Schedule

PLACEMENT = (
	"name",
	"young_person",
	"opportunity",
	"employer",
	"site",
	"kind",
	"status",
	"start_date",
	"end_date",
	"under_18",
	"supervisor_name",
	"school_arranged",
	"school_agreed_on",
	"permit_from",
	"permit_until",
	"unusual_work",
	"works_bank_holidays",
	"pay_basis",
	"hourly_rate",
	"pay_exemption",
	"exemption_basis",
	"expenses_only",
	"apprentice_since",
	"suitability_confirmed_on",
	"suitability_hash",
	"first_day_accompanied",
	"journey",
	"risk_assessment",
	"assessment_hash",
	"findings_shared_on",
	"findings_shared_with",
	"induction_planned_on",
	"emergency_contact_checked",
	"sharing_choice",
	"officer",
	"gate_status",
	"gate_valid_until",
)
TABLES = {
	"schedule": ("Placement Schedule Day", ("weekday", "start_time", "end_time", "break_minutes")),
	"signatures": ("Placement Signature", ("party", "authority", "terms_hash", "signed_until", "revoked_on")),
	"overrides": ("Placement Override", ("check_key", "reason", "covers")),
	"gate_results": ("Placement Gate Result", ("check_key", "outcome", "valid_until", "reason")),
}


@dataclass(frozen=True)
class Facts:
	"""What is known about one placement on the day `on`. Rows are dicts with the DocTypes' field names."""

	placement: Any
	on: date
	statuses: tuple[tuple[date, date, str], ...]
	date_of_birth: date
	identity: Any
	care: Any
	needs: tuple = ()
	restrictions: tuple = ()
	opportunity: Any = None
	employer: Any = None
	site: Any = None
	agreements: tuple = ()
	assessment: Any = None
	prohibited_work: tuple = ()
	hazards: int = 0
	addendum: Any = None
	releases: tuple = ()
	release_items: tuple = ()
	schedule: Schedule | None = None
	other_schedules: tuple[Schedule, ...] = field(default=())

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
		"""The first day to check: the start date or, once that has passed, today."""
		return max(self.start, self.on)


def read_placements(names: Iterable[str]) -> list:
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
		.select(*[table[column] for column in PLACEMENT])
		.where(table.name.isin(names))
		.orderby(table.name)
		.run(as_dict=True)
	)
	for table, (doctype, columns) in TABLES.items():
		rows = _grouped(doctype, "parent", names, columns)
		for placement in placements:
			placement[table] = rows.get(placement.name, [])
	return placements


def gather(placements: list) -> list[Facts]:
	"""Return the facts about each of `placements` (documents, or rows of `read_placements`), in the same order.

	The number of queries is the same for one placement and for a thousand.
	"""
	people = {placement.young_person for placement in placements}
	names = {placement.name for placement in placements}
	identities = _by_name("Young Person Identity", people, IDENTITY)
	care = _by_name(
		"Young Person Care Record", people, ("right_to_work", "right_to_work_until", "legal_status")
	)
	needs = _grouped("Young Person Support Need", "parent", people, ("safety_item", "raises_assessment"))
	restrictions = _grouped(
		"Young Person Restriction", "parent", people, ("employer", "site", "ward", "until")
	)
	opportunities = _by_name(
		"Placement Opportunity", _all(placements, "opportunity"), ("environment_band", "ward", "tasks")
	)
	employers = _by_name(
		"Employer", _all(placements, "employer"), ("employer_type", "employer_name", "status")
	)
	sites = _by_name(
		"Employer Site", _all(placements, "site"), ("ward", "environment_band", *fingerprints.ADDRESS)
	)
	agreements = _grouped("Host Agreement", "employer", _all(placements, "employer"), AGREEMENT)
	assessments = _by_name("Risk Assessment", _all(placements, "risk_assessment"), ASSESSMENT)
	prohibited = _grouped("Prohibited Work Answer", "parent", assessments, PROHIBITED)
	hazards = _grouped("Risk Assessment Hazard", "parent", assessments, ("name",))
	addenda = _grouped("Young Person Risk Addendum", "placement", names, ("name", "assessed_on"))
	releases = _grouped("Share Release", "placement", names, ("name", "status", "released_to", "ends_on"))
	items = _grouped(
		"Share Release Item", "parent", [row.name for rows in releases.values() for row in rows], RELEASE_ITEM
	)
	others = _other_placements(people)

	found = []
	for placement in placements:
		person, employer = placement.young_person, employers.get(placement.employer, frappe._dict())
		identity = identities[person]
		released = tuple(releases.get(placement.name, ()))
		start, end = settings.day(placement.start_date), settings.day(placement.end_date)
		found.append(
			Facts(
				placement=placement,
				on=getdate(today()),
				statuses=tuple(statuses_between(identity.date_of_birth, start, end)),
				date_of_birth=identity.date_of_birth,
				identity=identity,
				care=care.get(person, frappe._dict()),
				needs=tuple(needs.get(person, ())),
				restrictions=tuple(restrictions.get(person, ())),
				opportunity=opportunities[placement.opportunity],
				employer=employer,
				site=sites.get(placement.site, frappe._dict()),
				agreements=tuple(
					row
					for row in agreements.get(placement.employer, ())
					if row.site in (None, "", placement.site)
				),
				assessment=assessments.get(placement.risk_assessment),
				prohibited_work=tuple(prohibited.get(placement.risk_assessment, ())),
				hazards=len(hazards.get(placement.risk_assessment, ())),
				addendum=next(iter(addenda.get(placement.name, ())), None),
				releases=released,
				release_items=tuple(item for release in released for item in items.get(release.name, ())),
				schedule=timetable.schedule(placement, employer.employer_type),
				other_schedules=tuple(
					timetable.schedule(other, other.employer_type)
					for other in others.get(person, ())
					if other.name != placement.name
				),
			)
		)
	return found


IDENTITY = ("date_of_birth", "signing_authority", "emergency_name", "emergency_phone", "authority_seen_on")
AGREEMENT = (
	"name",
	"status",
	"site",
	"expires_on",
	"insurance_kind",
	"insurer_standing",
	"cover_limit",
	"cover_from",
	"cover_to",
	"insurer_notified_on",
	"insurer_accepted_in_writing",
	"checked_on",
	"supervisor_name",
	"supervisor_deputy",
	"supervises_alone",
	"specified_place",
	"dbs_decision",
	"data_undertaking",
)
ASSESSMENT = (
	"status",
	"review_by",
	"environment_band",
	"employer",
	"site",
	"overall_score",
	"overall_rating",
)
PROHIBITED = ("question_key", "answer", "necessary_for_training", "competent_supervision", "risk_reduced")
RELEASE_ITEM = ("safety_item", "withdrawn_on", "withdrawal_decision")


def _other_placements(people: set[str]) -> dict[str, list]:
	placement, employer = frappe.qb.DocType("Placement"), frappe.qb.DocType("Employer")
	rows = (
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
	days = _grouped("Placement Schedule Day", "parent", [row.name for row in rows], TABLES["schedule"][1])
	by_person: dict[str, list] = {}
	for row in rows:
		row.schedule = days.get(row.name, [])
		by_person.setdefault(row.young_person, []).append(row)
	return by_person


def _all(placements: list, fieldname: str) -> set[str]:
	return {placement.get(fieldname) for placement in placements} - {None, ""}


def _by_name(doctype: str, names: Iterable[str], columns: tuple[str, ...]) -> dict[str, Any]:
	return {row.name: row for row in _read(doctype, "name", names, ("name", *columns))}


def _grouped(doctype: str, key: str, values: Iterable[str], columns: tuple[str, ...]) -> dict[str, list]:
	grouped: dict[str, list] = {}
	for row in _read(doctype, key, values, (key, *columns)):
		grouped.setdefault(row[key], []).append(row)
	return grouped


def _read(doctype: str, key: str, values: Iterable[str], columns: tuple[str, ...]) -> list:
	values = list(values)
	if not values:
		return []
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).where(table[key].isin(values)).orderby(table.name)
	return query.select(*[table[column] for column in dict.fromkeys(columns)]).run(as_dict=True)
