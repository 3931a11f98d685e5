"""How well a place that nothing rules out fits a young person, from 0 to 100, and why in words.

Each factor measures from 0 to 1. The council's weights say how much each counts; one that weighs nothing has no
effect, and where all weigh nothing every fit is 0. The same pair scores the same whichever of the two was asked for.
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
# The steps of the pathway, and the step that each kind of opportunity is.
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
	"""How much a factor counts from a day on, beside the others."""

	effective_from: date | None
	factor: str
	weight: float
	source: str = ""


@dataclass(frozen=True)
class Scale:
	"""The weights in force, by factor, and what a journey takes: setting off and waiting, and then each kilometre."""

	weights: Mapping[str, float] = field(hash=False)
	minutes_to_set_off: float = 10
	minutes_per_km: float = 4

	@cached_property
	def shares(self) -> dict[str, float]:
		"""The share of the whole that each factor has which counts; they add up to 1."""
		counting = {factor: self.weights.get(factor, 0) for factor in FACTORS}
		counting = {factor: weight for factor, weight in counting.items() if weight > 0}
		total = sum(counting.values())
		return {factor: weight / total for factor, weight in counting.items()}

	@cached_property
	def measures(self) -> tuple[tuple["Measure", float], ...]:
		"""The measure of each factor that counts, with its share."""
		return tuple((FACTORS[factor].measure, share) for factor, share in self.shares.items())


class Part(NamedTuple):
	"""One factor's say in a fit: `measure` from 0 to 1, `share` of the whole."""

	factor: str
	measure: float
	share: float
	said: Finding


def weights_on(rows: Iterable[Weight], on: date) -> dict[str, float]:
	"""Return the weight of each factor on a day; a factor without a row in force then counts for nothing."""
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
	"""Return each factor that counts, with its measure and what it says in words."""
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
		return Finding("sector-unknown", _("The place has no sector."))
	if place.sector in person.interests:
		return Finding("interest", _("{sector} is among their interests."), sector)
	return Finding("no-interest", _("{sector} is not among their interests."), sector)


def travel_minutes(person: Person, place: Place, scale: Scale) -> int | None:
	"""Return about how long the journey takes, from the middle of one ward to that of the other; None if unknown."""
	if not (person.at and place.at):
		return round(scale.minutes_to_set_off) if person.ward and person.ward == place.ward else None
	return round(scale.minutes_to_set_off + scale.minutes_per_km * _kilometres(person.at, place.at))


@lru_cache(maxsize=65536)
def _kilometres(one: Point, other: Point) -> float:
	"""The great circle between two points."""
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
		return Finding("travel-unknown", _("How far it is cannot be told: a ward is missing."))
	told = {"minutes": minutes, "most": person.travel_minutes}
	if minutes <= person.travel_minutes:
		return Finding("near", _("About {minutes} minutes away; they would travel {most}."), told)
	return Finding("far", _("About {minutes} minutes away, more than the {most} they would travel."), told)


def _availability(person: Person, place: Place, scale: Scale) -> float:
	if not (person.days and place.days):
		return UNKNOWN
	return len(person.days & place.days) / len(place.days)


def _say_availability(person: Person, place: Place, scale: Scale) -> Finding:
	if not (person.days and place.days):
		return Finding("days-unknown", _("The days of one of the two are not recorded."))
	told = {"free": len(person.days & place.days), "days": len(place.days)}
	if told["free"] == told["days"]:
		return Finding("all-days", _("Free on every one of its days."))
	return Finding("some-days", _("Free on {free} of its {days} days."), told)


def _goals(person: Person, place: Place, scale: Scale) -> float:
	for word in person.goals:
		if word in place.text:
			return 1.0
	return 0.0


def _say_goals(person: Person, place: Place, scale: Scale) -> Finding:
	"""Says no word of the goals: they stand on the identity record, whose every reading is logged."""
	if not person.goals:
		return Finding("goals-unknown", _("Their goals are not recorded yet."))
	if _goals(person, place, scale):
		return Finding("goals", _("The work is near to what they hope for."))
	return Finding("no-goals", _("The work has no word in common with what they hope for."))


def _pathway(person: Person, place: Place, scale: Scale) -> float:
	return 1 - abs(STEP[place.kind] - _next_step(person)) / STEP["Paid Job"]


def _next_step(person: Person) -> int:
	return NEXT_STEP.get(person.pathway, 1)


def _say_pathway(person: Person, place: Place, scale: Scale) -> Finding:
	kind, step, following = {"kind": place.kind}, STEP[place.kind], _next_step(person)
	if step == following:
		return Finding("next-step", _("{kind}: the next step on their way."), kind)
	if step > following:
		return Finding("far-step", _("{kind}: further on than their next step."), kind)
	return Finding("back-step", _("{kind}: a step that they have taken already."), kind)


def _record(person: Person, place: Place, scale: Scale) -> float:
	"""Half for how placements there went, half for whether the host would do it again; one that is new stands between."""
	went = (place.finished + 1) / (place.finished + place.broken_off + 2)
	return (went + HOST_AGAIN.get(place.host_again, UNKNOWN)) / 2


def _say_record(person: Person, place: Place, scale: Scale) -> Finding:
	told = {"finished": place.finished, "broken_off": place.broken_off, "again": place.host_again}
	if not (place.finished or place.broken_off):
		return Finding("new-host", _("Nobody has finished a placement here yet. Host again: {again}."), told)
	return Finding(
		"record",
		_("Placements here: {finished} finished, {broken_off} ended early. Host again: {again}."),
		told,
	)


def _readiness(person: Person, place: Place, scale: Scale) -> float:
	return READY.get(place.readiness, 0.0)


def _say_readiness(person: Person, place: Place, scale: Scale) -> Finding:
	return Finding("readiness", _("Host's papers: {readiness}."), {"readiness": place.readiness})


# In the order in which a suggestion explains itself.
FACTORS = {
	"Interest": Factor(_interest, _say_interest),
	"Travel": Factor(_travel, _say_travel),
	"Availability": Factor(_availability, _say_availability),
	"Goals": Factor(_goals, _say_goals),
	"Pathway": Factor(_pathway, _say_pathway),
	"Employer's Record": Factor(_record, _say_record),
	"Readiness": Factor(_readiness, _say_readiness),
}
