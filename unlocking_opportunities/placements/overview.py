"""What a young person, or the person who signs for them, sees of a placement through their link. Four SQL queries.

It reads only the fields that the pages show: never a date of birth, a surname, their address, their care status or the
reason behind a control.
"""

from collections.abc import Sequence
from typing import Any, Protocol

import frappe
from frappe.query_builder import DocType
from frappe.utils import getdate
from pypika.queries import QueryBuilder, Table

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.placements.feedback import (
	ASKED_IN,
)
from unlocking_opportunities.placements.first_day import Visitable
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.placement_states import ENDED, RUNNING
from unlocking_opportunities.rules.signing import YOUNG_PERSON

PLACEMENT = (
	*(
		"name",
		"status",
		"under_18",
		"officer",
		"sharing_choice",
		"end_date",
		"journey",
		"first_day_accompanied",
	),
	*fingerprints.AGREED,
)
SIGNATURE = ("party", "authority", "terms_hash", "signed_until", "revoked_on")
ITEM = ("name", "item", "wording", "stage", "young_persons_view", "safety_item")


class SharedItem(Protocol):
	"""A row of Share Release Item: something that the host may be told."""

	name: str
	item: str
	wording: str | None
	stage: str
	young_persons_view: str
	safety_item: int


class SeenPlacement(Visitable, Protocol):
	"""A placement as the young person, or the holder of parental responsibility, sees it.

	`fingerprint`: of the terms. `signs`: they must sign, on a recorded authority. `signed`: they have signed the current
	terms. `answer`: their latest. `takes_feedback`: the young person may give it and hasn't. `items_shared` and
	`introduced_as` are for the young person only.
	"""

	name: str
	status: str
	young_person: str
	under_18: int
	officer: str | None
	sharing_choice: str
	fingerprint: str
	signs: bool
	signed: bool
	answer: str | None
	items_shared: Sequence[SharedItem]
	release_status: str | None
	introduced_as: str | None
	is_over: bool
	is_running: bool
	takes_feedback: bool


class FeedbackState(Protocol):
	"""Whether the young person may give feedback, and has."""

	may_give: bool
	given: bool


def placement(name: str, party: str) -> SeenPlacement:
	"""Return placement `name` as `party` (the young person, or the holder of parental responsibility) sees it.

	Raises DoesNotExistError.
	"""
	found = _placement(name, party)
	if not found:
		raise frappe.DoesNotExistError
	seen = found[0]
	seen.schedule = _rows("Placement Schedule Day", fingerprints.HOURS, "Placement", name)
	seen.fingerprint = fingerprints.of_agreement(seen)
	seen.signs, seen.signed = _signing(seen, party)
	seen.items_shared, seen.release_status = _shared(name) if party == YOUNG_PERSON else ([], None)
	if party != YOUNG_PERSON:
		seen.introduced_as = None
	seen.is_over, seen.is_running = seen.status in ENDED, seen.status in RUNNING
	seen.takes_feedback = seen.status in ASKED_IN and not seen.pop("gave_feedback")
	return seen


def for_feedback(name: str) -> FeedbackState:
	"""Return whether the young person may give feedback on placement `name`, and has. One query."""
	table, feedback = DocType("Placement"), DocType("Placement Feedback")
	status, given = (
		frappe.qb.from_(table)
		.left_join(feedback)
		.on((feedback.placement == table.name) & (feedback.party == YOUNG_PERSON))
		.select(table.status, feedback.name)
		.where(table.name == name)
		.run()[0]
	)
	return frappe._dict(may_give=status in ASKED_IN, given=bool(given))


def _placement(name: str, party: str) -> list[Any]:
	table, place, site = DocType("Placement"), DocType("Placement Opportunity"), DocType("Employer Site")
	employer, identity = DocType("Employer"), DocType("Young Person Identity")
	latest, given = _latest_answer(table, party), _feedback_given(table)
	return (
		frappe.qb.from_(table)
		.join(place)
		.on(place.name == table.opportunity)
		.left_join(site)
		.on(site.name == table.site)
		.left_join(employer)
		.on(employer.name == table.employer)
		.join(identity)
		.on(identity.name == table.young_person)
		.select(*(table[field] for field in PLACEMENT))
		.select(
			place.role_title,
			place.tasks,
			place.what_to_wear,
			place.lunch,
			place.travel_notes.as_("place_travel"),
		)
		.select(
			site.site_name, site.address_line, site.town, site.postcode, site.travel_notes.as_("site_travel")
		)
		.select(employer.employer_name, identity.preferred_name, identity.introduced_as)
		.select(identity.signing_authority, latest.as_("answer"), given.as_("gave_feedback"))
		.where(table.name == name)
		.run(as_dict=True)
	)


def _latest_answer(placement: Table, party: str) -> QueryBuilder:
	answer = DocType("Placement Answer")
	query = frappe.qb.from_(answer).select(answer.answer).orderby(answer.name, order=frappe.qb.desc).limit(1)
	return query.where((answer.placement == placement.name) & (answer.said_by == party))


def _feedback_given(placement: Table) -> QueryBuilder:
	feedback = DocType("Placement Feedback")
	query = frappe.qb.from_(feedback).select(feedback.name).limit(1)
	return query.where((feedback.placement == placement.name) & (feedback.party == YOUNG_PERSON))


def _rows(table: str, fields: tuple[str, ...], parenttype: str, parent: str) -> list[Any]:
	row = DocType(table)
	return (
		frappe.qb.from_(row)
		.select(*(row[field] for field in fields))
		.where((row.parenttype == parenttype) & (row.parent == parent))
		.orderby(row.idx)
		.run(as_dict=True)
	)


def _signing(seen: Any, party: str) -> tuple[bool, bool]:
	recorded = seen.pop("signing_authority")
	given = [signing.Signature(**row) for row in _signatures(seen.name)]
	until = signing.signed_until(given, seen.fingerprint, recorded).get(party)
	signs = party == YOUNG_PERSON or recorded in signing.AUTHORITIES[party]
	needed = party in signing.parties_needed(bool(seen.under_18))
	return signs and needed, bool(until and until >= getdate(seen.end_date))


def _signatures(name: str) -> list[dict]:
	rows = _rows("Placement Signature", SIGNATURE, "Placement", name)
	return [
		{("until" if field == "signed_until" else field): row[field] for field in SIGNATURE} for row in rows
	]


def _shared(name: str) -> tuple[list[SharedItem], str | None]:
	"""Return the items of the placement's release that are not withdrawn, and the release's status."""
	release, item = DocType("Share Release"), DocType("Share Release Item")
	rows = (
		frappe.qb.from_(release)
		.left_join(item)
		.on((item.parent == release.name) & item.withdrawn_on.isnull())
		.select(release.status, *(item[field] for field in ITEM))
		.where(release.placement == name)
		.orderby(item.idx)
		.run(as_dict=True)
	)
	return [row for row in rows if row.name], rows[0].status if rows else None
