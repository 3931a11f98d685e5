"""Figures that can be published without identifying anyone.

A count under five could identify someone, and so could a percentage if either side of it is under five.
Published counts are rounded to the nearest five, as the Department for Education does in "Children looked after
in England: methodology" (gov.uk).
"""

FEWEST = 5
STEP = 5


def published(count: int) -> int | None:
	"""Return `count` rounded to five, or None if it is too small to publish."""
	return None if count < FEWEST else STEP * int(count / STEP + 0.5)


def published_share(numerator: int, denominator: int) -> int | None:
	"""Return a whole percentage, worked out from the rounded counts; None if either side is too small.

	The rest (those who did not) counts too: 97 of 100 shows that there were three others.
	"""
	rest = denominator - numerator
	if published(numerator) is None or published(denominator) is None or 0 < rest < FEWEST:
		return None
	return min(100, round(100 * published(numerator) / published(denominator)))
