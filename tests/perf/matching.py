"""The shortlist compared with the bare SQL that it reads, and an allocation compared with a greedy one."""

from time import perf_counter

import frappe
import pytest
from pypika.terms import Criterion

from tests import factories as make
from tests.matching.greedy import allocate_greedily
from tests.perf.many import Region
from tests.perf.printed import executed, seconds, show
from unlocking_opportunities.matching import allocation, shortlist
from unlocking_opportunities.matching import people as read_people
from unlocking_opportunities.matching import places as read_places
from unlocking_opportunities.matching.shortlist import Suggestion, Terms

MOST_SQL = 3
MOST_TIMES_BARE = 2
SIZES = (500, 10_000)
ROUNDS = ((200, 500), (500, 2_000))


@pytest.fixture(scope="module")
def region(uncommitted):
	return Region()


def test_shortlist(region):
	person, rows, made = region.people(1)[0], [], 0
	for size in SIZES:
		region.places(size - made, first=made)
		made = size
		frappe.set_user(make.standing_user("officer"))
		rows.append(shortlist_at(person, size))
		frappe.set_user("Administrator")
	show(
		"Shortlist of places for one young person",
		("open places", "fit", "SQL", "shortlist", "bare SQL and sort", "times"),
		rows,
	)
	assert all(row[2] <= MOST_SQL and float(row[5]) <= MOST_TIMES_BARE for row in rows)


def shortlist_at(person: str, size: int) -> tuple:
	shortlist.places_for(person)
	with executed() as queries:
		fits, _closed = shortlist.places_for(person)
	ours, bare = seconds(lambda: shortlist.places_for(person)), seconds(lambda: bare_sql(queries))
	return size, len(fits), len(queries), f"{ours:.3f} s", f"{bare:.3f} s", f"{ours / bare:.2f}"


def bare_sql(queries: list[str]) -> None:
	"""Run the same statements, read and sorted, without using the results."""
	for query in queries:
		sorted(frappe.db.sql(query), key=lambda row: str(row[0]))


def test_allocation(region):
	allocation.allocate([[1.0]], [1])  # loads the solver, which takes longer than solving
	rows = []
	for number_of_people, number_of_places in ROUNDS:
		people = region.people(number_of_people, first=1_000 * number_of_people)
		places = region.places(number_of_places, first=1_000 * number_of_places)
		rows += round_of(people, places)
	show(
		"Allocation of a round, beside taking the best pair that is left again and again",
		("people × places", "way", "read and judged", "solved", "with a place", "total fit", "least fit"),
		rows,
	)
	best, greedy = rows[::2], rows[1::2]
	assert all(one[4] >= other[4] for one, other in zip(best, greedy, strict=True))


def round_of(people: list[str], places: list[str]) -> list[tuple]:
	begun = perf_counter()
	terms = Terms.of_today()
	known_people = read_people.read(_named("Young Person", people))
	known_places = read_places.read(_named("Placement Opportunity", places))
	fits = [[fit_of(person, place, terms) for place in known_places] for person in known_people]
	room = [place.profile.left for place in known_places]
	judging = perf_counter() - begun
	size = f"{len(known_people)} × {len(known_places)}"
	return [
		row_of(size, "at once", judging, allocation.allocate, fits, room),
		row_of(size, "greedily", judging, allocate_greedily, fits, room),
	]


def fit_of(person, place, terms) -> float | None:
	found = shortlist.judge(person, place, terms)
	return found.fit if isinstance(found, Suggestion) else None


def row_of(size, way, judging, solve, fits, room) -> tuple:
	begun = perf_counter()
	found = solve(fits, room)
	solving = perf_counter() - begun
	got = [one.fit for one in found]
	return (
		size,
		way,
		f"{judging:.1f} s",
		f"{solving:.2f} s",
		len(got),
		f"{sum(got):.0f}",
		f"{min(got, default=0):.1f}",
	)


def _named(doctype: str, names: list[str]) -> Criterion:
	return frappe.qb.DocType(doctype).name.isin(names)
