"""The council, its hosts and its young people: made by the people who make them, through the doors that they use."""

from collections import defaultdict, deque
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from random import Random
from typing import Any

import frappe
from frappe.model.document import Document
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, add_months, add_years, getdate, today

from tests.factories import ROLES
from tests.year.clock import Clock
from tests.year.in_process import Jobs, after_job
from unlocking_opportunities.portal.employer import checks
from unlocking_opportunities.portal.identity import Access, Visitor
from unlocking_opportunities.portal.offer.records import create_records
from unlocking_opportunities.rules.age import age_on
from unlocking_opportunities.rules.risk import PROHIBITED_WORK

TEAM = {"administrator": 1, "manager": 2, "officer": 4, "worker": 5, "lead": 2, "adviser": 1}
REMEMBERED = 10
WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday")
WARDS = ("Bletchley East", "Wolverton", "Newport Pagnell North")


@dataclass(frozen=True)
class Size:
	"""How much is going on. `placements` are proposed in the course of the year."""

	employers: int
	placements: int
	mentors: int


@dataclass
class Host:
	"""An employer, and what an officer needs to know to place someone there."""

	employer: str
	email: str
	pledge: str
	opportunity: str
	site: str
	agreement: str = ""
	assessment: str = ""
	open: bool = True

	@property
	def visitor(self) -> Visitor:
		return Visitor(
			self.email, (Access(f"access-{self.email}", "Employer", self.employer, None, None),), "session"
		)


@dataclass
class Person:
	"""A young person. `worker` is who they are allocated to."""

	name: str
	worker: str
	born: date
	email: str
	signs_alone: bool = False

	def age_on(self, day: date) -> int:
		return age_on(self.born, day)


@dataclass
class Plan:
	"""A placement, as those who take part in it know it.

	`disturbed`: someone has done something for which the start gate may rightly stop it. `warned`: the day until which the
	start gate said, in good time, that its checks pass.
	"""

	name: str
	person: Person
	host: Host
	officer: str
	disturbed: str = ""
	warned: date | None = None
	forgetful: bool = False
	answered: bool = False
	to_do: list[str] = field(default_factory=list)


class World:
	"""Everything that the actors know, and a journal of what they did."""

	def __init__(self, seed: int, clock: Clock, jobs: Jobs, size: Size):
		self.seed, self.clock, self.jobs, self.size = seed, clock, jobs, size
		self.random = Random(seed)
		self.staff: dict[str, list[str]] = {}
		self.away: dict[str, date] = {}
		# When each of those who have left did so.
		self.gone: dict[str, datetime] = {}
		self.hosts: list[Host] = []
		self.people: list[Person] = []
		self.plans: dict[str, Plan] = {}
		self.pairings: list[str] = []
		self.mentors: dict[str, str] = {}
		self.last = ""
		self.gave_feedback: set[str] = set()
		self.forgotten: set[str] = set()
		self.readings: set[tuple[str, str]] = set()
		self.did: dict[str, deque[str]] = defaultdict(lambda: deque(maxlen=REMEMBERED))

	@property
	def today(self) -> date:
		return self.clock.day

	def chance(self, probability: float) -> bool:
		return self.random.random() < probability

	def here(self, kind: str) -> list[str]:
		"""The colleagues of a kind who are at work today."""
		return [user for user in self.staff[kind] if self.is_here(user)]

	def is_here(self, user: str) -> bool:
		return user not in self.gone and self.away.get(user, self.today) <= self.today

	def act(self, user: str, what: str, record: str, action: Callable, *arguments: Any) -> Any:
		"""Let `user` do something to `record`, as one request of theirs, with the jobs that it queues; the result."""
		self.note(record, f"{user} {what}")
		self.last = record
		if frappe.session.user != user:
			frappe.set_user(user)
		try:
			result = action(*arguments)
		except Exception as error:
			frappe.db.rollback()
			frappe.clear_messages()
			self.note(record, f"… refused: {type(error).__name__}: {str(error)[:200]}")
			raise
		frappe.db.commit()
		frappe.clear_messages()
		after_job()
		self.jobs.run()
		return result

	def note(self, record: str, what: str) -> None:
		self.did[record].append(f"{self.today:%a %d %b %Y} {what}")

	def told(self, record: str) -> str:
		"""The last things that were done to a record, for a failure's message."""
		return "\n".join(self.did.get(record, ["nobody here did anything to it"]))


