"""Who the visitor is and who they act for. Read from the session only, never from an argument."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol

import frappe
from frappe.query_builder import DocType
from frappe.utils import add_to_date, get_datetime, getdate, now_datetime, today
from pypika.queries import QueryBuilder, Table
from pypika.terms import Criterion, Field

from unlocking_opportunities.council.roles import COUNCILLOR, EMPLOYER, MENTOR
from unlocking_opportunities.portal import tokens
from unlocking_opportunities.rules.age import adults_born_by
from unlocking_opportunities.rules.placement_states import HOLDS_A_PLACE

COOKIE = "unlocking_portal"
SESSION_HOURS = 12
LAST_SEEN_MINUTES = 15
YOUNG_PERSON = "Young Person"
# The holder of parental responsibility or carer who signs for someone under 18.
SIGNATORY = "Signatory"
# What the link of a person without an address was sent to: fields of the identity record, mobile and email.
CONTACTS = {YOUNG_PERSON: ("mobile", "email"), SIGNATORY: ("signatory_phone", "signatory_email")}
ROLES = {"Employer": EMPLOYER, "Mentor": MENTOR, "Councillor": COUNCILLOR}


class AccessRow(Protocol):
	"""A row of Portal Access. All None when the session has none."""

	name: str | None
	kind: str
	employer: str | None
	mentor: str | None
	placement: str | None


class SessionRow(AccessRow, Protocol):
	"""An open session, with one row of Portal Access that belongs to it."""

	session: str
	email: str | None
	last_seen: datetime
	contact_hash: str | None
	mobile: str | None
	own_email: str | None
	signatory_phone: str | None
	signatory_email: str | None


class SignInNeeded(Exception):
	"""The visitor must sign in first."""


@dataclass(frozen=True)
class Access:
	"""One row of Portal Access: a record that this person may act for."""

	name: str
	kind: str
	employer: str | None
	mentor: str | None
	placement: str | None


@dataclass(frozen=True)
class Visitor:
	"""A signed-in person. `email` is None for a young person or signatory, who sign in with their own link."""

	email: str | None
	accesses: tuple[Access, ...]
	session: str | None

	def acts_as(self, kind: str) -> bool:
		return any(access.kind == kind for access in self.accesses)

	@property
	def employers(self) -> list[str]:
		"""The employers this person acts for, in the order of their invitations."""
		return [access.employer for access in self.accesses if access.kind == "Employer"]

	@property
	def mentors(self) -> list[str]:
		return [access.mentor for access in self.accesses if access.kind == "Mentor"]

	@property
	def mentor(self) -> str | None:
		return next(iter(self.mentors), None)

	@property
	def placements(self) -> list[Access]:
		"""The placements this person may answer for, as Young Person or Signatory (each row's `kind`)."""
		return [access for access in self.accesses if access.placement]

	@property
	def actor(self) -> str:
		"""Who acted, for workflow/service.py: the email address or, for people without one, the access row's name."""
		return self.email or self.accesses[0].name


def current() -> Visitor | None:
	"""Return the signed-in visitor, from the portal's cookie or a Frappe session with a portal role; None for a guest."""
	if "unlocking_visitor" not in frappe.local.flags:
		frappe.local.flags.unlocking_visitor = _visitor_from_cookie() or _visitor_from_frappe()
	return frappe.local.flags.unlocking_visitor


def require(*kinds: str) -> Visitor:
	"""Return the visitor if they act as one of `kinds` (Employer, Mentor, Councillor, Young Person, Signatory).

	Raises SignInNeeded for a guest, who comes back to this page after signing in, and PermissionError for others.
	"""
	visitor = current()
	if visitor is None:
		raise SignInNeeded
	if not any(visitor.acts_as(kind) for kind in kinds):
		raise frappe.PermissionError
	return visitor


def open_session(email: str | None = None, portal_access: str | None = None) -> str:
	"""Start a session for an email address or one row of Portal Access; return the token for the cookie."""
	token = tokens.new()
	session = frappe.new_doc("Portal Session")
	session.update(
		{
			"token_hash": tokens.hashed(token),
			"email": email,
			"portal_access": portal_access,
			"contact_hash": _read_contact(portal_access) if portal_access else None,
			"expires_at": add_to_date(now_datetime(), hours=SESSION_HOURS),
			"last_seen": now_datetime(),
		}
	)
	session.insert(
		ignore_permissions=True
	)  # no role has permission on sessions; a spent link stands in for it
	clear_visitor()
	return token


def close_session(token: str) -> None:
	"""End the session of this cookie on every device that has it."""
	session = DocType("Portal Session")
	frappe.qb.update(session).set(session.revoked, 1).where(session.token_hash == tokens.hashed(token)).run()
	clear_visitor()


def has_access(email: str) -> bool:
	"""Return whether this address may act for any record."""
	access, user = DocType("Portal Access"), DocType("User")
	query = frappe.qb.from_(access).left_join(user).on((user.name == email) & (user.enabled == 0))
	query = query.select(access.name).where(
		(access.email == email) & (access.revoked == 0) & user.name.isnull()
	)
	return bool(_only_open_records(query, access).limit(1).run())


def get_addresses(employers: Iterable[str]) -> dict[str, list[str]]:
	"""Return {employer: addresses of those who can sign in for it, in the order of their invitations}."""
	access = DocType("Portal Access")
	query = frappe.qb.from_(access).select(access.employer, access.email).orderby(access.creation)
	query = query.where((access.kind == "Employer") & (access.revoked == 0))
	query = query.where(access.employer.isin([*employers, ""]))
	found: dict[str, list[str]] = {}
	for employer, email in _only_open_records(query, access).run():
		found.setdefault(employer, []).append(email)
	return found


def clear_visitor() -> None:
	frappe.local.flags.pop("unlocking_visitor", None)


def _visitor_from_cookie() -> Visitor | None:
	token = frappe.local.request.cookies.get(COOKIE)
	if not token:
		return None
	rows = [row for row in _read_session(tokens.hashed(token)) if _has_same_contact(row)]
	accesses = _make_accesses(rows)
	if not accesses:
		return None
	_update_last_seen(rows[0])
	return Visitor(rows[0].email or None, accesses, rows[0].session)


def _read_session(token_hash: str) -> list[SessionRow]:
	"""Return the open session with each record its visitor may act for. Empty for a user who is disabled."""
	session, access, user = DocType("Portal Session"), DocType("Portal Access"), DocType("User")
	query = (
		frappe.qb.from_(session)
		.left_join(user)
		.on((session.email == user.name) & (user.enabled == 0))
		.left_join(access)
		.on(
			(access.revoked == 0)
			& (
				(session.portal_access == access.name)
				| ((session.email != "") & (session.email == access.email))
			)
		)
		.select(
			session.name.as_("session"),
			session.email,
			session.last_seen,
			session.contact_hash,
			access.name,
			access.kind,
			access.employer,
			access.mentor,
			access.placement,
		)
		.where(
			(session.token_hash == token_hash)
			& (session.revoked == 0)
			& (session.expires_at > now_datetime())
			& user.name.isnull()
		)
		.orderby(access.creation)
	)
	record = DocType("Young Person Identity")
	query = _only_open_records(query, access).select(record.mobile, record.email.as_("own_email"))
	return query.select(record.signatory_phone, record.signatory_email).run(as_dict=True)


def _read_contact(portal_access: str) -> str | None:
	"""Return the hash of the number and address that a link for this row of Portal Access goes to now."""
	row = frappe.db.get_value("Portal Access", portal_access, ["kind", "placement"], as_dict=True)
	if not row or row.kind not in CONTACTS:
		return None
	person = frappe.db.get_value("Placement", row.placement, "young_person")
	return _hash_contact(frappe.db.get_value("Young Person Identity", person, CONTACTS[row.kind]) or ())


def _has_same_contact(row: SessionRow) -> bool:
	"""Return whether the person still has the number and address that they had when the session began."""
	if not row.contact_hash:
		return True
	by_kind = {
		"Young Person": (row.mobile, row.own_email),
		"Signatory": (row.signatory_phone, row.signatory_email),
	}
	return tokens.same(row.contact_hash, _hash_contact(by_kind.get(row.kind, ())))


def _hash_contact(values: Iterable[str | None]) -> str:
	return tokens.signed("\n".join(value or "" for value in values), "contact")


def _visitor_from_frappe() -> Visitor | None:
	user = frappe.session.user
	if user == "Guest":
		return None
	roles = set(frappe.get_roles(user))
	kinds = [kind for kind, role in ROLES.items() if role in roles]
	if not kinds:
		return None
	# The visitor has no permission on this table, so select only rows with their own address.
	access = DocType("Portal Access")
	query = (
		frappe.qb.from_(access)
		.select(access.name, access.kind, access.employer, access.mentor, access.placement)
		.where((access.email == user.lower()) & access.kind.isin(kinds) & (access.revoked == 0))
		.orderby(access.creation)
	)
	rows = _only_open_records(query, access).run(as_dict=True)
	return Visitor(user.lower(), _make_accesses(rows), None) if rows else None


def _only_open_records(query: QueryBuilder, access: Table) -> QueryBuilder:
	"""Leave out rows whose employer, mentor or young person is no longer active, or whose address is no longer theirs.

	Joins the tables of all of them, the identity record too. From the 18th birthday the young person decides alone (rules/signing.py), so the person who signed sees nothing any more.
	"""
	employer, mentor = DocType("Employer"), DocType("Mentor")
	placement, person = DocType("Placement"), DocType("Young Person")
	record = DocType("Young Person Identity")
	return (
		query.left_join(employer)
		.on(employer.name == access.employer)
		.left_join(mentor)
		.on(mentor.name == access.mentor)
		.left_join(placement)
		.on(placement.name == access.placement)
		.left_join(person)
		.on(person.name == placement.young_person)
		.left_join(record)
		.on(record.name == placement.young_person)
		.where((access.kind != SIGNATORY) | (record.date_of_birth > adults_born_by(getdate(today()))))
		.where(employer.status.isnull() | (employer.status != "Merged"))
		.where(employer.status.isnull() | (employer.status != "Former") | employer.name.isin(_hosting()))
		.where(mentor.status.isnull() | (mentor.status != "Left"))
		.where(person.status.isnull() | (person.status != "Closed"))
		.where((access.address_on_record == 0) | _is_on_record(access, mentor))
	)


def _hosting() -> QueryBuilder:
	"""A subquery: the employers where someone is placed now, who have to be able to tell us how it goes."""
	placement = DocType("Placement")
	return frappe.qb.from_(placement).select(placement.employer).where(placement.status.isin(HOLDS_A_PLACE))


def _is_on_record(access: Table, mentor: Table) -> Criterion:
	"""Return the criterion that the address is still on the record of the mentor or of a contact of the employer."""
	return (mentor.email == access.email) | access.employer.isin(with_contact(access.email))


def with_contact(address: Field) -> QueryBuilder:
	"""A subquery: the employers that have a contact with this `address`, a column of the query around it."""
	email, link = DocType("Contact Email"), DocType("Dynamic Link")
	return (
		frappe.qb.from_(email)
		.join(link)
		.on(link.parent == email.parent)
		.select(link.link_name)
		.where((email.parenttype == "Contact") & (link.parenttype == "Contact"))
		.where((link.link_doctype == "Employer") & (email.email_id == address))
	)


def _make_accesses(rows: list[AccessRow]) -> tuple[Access, ...]:
	return tuple(
		Access(row.name, row.kind, row.employer, row.mentor, row.placement) for row in rows if row.name
	)


def _update_last_seen(row: SessionRow) -> None:
	if get_datetime(row.last_seen) > add_to_date(now_datetime(), minutes=-LAST_SEEN_MINUTES):
		return
	session = DocType("Portal Session")
	frappe.qb.update(session).set(session.last_seen, now_datetime()).where(session.name == row.session).run()
	frappe.local.flags.commit = True  # Frappe rolls back writes in a GET request without this
