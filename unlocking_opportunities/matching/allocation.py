"""Allocate a set of people to a set of places at once.

As many people as possible get a place, even if that takes a swap. Among the ways to do that, we use the one with the
highest total fit.
"""

from collections.abc import Sequence
from typing import NamedTuple

# fits[person][place]; None if a limit rules the place out.
Fits = Sequence[Sequence[float | None]]

BEST_FIT = 100.0


class FitOutOfRange(ValueError):
	"""A fit is not from 0 to 100, so it could count for more than a person."""


class SolverMissing(Exception):
	"""scipy is not installed."""


class Assigned(NamedTuple):
	person: int
	place: int
	fit: float


def allocate(fits: Fits, capacities: Sequence[int]) -> list[Assigned]:
	"""Return who gets which place, by their indexes in `fits`: at most one place for each person, within the capacities.

	The same input gives the same answer. Raises SolverMissing without scipy (the optional extra `matching`), and
	FitOutOfRange for a fit outside 0 to 100, which could count for more than a person.
	"""
	try:
		import numpy
		from scipy.optimize import linear_sum_assignment
	except ImportError as error:
		raise SolverMissing from error
	if any(fit is not None and not 0 <= fit <= BEST_FIT for row in fits for fit in row):
		raise FitOutOfRange("A fit is from 0 to 100.")

	# A place with room for three becomes three columns, but never more columns than there are people.
	columns = [
		place for place, room in enumerate(capacities) for _seat in range(min(max(room, 0), len(fits)))
	]
	if not (len(fits) and columns):
		return []
	# Giving someone a place is worth more than any total fit, so the number of people comes first. Ruled out is worth 0.
	a_place = BEST_FIT * len(fits) + 1
	worth = numpy.array(
		[[0.0 if fit is None else a_place + fit for fit in row] for row in fits], dtype=float
	)[:, columns]
	people, chosen = linear_sum_assignment(worth, maximize=True)
	pairs = ((int(person), columns[column]) for person, column in zip(people, chosen, strict=True))
	return [Assigned(*pair, fits[pair[0]][pair[1]]) for pair in pairs if fits[pair[0]][pair[1]] is not None]
