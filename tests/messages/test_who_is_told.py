"""docs/who-is-told.md is what the rule in messages/recipients.py gives, worked out with a team of its own.

After a change of the rule: `./dev test tests/messages/test_who_is_told.py` shows what the file should say.
"""

from collections.abc import Iterator
from pathlib import Path

import frappe
import pytest

from tests import factories as make
from unlocking_opportunities.council.roles import (
	ADMINISTRATOR,
	HS_ADVISER,
	MANAGER,
	OFFICER,
	SAFEGUARDING_LEAD,
	TEAM,
)
from unlocking_opportunities.daily_work.digest import ROOMS
from unlocking_opportunities.daily_work.sections import SECTIONS
from unlocking_opportunities.messages import recipients
from unlocking_opportunities.messages.due import ALWAYS, IF_LATE, Work

DOCS = Path(__file__).parents[2] / "docs" / "who-is-told.md"
EVERY = {
	OFFICER: "every officer",
	MANAGER: "every manager",
	ADMINISTRATOR: "every administrator",
	"System Manager": "every system manager",
	SAFEGUARDING_LEAD: "every safeguarding lead",
	HS_ADVISER: "every health and safety adviser",
	TEAM: "every officer and manager",
}
OWNERS = {
	"visitor": "who makes the visit",
	"sent_by": "who sent it",
	"officer": "the officer",
	"allocated_worker": "the allocated worker",
	"answered_by": "who answers it",
	"asked_of": "the manager who was asked",
}


@pytest.fixture
def owner(frappe_site):
	"""An officer of a site with nobody but one more of each kind."""
	for user in frappe.get_all("User", {"enabled": 1, "name": ["!=", "Administrator"]}, pluck="name"):
		frappe.db.set_value("User", user, "enabled", 0)
	for kind in ("officer", "manager", "administrator", "lead"):
		make.user(kind)
	system = make.user("officer")
	frappe.db.delete("Has Role", {"parent": system})
	make.make("Has Role", parent=system, parenttype="User", parentfield="roles", role="System Manager")
	return make.user("officer")


def situations(owner: str) -> Iterator[tuple[str, str]]:
	"""Yield each situation of `owner` in words and who is told of their work then."""
	cover = make.user("officer")
	names = {owner: "they are", cover: "their cover"}

	def told(**options) -> str:
		found = recipients.told([owner], **options)
		if found <= set(names):
			return " and ".join(names[user] for user in sorted(found))
		(role,) = (
			role for role in (OFFICER, *recipients.LAST_RESORT) if recipients.holders_of(role) == found
		)
		return EVERY[role]

	def left(*users: str) -> None:
		for user in users:
			frappe.db.set_value("User", user, "enabled", 0)

	yield "is at work", told()
	absence = make.absence_cover(owner, cover)
	yield "is away, and someone covers for them", told()
	yield "is away, and their cover may not open the record", told(cover_may_open=lambda user: False)
	frappe.delete_doc("Absence Cover", absence.name, force=True)
	yield "is away, and nobody covers for them", told()
	left(owner)
	yield "has left", told()
	frappe.db.set_value("User", owner, "enabled", 1)
	make.absence_cover(owner, cover)
	left(owner)
	yield "has left, and someone still covers for them", told()
	left(cover)
	yield "has left, and so has their cover", told()
	for role, text in (
		(OFFICER, "has left, and nobody is an officer"),
		(MANAGER, "the same, and nobody is a manager"),
		(ADMINISTRATOR, "the same, and nobody is an administrator"),
	):
		left(*recipients.holders_of(role))
		yield text, told()


def kinds_of_work() -> Iterator[tuple[str, str, str, str, str]]:
	"""Yield, for each kind of work: what it is, the record, whose it is, who gets it without them, and when managers hear of it."""
	for room in ROOMS:
		for work in room.WORK:
			yield title_of(work), work.doctype, owner_of(work), without_owner(work), managers_of(work)


def title_of(work: Work) -> str:
	titles = (str(section.title) for section in SECTIONS if work in section.work)
	return next(titles, "(in the digest only)")


def owner_of(work: Work) -> str:
	columns = [getattr(column, "name", None) for column in work.owners()]
	if columns == [None]:
		return OWNERS["asked_of"]
	return ", then ".join(OWNERS[name] for name in columns) or "–"


def without_owner(work: Work) -> str:
	return EVERY.get(work.unowned) or " and ".join(EVERY[role] for role in work.unowned)


def managers_of(work: Work) -> str:
	return {ALWAYS: "always", IF_LATE: "when it is late"}.get(work.managers, "–")


def table(*rows: tuple[str, ...]) -> str:
	head, *rest = ("| " + " | ".join(row) + " |" for row in rows)
	return "\n".join((head, "|" + "---|" * len(rows[0]), *rest))


def test_the_page_is_what_the_rule_gives(owner):
	text = DOCS.read_text()
	first = table(("The person whose work it is …", "Who is told"), *situations(owner))
	second = table(
		("On the home page under", "Record", "Whose work it is", "Without them", "Managers get a line too"),
		*dict.fromkeys(kinds_of_work()),
	)
	for part in (first, second):
		assert part in text, f"{DOCS.name} should have:\n\n{part}"