def edit(doctype: str, name: str, **values: Any) -> Document:
	"""Change fields of a record as the signed-in user, as on its form."""
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("write")
	return doc.update(values).save()


def move(doctype: str, name: str, action: str) -> Document:
	"""Press a workflow button as the signed-in user."""
	return apply_workflow(frappe.get_doc(doctype, name), action)


def insert(doctype: str, **values: Any) -> Document:
	return frappe.get_doc({"doctype": doctype, **values}).insert()


def fill(world: World) -> None:
	"""Make the team, the first hosts, the young people and the mentors. Nothing that they cause is checked."""
	_team(world)
	for number in range(world.size.employers * 4 // 5):
		offer_a_place(world, number)
		accept_the_offer(world, world.hosts[-1])
		make_ready_to_host(world, world.hosts[-1])
	for number in range(world.size.placements):
		add_person(world, number)
	for number in range(world.size.mentors):
		_mentor(world, number)


def _team(world: World) -> None:
	for kind, number in TEAM.items():
		world.staff[kind] = [add_colleague(world, kind, count) for count in range(1, number + 1)]
	for ward in WARDS:
		world.act(world.staff["administrator"][0], "adds the ward", ward, _ward, ward)


def _ward(name: str) -> None:
	if not frappe.db.exists("Ward", name):
		insert("Ward", ward_name=name)


def add_colleague(world: World, kind: str, number: int) -> str:
	"""Give someone in the council an account, as the site's administrator does; their user ID."""
	name = f"{kind}-{number}@council.example"
	user = frappe.new_doc("User")
	user.update(
		{"email": name, "first_name": kind.title(), "last_name": str(number), "send_welcome_email": 0}
	)
	user.append("roles", {"role": ROLES[kind]})
	user.flags.no_welcome_mail = True
	world.act("Administrator", "adds the account", name, user.insert)
	return name


def offer_a_place(world: World, number: int) -> None:
	"""An employer confirms an offer on the website."""
	sectors = frappe.get_all("Sector", {"usual_environment": "Low Risk"}, order_by="name", pluck="name")
	email = f"host-{number}@host.example"
	answers = {
		"kind": "Work Experience",
		"number": world.random.choice((2, 3, 4)),
		"role_title": f"Assistant {number}",
		"sector": sectors[number % len(sectors)],
		"description": "Helping the team",
		"address_line": f"{number} High Street",
		"town": "Milton Keynes",
		"postcode": f"MK{number % 19 + 1} 1AA",
		"employer_name": f"Host {number}",
		"employer_type": world.random.choice(("Business", "Charity or Social Enterprise", "Public Body")),
		"contact_name": f"Contact {number}",
		"phone": "01908 555010",
	}
	pledge = world.act("Guest", "offers a place", email, create_records, answers, email)
	site = pledge.offers[0].site
	world.hosts.append(Host(pledge.employer, email, pledge.name, "", site))


def accept_the_offer(world: World, host: Host) -> None:
	"""An officer takes the offer on, accepts it and names the supervisor."""
	officer = world.random.choice(world.here("officer"))
	world.act(
		officer, "takes it on", host.pledge, lambda: edit("Employer Pledge", host.pledge, officer=officer)
	)
	world.act(
		officer, "is the officer of", host.employer, lambda: edit("Employer", host.employer, officer=officer)
	)
	world.act(officer, "accepts", host.pledge, move, "Employer Pledge", host.pledge, "Accept Pledge")
	host.opportunity = frappe.db.get_value("Placement Opportunity", {"pledge": host.pledge})
	named = {"supervisor_name": "Sam Supervisor", "tasks": "Laying tables"}
	world.act(
		officer,
		"names the supervisor",
		host.opportunity,
		lambda: edit("Placement Opportunity", host.opportunity, **named),
	)


def make_ready_to_host(world: World, host: Host) -> None:
	"""The host answers the host agreement, and an officer and a manager see to it and to the risk assessment."""
	officer = world.random.choice(world.here("officer"))
	world.act("Guest", "answers the host agreement", host.employer, _answer_agreement, world, host)
	world.act(officer, "checks the agreement", host.agreement, check_agreement, host.agreement)
	host.assessment = world.act(
		officer, "writes the assessment", host.employer, _write_assessment, host, officer
	).name
	world.act(
		officer, "submits", host.assessment, move, "Risk Assessment", host.assessment, "Submit Assessment"
	)
	manager = world.random.choice(world.here("manager"))
	world.act(
		manager, "approves", host.assessment, move, "Risk Assessment", host.assessment, "Approve Assessment"
	)


def _answer_agreement(world: World, host: Host) -> None:
	until = add_days(world.today, world.random.randrange(60, 365))
	checks.save_answers(
		host.visitor,
		host.employer,
		{
			"cover": "typed",
			"supervisor_name": "Sam Supervisor",
			"supervises_alone": 0,
			"health_safety_contact": "Hari",
			"safeguarding_contact": "Sofia",
			"safeguarding_phone": "01908 555011",
			"data_undertaking": 1,
		},
	)
	checks.save_policy(host.visitor, host.employer, policy(until))
	host.agreement = checks.get_standing(host.visitor, host.employer).name


def policy(until: date) -> dict[str, Any]:
	"""A year's insurance that ends on `until`."""
	return {
		"insurer": "Acme Mutual",
		"policy_number": "P-1",
		"cover_limit": 10_000_000,
		"cover_from": add_years(until, -1),
		"cover_to": until,
	}


def check_agreement(name: str) -> None:
	"""Complete and check a host agreement, as an officer."""
	seen = {
		"insurer_standing": "Member of the ABI",
		"dbs_decision": "Not Needed",
		"dbs_reason": "Never alone",
	}
	edit(
		"Host Agreement", name, evidence_kind="Seen on the Wall", insurer_notified_on=today(), **seen
	).mark_checked()


def _write_assessment(host: Host, officer: str) -> Document:
	return insert(
		"Risk Assessment",
		employer=host.employer,
		site=host.site,
		officer=officer,
		environment_band="Low Risk",
		tasks="Laying tables",
		supervisor_name="Sam Supervisor",
		suits_under_school_leaving_age=1,
		conversation_on=today(),
		conversation_with="Hari",
		conversation_note="Shown the exits, first aid and who to ask.",
		pre_start_visit_on=today(),
		prohibited_work=[{"question_key": question.key, "answer": "No"} for question in PROHIBITED_WORK],
	)


def add_person(world: World, number: int) -> None:
	"""A manager adds a young person: most are 16 to 24, and some have their 18th or 25th birthday in the year."""
	manager, worker = world.random.choice(world.staff["manager"]), world.random.choice(world.staff["worker"])
	age = world.random.choice((15, 16, 17, 17, 17, 18, 19, 20, 21, 22, 23, 24))
	born = getdate(add_days(add_years(world.today, -age), -world.random.randrange(1, 364)))
	email = f"person-{number}@people.example"
	person = world.act(
		manager, "adds a young person", email, _make_person, world, worker, born, email, number
	)
	world.people.append(Person(person, worker, born, email, age >= 18))


def _make_person(world: World, worker: str, born: date, email: str, number: int) -> str:
	sector = frappe.db.get_value("Sector", {"usual_environment": "Low Risk"}, order_by="name")
	ward = world.random.choice(WARDS)
	person = insert("Young Person", allocated_worker=worker, ward=ward, interests=[{"sector": sector}])
	adult = add_years(born, 18) <= world.today
	insert(
		"Young Person Identity",
		young_person=person.name,
		preferred_name=f"Robin {number}",
		surname="Made-Up",
		date_of_birth=born,
		email=email,
		mobile="07700 900123",
		carer_email=f"carer-{number}@people.example",
		emergency_name="Alex",
		emergency_phone="01908 555012",
		signing_authority="Own" if adult else "Council Holds Parental Responsibility",
		signatory_email=None if adult else f"signatory-{number}@people.example",
	)
	insert(
		"Young Person Care Record",
		young_person=person.name,
		right_to_work="Unrestricted",
		eet_history=[{"as_at": world.today}],
	)
	return person.name


def _mentor(world: World, number: int) -> None:
	officer = world.random.choice(world.here("officer"))
	email = f"mentor-{number}@mentors.example"
	mentor = world.act(
		officer,
		"adds a mentor",
		email,
		lambda: insert(
			"Mentor",
			mentor_name=f"Mentor {number}",
			email=email,
			capacity=3,
			status="Active",
			references_on=world.today,
			training_on=world.today,
			check_decision="Not Needed",
			checks_valid_until=add_months(world.today, 18),
		),
	)
	world.mentors[mentor.name] = email
