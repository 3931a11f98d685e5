"""498 young people, the number in the council's motion: identity, care record, support profile."""

from datetime import date, timedelta
from random import Random

from unlocking_opportunities.rules.age import age_on, compulsory_school_age_ends
from unlocking_opportunities.setup.demo_data import read
from unlocking_opportunities.setup.demo_data.world import MOBILE, Person, World, shares
from unlocking_opportunities.unlocking_opportunities.doctype.young_person.young_person import ALPHABET
from unlocking_opportunities.young_people.age_bands import age_band

# Years of age: how many.
AGES = {13: 12, 14: 30, 15: 42, 16: 62, 17: 70, 18: 62, 19: 56, 20: 50, 21: 38, 22: 30, 23: 22, 24: 16, 25: 8}
STATUSES = {"Active": 455, "On Hold": 18, "Closed": 25}
SKILL_PATH = ("Hospitality", "Retail", "Technology", "Health and Safety", "Logistics", "Customer Service")
OTHER_SECTORS = (
	"Construction",
	"Childcare",
	"Horticulture and Allotment",
	"Office and Administration",
	"Health and Social Care",
	"Sport and Leisure",
	"Arts and Culture",
	"Engineering and Vehicles",
)
TRAVEL = ("Up to 20 Minutes", "Up to 40 Minutes", "Up to 40 Minutes", "Up to an Hour", "Over an Hour")
# From that age: the percentages in education, employment or training, and not known.
EET = {13: (97, 2), 16: (82, 6), 18: (54, 10), 21: (46, 16)}
WITH_NEEDS, WITH_RESTRICTION, WITHOUT_NEXT_STEP = 0.38, 0.05, 0.4
RIGHT_TO_WORK = (
	("Unrestricted",) * 44 + ("Not Checked",) * 3 + ("Time-limited", "Restricted by Visa", "No Permission")
)


def make(world: World) -> None:
	dice = world.dice("young people")
	ages = list(shares(AGES))
	statuses = list(shares(STATUSES))
	dice.shuffle(ages)
	dice.shuffle(statuses)
	for number, (age, status) in enumerate(zip(ages, statuses, strict=True), 1):
		world.people.append(_person(world, dice, number, age, status))


def _person(world: World, dice: Random, number: int, age: int, status: str) -> Person:
	born = _born(world.today, age, dice)
	joined = world.working_day(-dice.randint(10, 720))
	worker = world.workers()[number % len(world.workers())]
	pupil = world.today <= compulsory_school_age_ends(born)
	eet = _eet(age, dice)
	record = world.add("Young Person", _record(world, dice, born, status, worker, eet), on=joined)
	person = Person(
		record=record,
		born=born,
		worker=worker,
		authority=_authority(age, dice),
		right_to_work=dice.choice(RIGHT_TO_WORK) if age >= 16 else "Unrestricted",
		student=pupil or (eet == "In EET" and age < 20),
		needs=dice.sample(read("people")["needs"], dice.choice((1, 1, 2)))
		if dice.random() < WITH_NEEDS
		else [],
		free_from=joined,
	)
	_identity(world, dice, person, number, joined, pupil)
	_care_record(world, dice, person, age, eet, joined)
	if person.needs:
		_support_profile(world, dice, person, joined)
	return person


def _record(world: World, dice: Random, born: date, status: str, worker: str, eet: str) -> dict:
	active = status == "Active"
	planned = active and dice.random() > WITHOUT_NEXT_STEP
	interests = dice.sample(SKILL_PATH, dice.randint(1, 2)) + dice.sample(OTHER_SECTORS, dice.randint(0, 1))
	record = {
		"name": "YP-" + "".join(dice.choice(ALPHABET) for _ in range(8)),
		"status": status,
		"age_band": age_band(born, world.today),
		"ward": dice.choice(sorted(world.wards)),
		"travel_band": dice.choice(TRAVEL),
		"allocated_worker": worker,
		"pathway": "Not Started",
		"eet_status": eet,
		"interests": [{"sector": sector} for sector in interests],
		"available_from": world.working_day(dice.randint(-30, 60)) if active else None,
		"hours_per_week": dice.choice((8, 12, 16, 24, 35)),
		"next_step": dice.choice(read("people")["next_steps"]) if planned else None,
		"next_step_by": world.working_day(dice.randint(-7, 45)) if planned else None,
	}
	record["saturday"] = int(dice.random() < 0.2)
	return record


