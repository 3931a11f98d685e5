"""What matching knows about a young person and a place: everything that `limits` and `score` may use."""

from datetime import date, time
from typing import NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# Access needs: fields of both Employer Site and the support profile.
ACCESS = ("step_free", "accessible_toilet", "quiet_space", "prayer_space")

Point = tuple[float, float]  # latitude and longitude of the middle of a ward


class Restriction(NamedTuple):
	"""Who or where a young person must not be near. `until` is its last day, or None if it has no end."""

	employer: str = ""
	site: str = ""
	ward: str = ""
	until: date | None = None


class Engagement(NamedTuple):
	"""A placement that is proposed or agreed. Its hours a week count once it is agreed."""

	opportunity: str
	until: date
	hours: float
	agreed: bool


class Person(NamedTuple):
	"""A young person. `days` are the weekdays they are free (Monday is 0). 0 hours and no days mean not recorded.

	`goals` are the meaningful words in their goals, in lower case.
	"""

	name: str
	born: date | None
	active: bool = True
	ward: str = ""
	at: Point | None = None
	travel_minutes: int = 40
	interests: frozenset[str] = frozenset()
	goals: frozenset[str] = frozenset()
	pathway: str = "Not Started"
	free_from: date | None = None
	days: frozenset[int] = frozenset()
	hours: float = 0
	access: frozenset[str] = frozenset()
	right_to_work: str = ""
	right_to_work_until: date | None = None
	restrictions: tuple[Restriction, ...] = ()
	declined: frozenset[str] = frozenset()
	engagements: tuple[Engagement, ...] = ()


class Place(NamedTuple):
	"""A place. `host` is private, charity or public, as in the law on pay. `text` is the role and tasks in lower case."""

	name: str
	employer: str
	kind: str
	open: bool = True
	left: int = 1
	site: str = ""
	ward: str = ""
	at: Point | None = None
	sector: str = ""
	text: str = ""
	opens_on: date | None = None
	closes_on: date | None = None
	days: frozenset[int] = frozenset()
	hours: float = 0
	starts_at: time | None = None
	ends_at: time | None = None
	minimum_age: int = 0
	paid: bool = False
	host: str = "private"
	access: frozenset[str] = frozenset()
	host_again: str = "Not Asked"
	readiness: str = "Not Started"
	finished: int = 0
	broken_off: int = 0


def first_day(person: Person, place: Place, on: date) -> date:
	"""Return the first day, on or after `on`, on which this person could be at this place."""
	start = on
	if person.free_from and person.free_from > start:
		start = person.free_from
	if place.opens_on and place.opens_on > start:
		start = place.opens_on
	return start
