"""A mentor's own pairings, for the portal. Each function takes the mentor, who the portal knows from the session.

A mentor sees a first name and an introduction only if that was agreed and recorded on the pairing; otherwise a reference.
Another mentor's pairing gets the same answer as one that does not exist.
"""

from datetime import date
from typing import Any, Protocol

import frappe
from frappe.query_builder import Case, DocType
from frappe.query_builder.functions import Count, Max
from frappe.utils import getdate, today

from unlocking_opportunities.access import access_log
from unlocking_opportunities.mentoring.pairing_workflow import COUNTED
from unlocking_opportunities.rules.age import is_under_18
from unlocking_opportunities.utils.server_fields import Act, acting
from unlocking_opportunities.workflow.service import as_service

FIELDS = ("name", "status", "fit", "goals", "meeting_places", "channel", "meets", "starts_on")
LATEST_SESSIONS = 10
MENTOR = (
	*("mentor_name", "status", "capacity", "active_pairings"),
	*("references_on", "training_on", "check_decision", "checks_valid_until"),
)


class MentorRow(Protocol):
	mentor_name: str
	status: str
	capacity: int
	active_pairings: int
	references_on: date | None
	training_on: date | None
	check_decision: str | None
	checks_valid_until: date | None


class Pairing(Protocol):
	"""A pairing as its mentor sees it. `read_by_others`: the young person is under 18, so others read the log too."""

	name: str
	status: str
	fit: str
	goals: str | None
	meeting_places: str | None
	channel: str | None
	meets: str | None
	starts_on: date | None
	first_name: str | None
	introduced_as: str | None
	read_by_others: bool
	number_of_sessions: int
	last_on: date | None
	next_on: date | None


class Session(Protocol):
	met_on: date
	went: str
	minutes: int
	place: str | None


def mentor(name: str) -> MentorRow:
	"""Return the mentor's own capacity, training and check dates."""
	return frappe.db.get_value("Mentor", name, MENTOR, as_dict=True)


def current(mentor: str, reader: str) -> list[Pairing]:
	"""Return the mentor's pairings that were approved and are not over, each with its next date. Two queries.

	`reader` is who sees them, for the access log.
	"""
	pairings = _query(mentor).run(as_dict=True)
	if not pairings:
		return []
	met = {row.pairing: row for row in _last_sessions([row.name for row in pairings])}
	return [_shown(row, met.get(row.name), reader) for row in pairings]


def one(mentor: str, pairing: str, reader: str) -> Pairing:
	"""Return one of the mentor's own pairings. Raises DoesNotExistError for any other."""
	found = _query(mentor, pairing).run(as_dict=True)
	if not found:
		raise frappe.DoesNotExistError
	met = _last_sessions([found[0].name])
	return _shown(found[0], met[0] if met else None, reader)


def sessions(mentor: str, pairing: str) -> list[Session]:
	"""Return the latest sessions of one of the mentor's pairings, newest first, without the notes."""
	session = DocType("Mentoring Session")
	return (
		frappe.qb.from_(session)
		.select(session.met_on, session.went, session.minutes, session.place)
		.where((session.pairing == pairing) & (session.mentor == mentor))
		.orderby(session.met_on, order=frappe.qb.desc)
		.limit(LATEST_SESSIONS)
		.run(as_dict=True)
	)


def log(mentor: str, pairing: str, user: str, values: dict[str, Any]) -> str:
	"""Log a session of the mentor's own `pairing` and return its name.

	`values`: met_on, went, minutes, place, next_on, note. Raises whatever the session raises for them.
	"""
	_own(mentor, pairing)
	with as_service():
		session = frappe.new_doc("Mentoring Session")
		session.update({**values, "pairing": pairing, "logged_by": user})
		with acting(session, Act.FROM_PORTAL):
			return session.insert(ignore_permissions=True).name  # mentors have no other permission on it


def say_fit(mentor: str, pairing: str, fit: str) -> None:
	"""Record how well the mentor's own `pairing` fits. If they want another one, the officer is told."""
	_own(mentor, pairing)
	with as_service():
		doc = frappe.get_doc("Mentoring Pairing", pairing)
		doc.fit = fit
		doc.save()


def _own(mentor: str, pairing: str) -> None:
	if not frappe.db.exists(
		"Mentoring Pairing", {"name": pairing, "mentor": mentor, "status": ["in", COUNTED]}
	):
		raise frappe.DoesNotExistError


def _query(mentor: str, pairing: str | None = None) -> Any:
	table, identity = DocType("Mentoring Pairing"), DocType("Young Person Identity")
	query = (
		frappe.qb.from_(table)
		.left_join(identity)
		.on(identity.name == table.young_person)
		.select(*(table[field] for field in FIELDS), table.young_person, identity.date_of_birth)
		.select(Case().when(table.mentor_knows_name == 1, identity.preferred_name).as_("first_name"))
		.select(
			Case().when(table.mentor_knows_introduction == 1, identity.introduced_as).as_("introduced_as")
		)
		.where((table.mentor == mentor) & table.status.isin(COUNTED))
		.orderby(table.name)
	)
	return query.where(table.name == pairing) if pairing else query


def _last_sessions(pairings: list[str]) -> list[Any]:
	session = DocType("Mentoring Session")
	return (
		frappe.qb.from_(session)
		.select(session.pairing, Count("*").as_("number"), Max(session.met_on).as_("last_on"))
		.select(Max(session.next_on).as_("next_on"))
		.where(session.pairing.isin(pairings))
		.groupby(session.pairing)
		.run(as_dict=True)
	)


def _shown(row: Any, met: Any | None, reader: str) -> Pairing:
	_log_disclosure(row, reader)
	shown = frappe._dict({field: row[field] for field in FIELDS})
	shown.first_name, shown.introduced_as = row.first_name, row.introduced_as
	shown.read_by_others = not row.date_of_birth or is_under_18(row.date_of_birth, getdate(today()))
	shown.number_of_sessions = met.number if met else 0
	shown.last_on = met.last_on if met else None
	shown.next_on = _still_to_come(met.next_on) if met else None
	return shown


def _still_to_come(day: date | None) -> date | None:
	return day if day and getdate(day) >= getdate(today()) else None


def _log_disclosure(row: Any, reader: str) -> None:
	kinds = {"First Name": row.first_name, "How I Am Introduced": row.introduced_as}
	if items := [kind for kind, words in kinds.items() if words]:
		access_log.log_disclosure(row.name, row.young_person, items, reader, "Mentoring Pairing")
