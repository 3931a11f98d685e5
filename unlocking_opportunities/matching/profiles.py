"""What matching knows of a young person and of a place: all that `limits` and `score` may judge by."""

from datetime import date, time
from typing import NamedTuple

WEEKDAYS = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
# What a building can have that somebody may need of it: fields of Employer Site and of the support profile.
ACCESS = ("step_free", "accessible_toilet", "quiet_space", "prayer_space")

Point = tuple[float, float]  # latitude and longitude of the middle of a ward


class Restriction(NamedTuple):
	"""Whom, or where, a young person must not be near; the last day, or None while it stands."""

	employer: str = ""
	site: str = ""
	ward: str = ""
	until: date | None = None


class Engagement(NamedTuple):
	"""A place that they are proposed for, or hold: its hours a week count once it is agreed."""

	opportunity: str
	until: date
	hours: float
	agreed: bool


class Person(NamedTuple):
	"""`days` are weekdays on which they are free, Monday 0; no hours (0) and no days say that nobody has asked.

	`goals` are the telling words of what they hope for, in small letters.
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
	"""`host` is private, charity or public, as the law on pay has it; `text` is the role and its tasks in small letters."""

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
	"""Return the first day, not before `on`, on which this person could be at this place."""
	start = on
	if person.free_from and person.free_from > start:
		start = person.free_from
	if place.opens_on and place.opens_on > start:
		start = place.opens_on
	return start
