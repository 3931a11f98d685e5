"""Matching so far: places that young people have declined, and a fayre whose places are still to be allocated."""

from datetime import timedelta

from frappe.utils import getdate

from unlocking_opportunities.setup.demo_data.world import Person, World

NOES = 14
REASONS = (
	"Two buses, and I would be late",
	"I want to be outdoors",
	"My friend did not like it there",
	"Too early in the morning",
	None,
)
HOW = ("In Person", "By Phone, Heard by an Officer")
AT_THE_FAYRE = {"people": 24, "places": 10}


def declined(world: World) -> None:
	dice = world.dice("noes")
	people = dice.sample([person for person in world.people if _is_looking(person)], NOES)
	places = dice.choices(_open(world), k=NOES)
	for person, place in zip(people, places, strict=True):
		said_on = max(world.working_day(-dice.randint(7, 90)), getdate(place.creation))
		said = {
			"young_person": person.record.name,
			"opportunity": place.name,
			"said_on": said_on,
			"how": dice.choice(HOW),
			"reason": dice.choice(REASONS),
		}
		world.add("Declined Match", said, by=person.worker, on=said_on)


def fayre(world: World) -> None:
	dice = world.dice("fayre")
	people = dice.sample([person for person in world.people if _is_looking(person)], AT_THE_FAYRE["people"])
	places = dice.sample(_open(world), min(AT_THE_FAYRE["places"], len(_open(world))))
	monday = world.day(28) - timedelta(days=world.day(28).weekday())
	round = {
		"title": "Work-experience week",
		"occasion": "Work-experience Week",
		"status": "Choosing",
		"start_date": monday,
		"end_date": monday + timedelta(days=4),
		"people": [{"young_person": person.record.name} for person in people],
		"places": [{"opportunity": place.name} for place in places],
	}
	world.add("Allocation Round", round, on=world.working_day(-2))


def _is_looking(person: Person) -> bool:
	return person.record.status == "Active"


def _open(world: World) -> list:
	return [place for place in world.places if place.status == "Open" and place.kind != "Talk or Visit"]
