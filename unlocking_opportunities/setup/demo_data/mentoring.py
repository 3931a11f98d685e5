"""Mentors, some of them senior leaders, and their pairings."""

from datetime import timedelta
from random import Random

from frappe.model.document import Document

from unlocking_opportunities.mentoring.pairing_workflow import COUNTED
from unlocking_opportunities.setup.demo_data import read
from unlocking_opportunities.setup.demo_data.world import LANDLINE, World, noon, shares

MENTOR_STATUSES = {"Active": 17, "Applied": 3, "Paused": 1, "Left": 1}
PAIRING_STATUSES = {"Active": 14, "Approved": 2, "Paused": 2, "Proposed": 3, "Ended": 6}
GOALS = (
	"Practise interviews; finish the CV",
	"Keep going to college on Mondays",
	"Find out how apprenticeships work",
	"Someone to talk to about work, once a fortnight",
)
NOTES = ("", "Talked about what a good day at work is", "", "Read two adverts together", "")
ENDINGS = {"Paused": "Exams; again in a month", "Ended": "Goals reached; both said thank you"}


def make(world: World) -> None:
	dice = world.dice("mentoring")
	mentors = [
		_mentor(world, dice, number, row, status)
		for number, (row, status) in enumerate(zip(read("mentors"), shares(MENTOR_STATUSES), strict=True))
	]
	access = {"kind": "Mentor", "email": world.users["mentor"], "mentor": mentors[0].name}
	world.add("Portal Access", access)
	active = [mentor for mentor in mentors if mentor.status == "Active"]
	adults_first = sorted(world.people, key=lambda person: person.born)
	candidates = [person for person in adults_first if person.record.status == "Active"][40:300:9]
	for number, status in enumerate(shares(PAIRING_STATUSES)):
		_pairing(world, dice, number, status, active[number % len(active)], candidates[number].record.name)


def _mentor(world: World, dice: Random, number: int, row: dict, status: str) -> Document:
	cleared = status != "Applied"
	joined = world.working_day(-600 + 20 * number)
	hosts = [host.record.name for host in world.hosts if host.ready]
	mentor = {
		**row,
		"employer": hosts[10 + number] if row["mentor_type"] == "Employer" else None,
		"user": world.users["mentor"] if number == 0 else None,
		"status": status,
		"email": world.users["mentor"] if number == 0 else f"mentor{number}@mentors.example",
		"phone": LANDLINE.format(600 + number),
		"capacity": dice.choice((1, 2, 2, 3)) if status == "Active" else 1,
		"references_on": joined if cleared else None,
		"training_on": joined if cleared else None,
		"check_decision": "Eligible: Check Seen" if cleared else None,
		"checks_valid_until": world.day(dice.randint(25, 700)) if cleared else None,
		"sectors": [
			{"sector": sector}
			for sector in dice.sample(("Hospitality", "Technology", "Office and Administration"), 2)
		],
		"about": "Listens first, and knows how a big organisation works",
	}
	mentor["capacity"] = max(mentor["capacity"], 2)
	return world.add("Mentor", mentor, on=joined)


def _pairing(
	world: World, dice: Random, number: int, status: str, mentor: Document, young_person: str
) -> None:
	agreed = world.working_day(-dice.randint(5, 30) if status == "Proposed" else -dice.randint(40, 330))
	approved = status != "Proposed"
	began = status in ("Active", "Paused", "Ended")
	pairing = {
		"young_person": young_person,
		"mentor": mentor.name,
		"officer": dice.choice(world.team()),
		"status": status,
		"starts_on": world.working_day((agreed - world.today).days + 14) if began else None,
		"ends_on": world.day(-3) if status == "Ended" else None,
		"fit": dice.choice(("Good", "Good", "Deciding")) if began else "Too Soon to Say",
		"young_person_agreed_on": agreed,
		"mentor_knows_name": int(approved),
		"mentor_knows_introduction": int(began),
		"meeting_places": dice.choice(("Council Building", "Public Place", "Workplace")),
		"channel": "Through the Council",
		"meets": dice.choice(("Every Two Weeks", "Monthly")),
		"goals": GOALS[number % len(GOALS)],
		"end_reason": ENDINGS.get(status),
		"approved_by": world.users["manager"] if approved else None,
		"approved_on": noon(agreed, 16) if approved else None,
	}
	record = world.add("Mentoring Pairing", pairing, on=agreed)
	if began:
		_sessions(world, dice, record, mentor)
	if status in COUNTED:
		mentor.active_pairings = (mentor.active_pairings or 0) + 1


def _sessions(world: World, dice: Random, pairing: Document, mentor: Document) -> None:
	"""Add a session every few weeks from the first day until it ended or today, and the next date while it continues."""
	step = 14 if pairing.meets == "Every Two Weeks" else 28
	last = pairing.ends_on or world.today
	days = [pairing.starts_on + timedelta(days=step * number) for number in range(8)]
	held = [day for day in days if day <= last]
	for number, day in enumerate(held):
		session = {
			"pairing": pairing.name,
			"met_on": day,
			"went": dice.choice(("Well", "Well", "Well", "Mixed")),
			"minutes": dice.choice((30, 45, 60)),
			"place": pairing.meeting_places,
			"note": NOTES[number % len(NOTES)],
			"logged_by": mentor.user or world.users["officer"],
		}
		if number + 1 == len(held) and pairing.status == "Active":
			session["next_on"] = max(day + timedelta(days=step), world.day(3))
		world.add("Mentoring Session", session, on=day)
