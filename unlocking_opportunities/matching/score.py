"""The fit of a place for a young person, from 0 to 100, and the reasons in words.

Each factor gives a measure from 0 to 1. The council's weights say how much each one counts: a weight of 0 has no effect,
and if all weights are 0 every fit is 0. A pair has the same fit whichever of the two you start from.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property, lru_cache
from math import asin, cos, radians, sin, sqrt
from typing import NamedTuple

from unlocking_opportunities.matching.profiles import Person, Place, Point
from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.findings import Finding, _

EARTH_KM = 6371
UNKNOWN = 0.5
# The steps of the pathway, and which step each kind of opportunity is.
PATHWAY = ("Not Started", "Taster", "Experience", "Internship", "Job or Course")
NEXT_STEP = {reached: min(step + 1, len(PATHWAY) - 1) for step, reached in enumerate(PATHWAY)}
STEP = {
	"Talk or Visit": 0,
	"Taster": 1,
	"Work Experience": 2,
	"Internship": 3,
	"Apprenticeship": 4,
	"Paid Job": 4,
}
HOST_AGAIN = {"Yes": 1.0, "Maybe": 0.6, "No": 0.0}
READY = {"Ready": 1.0, "Renewal Due": 0.8, "In Progress": 0.5}


@dataclass(frozen=True)
class Weight:
	"""How much a factor counts, compared with the others, from a date."""

	effective_from: date | None
	factor: str
	weight: float
	source: str = ""


@dataclass(frozen=True)
class Scale:
	"""The weights in force, by factor, and the minutes a journey takes: to set off and wait, and for each kilometre."""

	weights: Mapping[str, float] = field(hash=False)
	minutes_to_set_off: float
	minutes_per_km: float

	@cached_property
	def shares(self) -> dict[str, float]:
		"""The share of each factor that counts. They add up to 1."""
		counting = {factor: self.weights.get(factor, 0) for factor in FACTORS}
		counting = {factor: weight for factor, weight in counting.items() if weight > 0}
		total = sum(counting.values())
		return {factor: weight / total for factor, weight in counting.items()}

	@cached_property
	def measures(self) -> tuple[tuple["Measure", float], ...]:
		"""The measure and share of each factor that counts."""
		return tuple((FACTORS[factor].measure, share) for factor, share in self.shares.items())


class Part(NamedTuple):
	"""One factor's part in a fit: `measure` from 0 to 1, and its `share` of the whole."""

	factor: str
	measure: float
	share: float
	said: Finding


def weights_on(rows: Iterable[Weight], on: date) -> dict[str, float]:
	"""Return the weight of each factor on a day. A factor without a row in force does not count."""
	by_factor: dict[str, list[Weight]] = {}
	for row in rows:
		if row.effective_from and row.effective_from <= on:
			by_factor.setdefault(row.factor, []).append(row)
	return {factor: in_force(begun, on).weight for factor, begun in by_factor.items()}


def fit(person: Person, place: Place, scale: Scale) -> float:
	"""Return the fit from 0 to 100."""
	total = 0.0
	for measure, share in scale.measures:
		total += share * measure(person, place, scale)
	return round(min(100.0, 100 * total), 1)


def explain(person: Person, place: Place, scale: Scale) -> tuple[Part, ...]:
	"""Return each factor that counts, with its measure and its reason in words."""
	return tuple(
		Part(factor, measure(person, place, scale), share, say(person, place, scale))
		for factor, share in scale.shares.items()
		for measure, say in [FACTORS[factor]]
	)


Measure = Callable[[Person, Place, Scale], float]


class Factor(NamedTuple):
	measure: Measure
	say: Callable[[Person, Place, Scale], Finding]


def _interest(person: Person, place: Place, scale: Scale) -> float:
	return 1.0 if place.sector in person.interests else 0.0


def _say_interest(person: Person, place: Place, scale: Scale) -> Finding:
	sector = {"sector": place.sector}
	if not person.interests:
		return Finding("interest-unknown", _("Their interests are not recorded yet."))
	if not place.sector:
		return Finding("sector-unknown", _("The place has no sector recorded."))
	if place.sector in person.interests:
		return Finding("interest", _("{sector} is one of their interests."), sector)
	return Finding("no-interest", _("{sector} is not one of their interests."), sector)


def travel_minutes(person: Person, place: Place, scale: Scale) -> int | None:
	"""Return the estimated journey time from the middle of one ward to the middle of the other; None if unknown."""
	if not (person.at and place.at):
		return round(scale.minutes_to_set_off) if person.ward and person.ward == place.ward else None
	return round(scale.minutes_to_set_off + scale.minutes_per_km * _kilometres(person.at, place.at))


