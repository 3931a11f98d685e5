"""Whose work a record is: each field that names who looks after it, and who may do that.

`OWNED` lists the fields that are handed over when someone leaves, `HISTORY` those that say who did something. A test fails
if a link to a user of ours is in neither.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import NamedTuple

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, today
from pypika.queries import Table
from pypika.terms import Criterion

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.approvals import requests
from unlocking_opportunities.council.roles import ALLOCATED_WORKER, DESK_ROLES, MANAGER, TEAM
from unlocking_opportunities.placements.due import FEEDBACK_DAYS
from unlocking_opportunities.risk_assessments import editors
from unlocking_opportunities.rules.placement_states import HAS_RUN, LIVE

Bar = Callable[[str, str], str]


class Owned(NamedTuple):
	"""One record that belongs to someone, by the field that says so."""

	doctype: str
	name: str
	fieldname: str


@dataclass(frozen=True)
class Ownership:
	"""A field that names who looks after a record.

	`roles`: one of them is needed to do it. `unfinished`: the records that still need someone. `bar` returns why a certain
	user can't take a certain record on, or "". `also` is set when a record is handed over.
	"""

	doctype: str
	fieldname: str
	roles: tuple[str, ...]
	unfinished: Callable[[Table], Criterion]
	bar: Bar = lambda name, user: ""
	also: dict = field(default_factory=dict)


def _status(*finished: str) -> Callable[[Table], Criterion]:
	return lambda table: table.status.notin(finished)


def _placement(table: Table) -> Criterion:
	"""Placements to run, to follow up or to ask for feedback about."""
	recent = table.actual_end.isnull() | (table.actual_end >= add_days(today(), -FEEDBACK_DAYS))
	to_follow_up = table.contact_made_on.isnull() | table.next_step.isnull() | (table.next_step == "")
	ended = table.status.isin(HAS_RUN) & (recent | ((table.status == "Ended Early") & to_follow_up))
	return table.status.isin(LIVE) | ended


def _decision(name: str, user: str) -> str:
	"""Nobody decides what they asked for or worked on."""
	asked = frappe.db.get_value(
		requests.DOCTYPE, name, ["asked_by", "reference_doctype", "reference_name"], as_dict=True
	)
	if asked.asked_by == user:
		return _("They asked for this decision themselves.")
	if asked.reference_doctype == "Risk Assessment":
		assessment = frappe.get_doc("Risk Assessment", asked.reference_name)
		if user in editors.get_editors(assessment):
			return _("They have worked on this assessment.")
	return ""


def _cover(name: str, user: str) -> str:
	"""The same as the record itself checks: nobody covers for themselves, and a manager covers for a manager."""
	away = frappe.db.get_value("Absence Cover", name, "user")
	if away == user:
		return _("They are the person who is away.")
	if MANAGER in frappe.get_roles(away) and MANAGER not in frappe.get_roles(user):
		return _("A manager needs another manager as cover.")
	return ""


OWNED = (
	Ownership("Young Person", "allocated_worker", (ALLOCATED_WORKER,), _status("Closed")),
	Ownership("Placement", "officer", TEAM, _placement),
	Ownership("Visit", "visitor", (*TEAM, ALLOCATED_WORKER), _status("Done", "Not Possible", "Cancelled")),
	Ownership("Employer", "officer", TEAM, _status("Merged")),
	Ownership("Employer Pledge", "officer", TEAM, _status("Declined", "Fulfilled", "Expired", "Withdrawn")),
	Ownership("Risk Assessment", "officer", TEAM, _status("Superseded", "Expired")),
	Ownership("Mentoring Pairing", "officer", TEAM, _status("Ended")),
	Ownership("Programme Event", "officer", TEAM, _status("Held", "Cancelled")),
	Ownership("Callback Request", "officer", TEAM, _status("Done")),
	Ownership("Data Rights Request", "officer", (MANAGER,), _status("Answered")),
	Ownership(
		requests.DOCTYPE, "asked_of", (MANAGER,), lambda table: table.status == requests.WAITING, _decision
	),
	Ownership("Unsent Message", "officer", TEAM, _status("Sent", "Dismissed")),
	Ownership(
		"Absence Cover",
		"cover_by",
		DESK_ROLES,
		lambda table: table.to_date >= today(),
		_cover,
		# A manager approved another cover.
		{"approved_by": None, "approved_on": None},
	),
)
BY_FIELD = {(owned.doctype, owned.fieldname): owned for owned in OWNED}

# Who did something, or whose own record it is. It stays true after they have left.
HISTORY = {
	("Absence Cover", "approved_by"),
	("Absence Cover", "user"),
	("Callback Request", "rung_by"),
	("Council Report", "approved_by"),
	("Decision Request", "asked_by"),
	("Decision Request", "decided_by"),
	("Declined Match", "recorded_by"),
	("Disposal Review", "approved_by"),
	("Disposal Review", "proposed_by"),
	("Email Preference", "user"),
	("Handover", "leaver"),
	("Handover", "started_by"),
	("Handover Colleague", "user"),
	("Handover Item", "given_to"),
	("Host Agreement", "checked_by"),
	("Host Agreement", "dbs_decided_by"),
	("Legal Hold", "lifted_by"),
	("Legal Hold", "placed_by"),
	("Mentor", "user"),
	("Mentoring Pairing", "approved_by"),
	("Not Here Alert", "acknowledged_by"),
	("Placement", "findings_shared_by"),
	("Placement", "suitability_confirmed_by"),
	("Placement", "suitability_confirmed_for"),
	("Placement Answer", "recorded_by"),
	("Placement Override", "made_by"),
	("Placement Request", "answered_by"),
	("Placement Signature", "recorded_by"),
	("Portal Access", "invited_by"),
	("Risk Assessment", "approved_by"),
	("Risk Assessment", "hs_adviser"),
	("Share Release", "released_by"),
	("Share Release Item", "decided_by"),
	("Suitability Refusal", "refused_by"),
	("Suitability Refusal", "refused_for"),
	("Unsent Message", "settled_by"),
	("Young Person EET Entry", "confirmed_by"),
	("Young Person Identity", "authority_seen_by"),
	("Young Person Identity", "someone_else_said_by"),
}


def of(user: str) -> list[Owned]:
	"""Return every record that is unfinished and belongs to `user`. One query for each field of OWNED."""
	found = []
	for owned in OWNED:
		table = DocType(owned.doctype)
		query = frappe.qb.from_(table).select(table.name).orderby(table.name)
		query = query.where((table[owned.fieldname] == user) & owned.unfinished(table))
		found += [Owned(owned.doctype, str(name), owned.fieldname) for name in query.run(pluck=True)]
	return found


def who_left() -> list[str]:
	"""Return the disabled users who still have work."""
	user, left = DocType("User"), set()
	for owned in OWNED:
		table = DocType(owned.doctype)
		query = frappe.qb.from_(table).join(user).on(user.name == table[owned.fieldname])
		query = query.select(user.name).distinct().where((user.enabled == 0) & owned.unfinished(table))
		left.update(query.run(pluck=True))
	return sorted(left)


def why_not(work: Owned, user: str, moving: Mapping[str, str] | None = None) -> str:
	"""Return why `user` can't take `work` on, or "" if they can.

	`moving` has the new worker of each young person who is handed over first: their records open with them.
	"""
	owned = BY_FIELD[work.doctype, work.fieldname]
	if not frappe.db.get_value("User", user, "enabled"):
		return _("Their user is disabled.")
	if not set(owned.roles) & set(frappe.get_roles(user)):
		return _("They need one of these roles: {0}.").format(", ".join(_(role) for role in owned.roles))
	return owned.bar(work.name, user) or _closed_to(work, user, moving or {})


def _closed_to(work: Owned, user: str, moving: Mapping[str, str]) -> str:
	"""Nobody takes on a record that they may not open. A young person is open to the worker they are given to."""
	if work.fieldname == "allocated_worker":
		return ""
	person = None
	if moving and frappe.get_meta(work.doctype).has_field("young_person"):
		person = frappe.db.get_value(work.doctype, work.name, "young_person")
	if person in moving and row_permissions.criterion(work.doctype, user) is not row_permissions.EVERY_ROW:
		is_open = moving[person] == user
	else:
		is_open = bool(row_permissions.readable(work.doctype, [work.name], user))
	return "" if is_open else _("They may not open this record.")
