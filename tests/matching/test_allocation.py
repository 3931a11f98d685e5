"""An allocation compared with all possible ones, on sets small enough to try them all."""

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.matching.greedy import allocate_greedily
from unlocking_opportunities.matching import allocation

fit = st.none() | st.integers(0, 1000).map(lambda tenths: tenths / 10)


@st.composite
def problems(draw):
	people, places = draw(st.integers(0, 4)), draw(st.integers(0, 4))
	fits = [[draw(fit) for _place in range(places)] for _person in range(people)]
	return fits, [draw(st.integers(0, 3)) for _place in range(places)]


def by_trying_everything(fits, capacities):
	"""Return the most people that can have a place, and the greatest total fit for that number."""
	best = (0, 0.0)
	for chosen in product(*([None, *range(len(capacities))] for _person in fits)):
		taken = [(fits[person][place], place) for person, place in enumerate(chosen) if place is not None]
		if any(fit is None for fit, _place in taken):
			continue
		seats = [place for _fit, place in taken]
		if all(seats.count(place) <= room for place, room in enumerate(capacities)):
			best = max(best, (len(taken), round(sum(fit for fit, _place in taken), 1)))
	return best


@given(problems())
def test_as_many_as_possible_and_then_as_well_as_possible(problem):
	fits, capacities = problem
	found = allocation.allocate(fits, capacities)
	assert (len(found), round(sum(one.fit for one in found), 1)) == by_trying_everything(fits, capacities)


@given(problems())
def test_no_one_twice_no_place_beyond_its_room_and_nothing_ruled_out(problem):
	fits, capacities = problem
	found = allocation.allocate(fits, capacities)
	assert len({one.person for one in found}) == len(found)
	for place, room in enumerate(capacities):
		assert sum(one.place == place for one in found) <= room
	assert all(fits[one.person][one.place] == one.fit is not None for one in found)
	assert allocation.allocate(fits, capacities) == found


@given(problems())
def test_never_fewer_people_than_greedily(problem):
	assert len(allocation.allocate(*problem)) >= len(allocate_greedily(*problem))


def test_a_poor_fit_for_one_is_better_than_nothing_for_the_other():
	"""A greedy allocation would give the first the only place that the second can have."""
	fits = [[90, 60], [80, None]]
	assert [(one.person, one.place) for one in allocate_greedily(fits, [1, 1])] == [(0, 0)]
	assert [(one.person, one.place) for one in allocation.allocate(fits, [1, 1])] == [(0, 1), (1, 0)]


def test_a_fit_that_could_outweigh_a_person_is_refused():
	with pytest.raises(allocation.FitOutOfRange):
		allocation.allocate([[101.0]], [1])


def test_without_the_solver_it_says_so(monkeypatch):
	monkeypatch.setitem(__import__("sys").modules, "scipy.optimize", None)
	with pytest.raises(allocation.SolverMissing):
		allocation.allocate([[1.0]], [1])