def _identity(world: World, dice: Random, person: Person, number: int, joined: date, pupil: bool) -> None:
	texts = read("people")
	name, surname = dice.choice(texts["first_names"]), dice.choice(texts["surnames"])
	signer = f"{dice.choice(texts['first_names'])} {dice.choice(texts['surnames'])}"
	child = person.authority != "Own"
	identity = {
		"young_person": person.record.name,
		"preferred_name": name,
		"surname": surname,
		"date_of_birth": person.born,
		"mobile": MOBILE.format(number),
		"email": f"{name.lower()}.{number}@young-people.example",
		"case_reference": f"DEMO-{number:04}",
		"school": dice.choice(texts["schools" if pupil else "colleges"]) if person.student else None,
		"school_in_year_11_or_below": int(pupil),
		"introduced_as": dice.choice(texts["introductions"]).format(name=name)
		if dice.random() < 0.7
		else None,
		"goals": dice.choice(texts["goals"]),
		"signing_authority": person.authority,
		"signatory_name": signer if child else None,
		"signatory_role": SIGNATORY_ROLES.get(person.authority),
		"signatory_email": f"signatory.{number}@young-people.example" if child else None,
		"signatory_phone": MOBILE.format((number + 500) % 1000) if child else None,
		"authority_seen_on": joined if child else None,
		"authority_seen_by": person.worker if child else None,
		"carer_name": f"{dice.choice(texts['first_names'])} {dice.choice(texts['surnames'])}"
		if child
		else None,
		"carer_phone": MOBILE.format((number + 250) % 1000) if child else None,
		"emergency_name": signer if child else dice.choice(texts["first_names"]),
		"emergency_phone": MOBILE.format((number + 750) % 1000),
	}
	world.add("Young Person Identity", identity, by=person.worker, on=joined)


def _care_record(world: World, dice: Random, person: Person, age: int, eet: str, joined: date) -> None:
	uasc = person.right_to_work in ("No Permission", "Time-limited")
	limited = person.right_to_work == "Time-limited"
	care = {
		"young_person": person.record.name,
		"legal_status": _legal_status(age, person.authority),
		"care_category": _category(age, dice),
		"category_as_at": joined,
		"right_to_work": person.right_to_work,
		"right_to_work_until": world.day(dice.randint(200, 700)) if limited else None,
		"sex": dice.choice(("Female", "Male")),
		"ethnicity": dice.choice(
			("Asian", "Black", "Mixed", "White", "White", "White", "Other", "Not Recorded")
		),
		"send": dice.choice(("None", "None", "None", "SEN Support", "EHC Plan", "Not Recorded")),
		"uasc": int(uasc),
		"eet_history": [_eet_entry(world, dice, person, eet)] if age >= 17 else [],
	}
	world.add("Young Person Care Record", care, by=person.worker, on=joined)


def _support_profile(world: World, dice: Random, person: Person, joined: date) -> None:
	person.accompanied = any(need["factor"] == "Travel" for need in person.needs)
	restricted = dice.random() < WITH_RESTRICTION / WITH_NEEDS
	profile = {
		"young_person": person.record.name,
		"needs": [
			{field: need[field] for field in ("need", "control", "safety_item", "raises_assessment")}
			for need in person.needs
		],
		"restrictions": [
			{
				"ward": dice.choice(sorted(world.wards)),
				"reason": dice.choice(read("people")["restriction_reasons"]),
			}
		]
		if restricted
		else [],
		"accompanied_first_day": int(person.accompanied),
		"journey_notes": "One bus, no change, in daylight" if person.accompanied else None,
	}
	world.add("Young Person Support Profile", profile, by=person.worker, on=joined)


SIGNATORY_ROLES = {
	"Council Holds Parental Responsibility": "Team manager, children in care",
	"Parent": "Mother or father",
	"Delegated": "Foster carer, with written authority",
}


def _born(today: date, age: int, dice: Random) -> date:
	born = today - timedelta(days=365 * age + age // 4 + dice.randint(2, 360))
	return born if age_on(born, today) == age else born + timedelta(days=5)


def _authority(age: int, dice: Random) -> str:
	if age >= 18:
		return "Own"
	return dice.choice(("Council Holds Parental Responsibility",) * 6 + ("Parent", "Parent", "Delegated"))


def _eet(age: int, dice: Random) -> str:
	within, unknown = next(EET[first] for first in sorted(EET, reverse=True) if age >= first)
	drawn = dice.randrange(100)
	return "In EET" if drawn < within else "Unknown" if drawn < within + unknown else "Not in EET"


def _eet_entry(world: World, dice: Random, person: Person, eet: str) -> dict:
	codes = {
		"In EET": ("F2", "F5", "P2", "F4", "P5", "F1"),
		"Not in EET": ("G4", "G5", "G5", "G6"),
		"Unknown": ("0",),
	}
	return {
		"as_at": world.day(-dice.randint(20, 300)),
		"code": dice.choice(codes[eet]),
		"in_touch": "NO" if eet == "Unknown" else "YES",
		"confirmed_by": person.worker,
	}


def _legal_status(age: int, authority: str) -> str:
	if age >= 18:
		return "Not Looked After"
	return "Looked After: Section 20" if authority == "Parent" else "Looked After: Care Order"


def _category(age: int, dice: Random) -> str:
	if age < 16:
		return "Looked After Under 16"
	return (
		dice.choice(("Eligible",) * 5 + ("Relevant",))
		if age < 18
		else dice.choice(("Former Relevant",) * 6 + ("Qualifying",))
	)
