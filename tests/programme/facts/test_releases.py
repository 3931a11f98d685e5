"""Someone who compares yesterday's facts with today's can't find the one record that changed."""

from collections import Counter

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories
from tests.programme.facts.people import council_of
from unlocking_opportunities.programme.facts import sync

K = sync.SMALLEST_GROUP
OURS = {"name", "owner", "creation", "modified", "modified_by", "docstatus", "idx"}


@pytest.fixture
def council(uncommitted):
	"""Twice as many people as the smallest group, released eight days ago."""
	people = council_of(2 * K)
	sync.rebuild()
	a_week_goes_by()
	return people


def a_week_goes_by():
	frappe.db.set_value("Fact Release", {}, "released_on", add_days(today(), -8))


def read(kind="Visit Fact"):
	"""Return what an analyst copies: the rows with their names."""
	return {row.pop("name"): row for row in frappe.get_all(kind, fields=["*"])}


def differences(before, after):
	"""Return how many rows of `before` are gone and how many of `after` are new.

	Names are ignored: this is what an attacker sees.
	"""

	def contents(rows):
		return Counter(
			tuple(sorted((field, str(value)) for field, value in row.items() if field not in OURS))
			for row in rows.values()
		)

	old, new = contents(before), contents(after)
	return (old - new).total(), (new - old).total()


def seen_alone(visits):
	for visit in visits:
		visit.db_set("seen_alone", "Yes")


def release_at_once():
	"""Release without waiting, as a control of the attack."""
	for fact in sync.FACTS:
		sync.release(fact, K, list(sync.read(fact)))


def test_control_a_release_of_one_change_shows_it(council):
	yesterday = read()
	seen_alone(council.visits[:1])
	release_at_once()
	assert differences(yesterday, read()) == (1, 1)


@pytest.mark.parametrize("changed", [1, K - 1])
def test_changes_of_too_few_people_change_nothing(council, changed):
	yesterday = read()
	seen_alone(council.visits[:changed])
	sync.rebuild()
	assert read() == yesterday


def test_many_changes_of_one_person_are_one_change(council):
	yesterday = read()
	for _ in range(K):
		factories.visit(council.placements[0])
	sync.rebuild()
	assert read() == yesterday


def test_a_single_added_or_deleted_record_does_not_show(council):
	yesterday = {fact.doctype: read(fact.doctype) for fact in sync.FACTS}
	frappe.db.delete("Visit", {"name": council.visits[0].name})
	factories.young_person()
	sync.rebuild()
	assert {fact.doctype: read(fact.doctype) for fact in sync.FACTS} == yesterday


def test_changes_of_enough_people_come_together(council):
	yesterday = read()
	seen_alone(council.visits[:K])
	sync.rebuild()
	today_ = read()
	assert differences(yesterday, today_) == (K, K)
	assert not yesterday.keys() & today_.keys(), "no row can be followed by its name"


def test_changes_that_waited_come_with_the_later_ones(council):
	yesterday = read()
	seen_alone(council.visits[: K - 1])
	sync.rebuild()
	seen_alone(council.visits[: K + 1])
	sync.rebuild()
	assert differences(yesterday, read()) == (K + 1, K + 1)


def test_a_change_taken_back_was_never_there(council):
	yesterday = read()
	seen_alone(council.visits[: K - 1])
	sync.rebuild()
	for visit in council.visits[: K - 1]:
		visit.db_set("seen_alone", None)
	sync.rebuild()
	assert read() == yesterday


def test_a_release_waits_a_week(council):
	seen_alone(council.visits[:K])
	sync.rebuild()
	latest = read()
	seen_alone(council.visits)
	sync.rebuild()
	assert read() == latest
	a_week_goes_by()
	sync.rebuild()
	assert read() != latest


def test_a_load_in_bulk_does_not_wait_a_week_but_for_enough_people(council):
	sync.rebuild()
	frappe.db.set_value("Fact Release", {}, "released_on", today())
	latest = read()
	seen_alone(council.visits[: K - 1])
	sync.rebuild(within_a_week=True)
	assert read() == latest
	seen_alone(council.visits)
	sync.rebuild(within_a_week=True)
	assert read() != latest


def test_a_larger_group_holds_from_the_next_night(council):
	frappe.db.set_single_value("Unlocking Opportunities Settings", "smallest_group", K + 1)
	sync.rebuild()
	assert frappe.db.get_value("Fact Release", "Visit Fact", "smallest_group") == K + 1


def test_a_smaller_group_waits_for_a_release(council):
	"""Otherwise someone who sets it could have a release made of a single change."""
	yesterday = read()
	frappe.db.set_single_value("Unlocking Opportunities Settings", "smallest_group", K - 1)
	seen_alone(council.visits[:1])
	sync.rebuild()
	assert read() == yesterday


def test_facts_of_two_kinds_share_only_what_is_made_general(uncommitted):
	"""A measure in two kinds would show which of their rows are about the same placement."""
	measures = []
	council_of(1)
	for fact in sync.FACTS:
		measures.append(set(next(iter(sync.read(fact))).row.measures))
	for number, one in enumerate(measures):
		for other in measures[number + 1 :]:
			assert not one & other
