"""A greedy allocation, to compare the best one with."""

from collections.abc import Sequence

from unlocking_opportunities.matching.allocation import Assigned, Fits


def allocate_greedily(fits: Fits, capacities: Sequence[int]) -> list[Assigned]:
	"""Return who gets which place if the best remaining pair is taken again and again."""
	room, placed, chosen = list(capacities), set(), []
	pairs = [
		(-fit, person, place)
		for person, row in enumerate(fits)
		for place, fit in enumerate(row)
		if fit is not None
	]
	for negative, person, place in sorted(pairs):
		if person not in placed and room[place] > 0:
			room[place] -= 1
			placed.add(person)
			chosen.append(Assigned(person, place, -negative))
	return sorted(chosen)
