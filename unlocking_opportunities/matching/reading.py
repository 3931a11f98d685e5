"""What reading people and reading places have in common: checkboxes as one number, and points."""

from functools import lru_cache

from pypika.queries import Table
from pypika.terms import Term

from unlocking_opportunities.matching.profiles import Point


def bits(table: Table, fieldnames: tuple[str, ...]) -> Term:
	"""Return these checkboxes as one number, a bit for each, so that many columns are read as one."""
	total = table[fieldnames[0]]
	for position, fieldname in enumerate(fieldnames[1:], start=1):
		total = total + table[fieldname] * 2**position
	return total


@lru_cache(maxsize=512)
def chosen(names: tuple | range, bits: int | None) -> frozenset:
	"""Return those of `names` whose bit is set in a number made by `bits`."""
	return frozenset(name for position, name in enumerate(names) if int(bits or 0) >> position & 1)


@lru_cache(maxsize=4096)
def point(latitude: float | None, longitude: float | None) -> Point | None:
	return (latitude, longitude) if latitude and longitude else None
