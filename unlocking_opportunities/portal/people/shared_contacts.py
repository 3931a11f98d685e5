"""Contacts that several people share, such as the phone of a brother and sister or the email address of their parent.

A link sent to a shared contact says which of them it is for, in words that tell a stranger nothing: an initial, the kind of
placement and its first day.
"""

from typing import Any

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce
from pypika.functions import Function, Lower
from pypika.terms import Criterion, Term

from unlocking_opportunities.council import dates
from unlocking_opportunities.portal.identity import CONTACTS, YOUNG_PERSON
from unlocking_opportunities.utils import phones

# Numbers may be stored with or without these.
SEPARATORS = (" ", "-", "(", ")", ".")
# The most letters of a name that a link shows, to tell two with the same initial apart.
LETTERS = 3


def matches(identity: Any, kind: str, contact: str) -> Criterion:
	"""Return the criterion that `contact`, a number or an address, is that of this kind of person on the identity record."""
	mobile, email = CONTACTS[kind]
	is_number = _without_separators(identity[mobile]).isin(sorted(phones.ways_to_write(contact)))
	return is_number | (Lower(identity[email]) == contact.strip().lower())


def whose(placement: Any, kind: str, contact: str) -> str:
	"""Return the sentence that says who a link sent to `contact` is for. Empty if nobody else uses that contact.

	`placement`: its young_person, kind and start_date.
	"""
	identity = DocType("Young Person Identity")
	used = {each: matches(identity, each, contact) for each in CONTACTS}
	rows = (
		frappe.qb.from_(identity)
		.select(identity.name, identity.preferred_name)
		.where(Criterion.any(used.values()))
		.run()
	)
	others = [name for person, name in rows if person != placement.young_person]
	if not others and not _is_used_by_both(placement.young_person, used):
		return ""
	own = next((name for person, name in rows if person == placement.young_person), "")
	words = (
		_("This link is for {0}: {1} from {2}.")
		if kind == YOUNG_PERSON
		else _("This link is for the person who signs for {0}: {1} from {2}.")
	)
	return words.format(_initials(own, others), _(placement.kind), dates.day(placement.start_date))


def _is_used_by_both(young_person: str, used: dict[str, Criterion]) -> bool:
	identity = DocType("Young Person Identity")
	query = frappe.qb.from_(identity).select(identity.name).where(identity.name == young_person)
	return bool(query.where(Criterion.all(used.values())).run())


def _initials(name: str, others: list[str]) -> str:
	"""Return the first letter of a name, or up to `LETTERS` until it differs from the others."""
	for letters in range(1, LETTERS):
		if all(name[:letters].casefold() != other[:letters].casefold() for other in others):
			return name[:letters].strip()
	return name[:LETTERS].strip()


def _without_separators(field: Term) -> Term:
	bare: Term = Coalesce(field, "")
	for separator in SEPARATORS:
		bare = Function("REPLACE", bare, separator, "")
	return bare