@lru_cache(maxsize=65536)
def _kilometres(one: Point, other: Point) -> float:
	"""Return the great-circle distance between two points."""
	latitude, longitude = radians(one[0]), radians(one[1])
	to_latitude, to_longitude = radians(other[0]), radians(other[1])
	half = (
		sin((to_latitude - latitude) / 2) ** 2
		+ cos(latitude) * cos(to_latitude) * sin((to_longitude - longitude) / 2) ** 2
	)
	return 2 * EARTH_KM * asin(sqrt(min(1.0, half)))


def _travel(person: Person, place: Place, scale: Scale) -> float:
	minutes = travel_minutes(person, place, scale)
	if minutes is None:
		return UNKNOWN
	over = minutes - person.travel_minutes
	return 1.0 if over <= 0 else max(0.0, 1 - over / person.travel_minutes)


def _say_travel(person: Person, place: Place, scale: Scale) -> Finding:
	minutes = travel_minutes(person, place, scale)
	if minutes is None:
		return Finding("travel-unknown", _("The journey time is not known because a ward is missing."))
	told = {"minutes": minutes, "most": person.travel_minutes}
	if minutes <= person.travel_minutes:
		return Finding("near", _("About {minutes} minutes away. They can travel up to {most} minutes."), told)
	return Finding("far", _("About {minutes} minutes away. They can travel only up to {most} minutes."), told)


def _availability(person: Person, place: Place, scale: Scale) -> float:
	if not (person.days and place.days):
		return UNKNOWN
	return len(person.days & place.days) / len(place.days)


def _say_availability(person: Person, place: Place, scale: Scale) -> Finding:
	if not (person.days and place.days):
		return Finding("days-unknown", _("Their days or the days of the place are not recorded."))
	told = {"free": len(person.days & place.days), "days": len(place.days)}
	if told["free"] == told["days"]:
		return Finding("all-days", _("They are free on all its days."))
	return Finding("some-days", _("They are free on {free} of its {days} days."), told)


def _goals(person: Person, place: Place, scale: Scale) -> float:
	for word in person.goals:
		if word in place.text:
			return 1.0
	return 0.0


def _say_goals(person: Person, place: Place, scale: Scale) -> Finding:
	"""Never repeat the goals: they are on the identity record, and every reading of it is logged."""
	if not person.goals:
		return Finding("goals-unknown", _("Their goals are not recorded yet."))
	if _goals(person, place, scale):
		return Finding("goals", _("The work matches their goals."))
	return Finding("no-goals", _("The description of the work does not mention their goals."))


def _pathway(person: Person, place: Place, scale: Scale) -> float:
	return 1 - abs(STEP[place.kind] - _next_step(person)) / STEP["Paid Job"]


def _next_step(person: Person) -> int:
	return NEXT_STEP.get(person.pathway, 1)


def _say_pathway(person: Person, place: Place, scale: Scale) -> Finding:
	kind, step, following = {"kind": place.kind}, STEP[place.kind], _next_step(person)
	if step == following:
		return Finding("next-step", _("{kind}: the next step on their pathway."), kind)
	if step > following:
		return Finding("far-step", _("{kind}: beyond the next step on their pathway."), kind)
	return Finding("back-step", _("They have already done this: {kind}."), kind)


def _record(person: Person, place: Place, scale: Scale) -> float:
	"""Half for how placements there went, half for whether the host would host again. A new host is in between."""
	went = (place.finished + 1) / (place.finished + place.broken_off + 2)
	return (went + HOST_AGAIN.get(place.host_again, UNKNOWN)) / 2


def _say_record(person: Person, place: Place, scale: Scale) -> Finding:
	told = {"finished": place.finished, "broken_off": place.broken_off, "again": place.host_again}
	if not (place.finished or place.broken_off):
		return Finding(
			"new-host", _("No one has finished a placement here yet. Would host again: {again}."), told
		)
	return Finding(
		"record",
		_("Placements here: {finished} completed, {broken_off} ended early. Would host again: {again}."),
		told,
	)


def _readiness(person: Person, place: Place, scale: Scale) -> float:
	return READY.get(place.readiness, 0.0)


def _say_readiness(person: Person, place: Place, scale: Scale) -> Finding:
	return Finding("readiness", _("Host's readiness: {readiness}."), {"readiness": place.readiness})


# In the order in which the reasons are shown.
FACTORS = {
	"Interest": Factor(_interest, _say_interest),
	"Travel": Factor(_travel, _say_travel),
	"Availability": Factor(_availability, _say_availability),
	"Goals": Factor(_goals, _say_goals),
	"Pathway": Factor(_pathway, _say_pathway),
	"Employer's Record": Factor(_record, _say_record),
	"Readiness": Factor(_readiness, _say_readiness),
}
