"""Figures that may be published without pointing at a person.

A count under five can point at somebody, and so can a share whose other side is under five. Published counts are rounded
to the nearest five, as the Department for Education does in "Children looked after in England: methodology" (gov.uk).
"""

FEWEST = 5
STEP = 5


def published(count: int) -> int | None:
	"""Return `count` rounded to five, or None where it is too small to be published."""
	return None if count < FEWEST else STEP * int(count / STEP + 0.5)


def published_share(numerator: int, denominator: int) -> int | None:
	"""Return the share in whole per cent, worked out from the rounded counts; None where either side is too small.

	The rest (those who did not) is a side too: 97 of 100 says that there were three others.
	"""
	rest = denominator - numerator
	if published(numerator) is None or published(denominator) is None or 0 < rest < FEWEST:
		return None
	return min(100, round(100 * published(numerator) / published(denominator)))
