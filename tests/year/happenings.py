"""What happens to people and hosts, now and then. Each has a chance on a working day."""

from collections.abc import Callable
from datetime import timedelta

import frappe
from frappe.utils import add_days, now_datetime

from tests.year.actors import TO_DO
from tests.year.world import TEAM, WARDS, World, add_colleague, edit, insert, move, offer_a_place
from unlocking_opportunities.portal.offer.records import create_records
from unlocking_opportunities.portal.people import placement_access
from unlocking_opportunities.portal.public.call_me import create_request
from unlocking_opportunities.rules.placement_states import LIVE, RUNNING

# Who may leave, so that someone of each kind is left.
MAY_LEAVE = ("officer", "worker", "manager", "lead")


def go_on_holiday(world: World) -> None:
	"""Someone goes away for some days, with cover or without."""
	kind = world.random.choice(("officer", "officer", "worker", "worker", "manager", "lead"))
	here = world.here(kind)
	if len(here) < 2:
		return
	user, colleague = world.random.sample(here, 2)
	back = world.today + timedelta(days=world.random.randrange(3, 15))
	if world.chance(0.6):
		days = {"from_date": add_days(world.today, 1), "to_date": add_days(back, -1)}
		cover = {"user": user, "cover_by": colleague, **days}
		world.act(user, f"is away until {back}", user, lambda: insert("Absence Cover", **cover))
	world.away[user] = back


def leave_the_council(world: World) -> None:
	"""Someone leaves: an administrator disables the account. A successor comes some weeks later."""
	kind = world.random.choice(MAY_LEAVE)
	staying = [user for user in world.staff[kind] if user not in world.gone]
	if len(staying) < 2:
		return
	user = world.random.choice(staying)
	world.act("Administrator", "disables the account", user, lambda: edit("User", user, enabled=0))
	world.gone[user] = now_datetime()
	for plan in world.plans.values():
		if plan.officer == user:
			world.note(plan.name, f"its officer {user} left")


def join_the_council(world: World) -> None:
	"""A successor for someone who left; workers take over the young people."""
	for kind in MAY_LEAVE:
		staying = [user for user in world.staff[kind] if user not in world.gone]
		if len(staying) < TEAM[kind]:
			new = add_colleague(world, kind, len(world.staff[kind]) + 1)
			world.staff[kind].append(new)
			return


def reallocate(world: World) -> None:
	"""A manager gives a young person whose worker has left to another one."""
	left = [person for person in world.people if person.worker in world.gone]
	workers, managers = world.here("worker"), world.here("manager")
	if not (left and workers and managers):
		return
	person = world.random.choice(left)
	person.worker = world.random.choice(workers)
	to = {"allocated_worker": person.worker}
	world.act(managers[0], "reallocates", person.name, lambda: edit("Young Person", person.name, **to))


def change_phone(world: World) -> None:
	person = world.random.choice(world.people)
	if officers := world.here("officer"):
		number = f"07700 9{world.random.randrange(10000, 99999)}"
		world.act(
			officers[0],
			"changes the mobile",
			person.name,
			lambda: edit("Young Person Identity", person.name, mobile=number),
		)


def move_ward(world: World) -> None:
	person = world.random.choice(world.people)
	if officers := world.here("officer"):
		ward = world.random.choice(WARDS)
		world.act(
			officers[0], "moves ward", person.name, lambda: edit("Young Person", person.name, ward=ward)
		)


def close_a_business(world: World) -> None:
	"""A host closes: an officer says so, withdraws the offer and ends what runs there."""
	open_hosts = [host for host in world.hosts if host.open and host.opportunity]
	officers = world.here("officer")
	if len(open_hosts) < 3 or not officers:
		return
	host, officer = world.random.choice(open_hosts), officers[0]
	host.open = False
	for plan in world.plans.values():
		if plan.host is host:
			plan.disturbed = "the business closed"
			world.note(plan.name, "the business closed")
	world.act(
		officer, "says it has closed", host.employer, lambda: edit("Employer", host.employer, status="Former")
	)
	if frappe.db.get_value("Employer Pledge", host.pledge, "status") == "Accepted":
		world.act(officer, "withdraws", host.pledge, move, "Employer Pledge", host.pledge, "Withdraw Pledge")


def change_supervisor(world: World) -> None:
	"""Another person supervises a placement. What was confirmed and signed with the first one has to be done again."""
	names = frappe.get_all(
		"Placement",
		{"status": ["in", ["Agreed", "Ready", *RUNNING]], "name": ["in", [*world.plans]]},
		pluck="name",
		order_by="creation",
	)
	officers = world.here("officer")
	if not names or not officers:
		return
	plan = world.plans[world.random.choice(names)]
	plan.disturbed, plan.to_do = "the supervisor changed", [*TO_DO]
	world.act(
		officers[0],
		"names another supervisor",
		plan.name,
		lambda: edit("Placement", plan.name, supervisor_name="Toni Other"),
	)


def send_links(world: World) -> None:
	"""An officer sends the young person, and whoever signs for them, a link."""
	rows = frappe.get_all(
		"Placement",
		{"status": ["in", LIVE], "name": ["in", [*world.plans]]},
		["name", "under_18"],
		order_by="creation",
	)
	officers = world.here("officer")
	if not rows or not officers:
		return
	row = world.random.choice(rows)
	to = "Signatory" if row.under_18 and world.chance(0.5) else "Young Person"
	world.act(officers[0], f"sends a link to the {to}", row.name, placement_access.send_link, row.name, to)


def ask_for_a_call(world: World) -> None:
	said = {"caller_name": "Jo Made-Up", "phone": "01908 555013"}
	world.act("Guest", "asks for a call", "calls", create_request, None, said, "/call-me")


def call_back(world: World) -> None:
	names = frappe.get_all("Callback Request", {"status": "Open"}, pluck="name", order_by="creation")
	if names and (officers := world.here("officer")):
		world.act(officers[0], "calls", names[0], frappe.get_doc("Callback Request", names[0]).mark_called)


def offer_another_place(world: World) -> None:
	"""A new employer offers a place on the website."""
	if len(world.hosts) < world.size.employers:
		offer_a_place(world, len(world.hosts))


def apply_as_mentor(world: World) -> None:
	"""Someone offers to be a mentor on the website."""
	email = f"applicant-{world.random.randrange(10**6)}@mentors.example"
	said = {
		"kind": "Mentoring",
		"employer_type": "Individual",
		"contact_name": "Kim Made-Up",
		"role_title": "Confidence",
	}
	world.act("Guest", "applies as a mentor", email, create_records, said, email)


def turn_18(world: World) -> None:
	"""An officer notes that those who have turned 18 sign for themselves."""
	for person in world.people:
		if (
			not person.signs_alone
			and person.age_on(world.today) >= 18
			and (officers := world.here("officer"))
		):
			person.signs_alone = True
			own = {"signing_authority": "Own"}
			world.act(
				officers[0],
				"notes that they sign alone",
				person.name,
				lambda person=person: edit("Young Person Identity", person.name, **own),
			)


NOW_AND_THEN: tuple[tuple[float, Callable[[World], None]], ...] = (
	(0.12, go_on_holiday),
	(0.015, leave_the_council),
	(0.05, join_the_council),
	(0.2, reallocate),
	(0.05, change_phone),
	(0.05, move_ward),
	(0.008, close_a_business),
	(0.02, change_supervisor),
	(0.2, send_links),
	(0.04, ask_for_a_call),
	(0.3, call_back),
	(0.1, offer_another_place),
	(0.03, apply_as_mentor),
	(0.5, turn_18),
)
