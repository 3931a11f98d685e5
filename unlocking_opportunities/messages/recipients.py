"""Who is told. One rule for every message to colleagues, for the digest and for the home page:

1. the person it belongs to;
2. while they are away (Absence Cover), or once they have left, the person who covers for them, if they may open
   the record;
3. otherwise everyone with the role that does such work;
4. otherwise the managers;
5. otherwise the administrators, whose home page says which role nobody has.

Someone has left once their user is disabled. The table in docs/who-is-told.md is made from this module.
"""

from collections.abc import Callable, Iterable
from functools import partial

import frappe
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import today

from unlocking_opportunities.council.roles import ADMINISTRATOR, MANAGER, OFFICER

# In this order, once nobody with the role for the work is left.
LAST_RESORT = (MANAGER, ADMINISTRATOR, "System Manager")

MayOpen = Callable[[str], bool]


def anyone(user: str) -> bool:
	return True


def may_open(doctype: str, record: Document | str, user: str) -> bool:
	"""Return whether `user` may open the record. A refusal shows no message to the person at work."""
	messages = len(frappe.local.message_log)
	try:
		return bool(frappe.has_permission(doctype, "read", doc=record, user=user))
	finally:
		del frappe.local.message_log[messages:]


def told(
	owners: Iterable[str],
	roles: Iterable[str] = (OFFICER,),
	in_person: bool = False,
	cover_may_open: MayOpen = anyone,
) -> set[str]:
	"""Return the enabled users who are told about work of `owners`, which `roles` do if none of them is here.

	`in_person` leaves out people who cover for others, `cover_may_open` those of them who may not open the record.
	Empty only if the site has nobody at all who could act.
	"""
	owners = set(filter(None, owners)) - {"Administrator"}
	here = enabled(owners) if in_person else set(stand_ins(owners, cover_may_open).values()) - {None}
	return here or instead(roles)


def of_placement(placement: str) -> set[str]:
	"""Return the officer of a placement, or every officer if theirs has left, and the allocated worker."""
	row = frappe.db.get_value("Placement", placement, ["officer", "young_person"], as_dict=True)
	worker = frappe.db.get_value("Young Person", row.young_person, "allocated_worker")
	here = told({row.officer}, cover_may_open=partial(may_open, "Placement", placement))
	return here | {row.officer, worker} - {None, ""}


def instead(roles: Iterable[str]) -> set[str]:
	"""Return everyone with the first of `roles`, or of those after it in the rule, that someone has."""
	return next(filter(None, map(holders_of, (*roles, *LAST_RESORT))), set())


def holders_of(role: str) -> set[str]:
	"""Return the enabled users who hold `role`."""
	held, user = DocType("Has Role"), DocType("User")
	holders = (
		frappe.qb.from_(held)
		.join(user)
		.on(user.name == held.parent)
		.where((held.parenttype == "User") & (held.role == role) & (user.enabled == 1))
		.select(user.name)
		.distinct()
	)
	return set(holders.run(pluck=True)) - {"Administrator"}


def enabled(users: Iterable[str]) -> set[str]:
	return set(frappe.get_all("User", filters={"name": ["in", sorted(users)], "enabled": 1}, pluck="name"))


def stand_ins(users: Iterable[str], cover_may_open: MayOpen = anyone) -> dict[str, str | None]:
	"""Return, for each of `users`, who gets their messages today: themselves, or the cover for anyone away or gone.

	A cover who may not open what the message is about doesn't get it.
	A cover who is away or gone is covered for in turn. None: they have left and nobody covers for them.
	"""
	users, cover = set(users), _covers_today()
	here = enabled(users | set(cover.values()))
	return {user: _present(user, cover, here, cover_may_open) for user in users}


def covered_by(user: str) -> list[str]:
	"""Return the colleagues whose messages `user` gets today in their place."""
	return sorted(away for away, by in stand_ins(_covers_today()).items() if by == user and away != user)


def _covers_today() -> dict[str, str]:
	"""Return who covers today by who is away. Of two covers for the same person, the one that is approved."""
	rows = frappe.get_all(
		"Absence Cover",
		filters={"from_date": ["<=", today()], "to_date": [">=", today()]},
		fields=["user", "cover_by", "approved_on"],
		order_by="creation",
	)
	return {row.user: row.cover_by for row in sorted(rows, key=lambda row: bool(row.approved_on))}


def _present(user: str, cover: dict[str, str], here: set[str], cover_may_open: MayOpen) -> str | None:
	seen, standing_in = {user}, user
	while standing_in in cover:
		standing_in = cover[standing_in]
		# Two people who cover for each other are both away, so the message goes to the user themselves.
		if standing_in in seen:
			break
		seen.add(standing_in)
	if standing_in != user and standing_in in here and cover_may_open(standing_in):
		return standing_in
	return user if user in here else None
