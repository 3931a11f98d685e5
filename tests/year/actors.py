"""What each person does on an ordinary day: the officers, the managers, the workers, the hosts and the young people.

Each is late, forgets and gives up as people do. What they may not do is refused by the product; where a refusal is part of
ordinary life, its class is named here.
"""

from collections.abc import Callable
from datetime import date, timedelta

import frappe
from frappe.utils import add_days, add_months, getdate, now_datetime, today

from tests.year.world import (
	Host,
	Person,
	Plan,
	World,
	accept_the_offer,
	check_agreement,
	edit,
	insert,
	make_ready_to_host,
	move,
	policy,
)
from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.mentoring import pairings
from unlocking_opportunities.placements import answers, follow_ups
from unlocking_opportunities.placements.placement_workflow import GateClosed, HostNotActive
from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS, days_worked
from unlocking_opportunities.portal.employer import asks, attendance, checks, feedback, offers, placements
from unlocking_opportunities.rules import signing
from unlocking_opportunities.rules.age import compulsory_school_age_ends
from unlocking_opportunities.rules.placement_states import LIVE
from unlocking_opportunities.safeguarding import concerns
from unlocking_opportunities.unlocking_opportunities.doctype.placement.placement import PlaceIsFull

# Someone else has been faster, or the business has closed since the place was proposed.
NOT_ANY_MORE = (PlaceIsFull, HostNotActive)
SETTLED = {
	"sharing_choice": "Tell the Host Nothing More",
	"emergency_contact_checked": 1,
	"school_arranged": 1,
	"findings_shared_with": "Carer and Holder of Parental Responsibility",
	"findings_shared_how": "By Phone",
}
SEEN = {"seen_alone": "Yes", "supervisor_seen": "Yes", "controls_working": "Yes", "wellbeing": "Well"}
# What is left to do for a placement that has been agreed, in the order in which people come to it.
TO_DO = ("settle", "confirm", "young person", "responsible", "host", "council")
# The outstanding checks that each of these settles; "settle" is for all others.
SETTLES = {"confirm": {"suitability"}, **{task: {"agreement"} for task in TO_DO[2:]}}
OF_THE_HOST = {"host_agreement", "insurance"}


def propose(world: World) -> None:
	"""An officer finds a place for a young person without one, some weeks ahead."""
	placed = set(frappe.get_all("Placement", {"status": ["in", LIVE]}, pluck="young_person"))
	people = [
		person for person in world.people if person.name not in placed and person.age_on(world.today) >= 15
	]
	full = set(frappe.get_all("Placement Opportunity", {"status": ["!=", "Open"]}, pluck="name"))
	hosts = [host for host in world.hosts if host.opportunity not in full and host.assessment and host.open]
	officers = world.here("officer")
	if not (people and hosts and officers):
		return
	person, host, officer = (world.random.choice(found) for found in (people, hosts, officers))
	start = world.today + timedelta(days=world.random.randrange(10, 30))
	doc = world.act(
		officer,
		"proposes",
		person.name,
		lambda: insert("Placement", **_proposal(world, person, host, officer, start)),
	)
	world.plans[doc.name] = Plan(doc.name, person, host, officer, forgetful=world.chance(0.2), to_do=[*TO_DO])
	world.note(doc.name, f"{officer} proposed it for {person.name}")


def _proposal(world: World, person: Person, host: Host, officer: str, start: date) -> dict:
	days = world.random.sample(WEEKDAYS[:6], world.random.choice((1, 2, 3)))
	while WEEKDAYS[start.weekday()] not in days:
		start += timedelta(days=1)
	hours = {"start_time": "10:00:00", "end_time": "14:00:00", "break_minutes": 30}
	return {
		"young_person": person.name,
		"opportunity": host.opportunity,
		"officer": officer,
		"start_date": start,
		"end_date": start + timedelta(days=world.random.choice((4, 11, 18, 32, 60))),
		"schedule": [{"weekday": day, **hours} for day in sorted(days, key=WEEKDAYS.index)],
		"pay_basis": "Unpaid",
	}


def work_on_placements(world: World) -> None:
	"""The officers go through their placements, and those of colleagues who are away or have left."""
	rows = frappe.get_all(
		"Placement",
		{"name": ["in", [*world.plans]], "status": ["not in", ["Completed", "Cancelled"]]},
		[
			"name",
			"status",
			"start_date",
			"end_date",
			"under_18",
			"contact_made_on",
			"next_step",
			"actual_end",
			"gate_valid_until",
		],
		order_by="creation",
	)
	for row in rows:
		plan = world.plans[row.name]
		officer = plan.officer if world.is_here(plan.officer) else _stand_in(world)
		if officer:
			DAILY[row.status](world, plan, row, officer)


def _stand_in(world: World) -> str | None:
	return world.random.choice(world.here("officer")) if world.here("officer") and world.chance(0.3) else None


def _proposed(world: World, plan: Plan, row: frappe._dict, officer: str) -> None:
	if row.start_date < world.today:
		_cancel(world, plan, officer)
	elif not plan.answered and world.chance(0.5):
		plan.answered = True
		world.act("Guest", "answers by link", plan.name, answers.answer, plan.name, "Young Person", "Yes")
	elif plan.answered and world.chance(0.5):
		by = world.random.choice(world.here("manager") or [None]) if row.under_18 else officer
		if by:
			_try(
				world, NOT_ANY_MORE, by, "agrees", plan.name, move, "Placement", plan.name, "Agree Placement"
			)


def _agreed(world: World, plan: Plan, row: frappe._dict, officer: str) -> None:
	"""Do some of what is left. What was signed for a day that has passed is moved, or given up."""
	if row.start_date < world.today - timedelta(days=3):
		_move_or_cancel(world, plan, row, officer)
		return
	if not _do_what_is_left(world, plan, officer):
		return
	outstanding = _see_what_is_left(plan)
	if outstanding & OF_THE_HOST:
		renew_host(world, plan.host)
	if not outstanding:
		_try(world, GateClosed, officer, "marks ready", plan.name, move, "Placement", plan.name, "Mark Ready")


def _do_what_is_left(world: World, plan: Plan, officer: str) -> bool:
	"""Do some of what is left to do. False if something still is."""
	for task in [*plan.to_do]:
		if not world.chance(0.7) or TASKS[task](world, plan, officer) is False:
			return False
		plan.to_do.remove(task)
	return True


def _see_what_is_left(plan: Plan) -> set[str]:
	"""Read the start gate as on the form, and note what is left to do. The outstanding checks."""
	checks = frappe.get_doc("Placement", plan.name).gate()
	outstanding = {check["key"] for check in checks if check["outcome"] == "Fail"}
	others = outstanding.difference(*SETTLES.values())
	plan.to_do = [task for task in TO_DO if outstanding & SETTLES.get(task, others)]
	return outstanding


def _move_or_cancel(world: World, plan: Plan, row: frappe._dict, officer: str) -> None:
	if world.chance(0.3):
		_cancel(world, plan, officer)
		return
	first = world.today + timedelta(days=7)
	later = {"start_date": first, "end_date": first + (row.end_date - row.start_date)}
	world.act(officer, "moves the dates", plan.name, lambda: edit("Placement", plan.name, **later))
	_see_what_is_left(plan)


def _cancel(world: World, plan: Plan, officer: str) -> None:
	world.act(
		officer, "says why", plan.name, lambda: edit("Placement", plan.name, end_reason="They found a job.")
	)
	world.act(officer, "cancels", plan.name, move, "Placement", plan.name, "Cancel Placement")


def _settle(world: World, plan: Plan, officer: str) -> None:
	said = {
		**SETTLED,
		**_pay(world, plan),
		"risk_assessment": plan.host.assessment,
		"induction_planned_on": frappe.db.get_value("Placement", plan.name, "start_date"),
		"school_agreed_on": world.today,
		"findings_shared_on": world.today,
	}
	world.act(officer, "settles the checks", plan.name, lambda: edit("Placement", plan.name, **said))


def _pay(world: World, plan: Plan) -> dict:
	"""A business pays, except those at school. Charities and public bodies have volunteers."""
	end = frappe.db.get_value("Placement", plan.name, "end_date")
	if compulsory_school_age_ends(plan.person.born) >= end:
		return {"pay_basis": "Unpaid", "pay_exemption": "Compulsory School Age"}
	if frappe.db.get_value("Employer", plan.host.employer, "employer_type") == "Business":
		return {"pay_basis": "Paid", "pay_exemption": "", "expenses_only": 0, "hourly_rate": 16}
	return {"pay_basis": "Unpaid", "pay_exemption": "Voluntary Worker", "expenses_only": 1}


def _confirm(world: World, plan: Plan, officer: str) -> bool:
	worker = plan.person.worker
	if not world.is_here(worker):
		return False
	world.act(worker, "reads the identity", plan.person.name, read_identity, world, plan.person)
	world.act(
		worker,
		"confirms it suits",
		plan.name,
		lambda: frappe.get_doc("Placement", plan.name).confirm_suitability(),
	)
	return True


def read_identity(world: World, person: Person) -> None:
	"""Open the identity record on its form."""
	frappe.get_doc("Young Person Identity", person.name).check_permission("read")
	world.readings.add((frappe.session.user, person.name))


def _has_signed(plan: Plan, party: str) -> bool:
	end = frappe.db.get_value("Placement", plan.name, "end_date")
	valid = {"party": party, "revoked_on": ["is", "not set"], "signed_until": [">=", end]}
	return bool(frappe.db.exists("Placement Signature", {"parent": plan.name, **valid}))


def _sign_as(party: str) -> Callable:
	def sign(world: World, plan: Plan, officer: str) -> None:
		if party == signing.RESPONSIBLE and not frappe.db.get_value("Placement", plan.name, "under_18"):
			return
		if _has_signed(plan, party):
			return
		read = fingerprints.of_agreement(frappe.get_doc("Placement", plan.name))
		world.act("Guest", f"signs by link for {party}", plan.name, answers.sign, plan.name, party, read)

	return sign


def _sign_as_host(world: World, plan: Plan, officer: str) -> None:
	if _has_signed(plan, signing.HOST):
		return
	shown = placements.get_placement_with_disclosures(plan.host.visitor, plan.name)
	args = (plan.host.visitor, plan.name, shown.fingerprint)
	world.act("Guest", "signs for the host", plan.name, placements.sign_agreement, *args)


def _sign_as_council(world: World, plan: Plan, officer: str) -> None:
	if _has_signed(plan, signing.COUNCIL):
		return

	def sign() -> None:
		doc = frappe.get_doc("Placement", plan.name)
		how = {"how": "On Paper, Seen by an Officer", "signed_on": now_datetime()}
		doc.append("signatures", {"party": "Council", "authority": "Council", **how})
		doc.save()

	world.act(officer, "signs for the council", plan.name, sign)


TASKS = {
	"settle": _settle,
	"confirm": _confirm,
	"young person": _sign_as(signing.YOUNG_PERSON),
	"responsible": _sign_as(signing.RESPONSIBLE),
	"host": _sign_as_host,
	"council": _sign_as_council,
}


def _ready(world: World, plan: Plan, row: frappe._dict, officer: str) -> None:
	if row.end_date < world.today:
		_cancel(world, plan, officer)
	elif row.start_date <= world.today and world.chance(0.8):
		if not _try(
			world, GateClosed, officer, "starts", plan.name, move, "Placement", plan.name, "Start Placement"
		):
			renew_host(world, plan.host)
	elif world.chance(0.005):
		world.act(officer, "reopens the checks", plan.name, move, "Placement", plan.name, "Reopen Checks")


def _in_progress(world: World, plan: Plan, row: frappe._dict, officer: str) -> None:
	if row.end_date <= world.today:
		if world.chance(0.05 if plan.forgetful else 0.7):
			_finish(world, plan, officer)
	elif runs_out := _runs_out_soon(world, row):
		_settle_in_time(world, plan, officer, runs_out)
	elif world.chance(0.005):
		world.act(
			officer, "ends early", plan.name, follow_ups.end_early, plan.name, "It didn't work out.", today()
		)
	elif world.chance(0.005):
		world.act(
			officer, "says why", plan.name, lambda: edit("Placement", plan.name, pause_reason="They are ill.")
		)
		world.act(officer, "pauses", plan.name, move, "Placement", plan.name, "Pause Placement")


def _runs_out_soon(world: World, row: frappe._dict) -> date | None:
	"""Return the day on which a check of a running placement runs out, if the start gate says that it's within two weeks."""
	until = row.gate_valid_until
	return until if until and until < min(row.end_date, world.today + timedelta(days=14)) else None


def _settle_in_time(world: World, plan: Plan, officer: str, runs_out: date) -> None:
	"""See once that a check runs out, and settle it, unless the officer forgets. What has changed is signed again."""
	if plan.warned == runs_out:
		return
	plan.warned = runs_out
	renew_host(world, plan.host)
	if not plan.forgetful and frappe.db.exists(
		"Placement Gate Result", {"parent": plan.name, "check_key": "pay", "valid_until": runs_out}
	):
		_settle(world, plan, officer)
		plan.disturbed = "the pay changed"
		_sign_again(world, plan, officer)


def _finish(world: World, plan: Plan, officer: str) -> None:
	if world.chance(0.5):
		args = (plan.name, "Still Looking", "Look for a job")
		world.act(officer, "records the outcome", plan.name, follow_ups.record_outcome, *args)
	else:
		world.act(officer, "completes", plan.name, move, "Placement", plan.name, "Complete Placement")


def _paused(world: World, plan: Plan, row: frappe._dict, officer: str) -> None:
	if row.end_date <= world.today:
		if world.chance(0.5):
			_finish(world, plan, officer)
	elif world.chance(0.3) and _do_what_is_left(world, plan, officer):
		if _try(
			world, GateClosed, officer, "resumes", plan.name, move, "Placement", plan.name, "Resume Placement"
		):
			plan.disturbed = ""
			return
		_see_what_is_left(plan)
		renew_host(world, plan.host)
		if world.chance(0.2):
			world.act(
				officer,
				"ends early",
				plan.name,
				follow_ups.end_early,
				plan.name,
				"The checks failed.",
				today(),
			)


def _ended_early(world: World, plan: Plan, row: frappe._dict, officer: str) -> None:
	if not (row.contact_made_on and row.next_step) and world.chance(0.3):
		args = (plan.name, "Still Looking", "Try an office", today())
		world.act(officer, "has spoken to them", plan.name, follow_ups.record_outcome, *args)


DAILY = {
	"Proposed": _proposed,
	"Agreed": _agreed,
	"Ready": _ready,
	"In Progress": _in_progress,
	"Paused": _paused,
	"Ended Early": _ended_early,
}


def visit(world: World) -> None:
	"""The officers book the visits of this week, sometimes for another day, and record those that they made."""
	rows = frappe.get_all(
		"Visit",
		{"status": "Planned", "due_on": ["<=", add_days(world.today, 6)]},
		["name", "kind", "placement", "due_on", "starts_on"],
		order_by="creation",
	)
	for row in rows:
		officer = world.plans[row.placement].officer
		if not world.is_here(officer):
			continue
		day = getdate(row.starts_on) if row.starts_on else row.due_on
		if day <= world.today:
			if world.chance(0.6):
				args = {"visited_on": world.today, **SEEN}
				world.act(
					officer,
					"has visited",
					row.name,
					lambda row=row, args=args: edit("Visit", row.name, **args),
				)
		elif not row.starts_on and row.kind != "First-day Call" and world.chance(0.15):
			_book(world, row, officer)


def _book(world: World, row: frappe._dict, officer: str) -> None:
	placement = frappe.get_doc("Placement", row.placement)
	days = days_worked(placement, world.today, add_days(world.today, 14))
	if days:
		moment = f"{world.random.choice(days)} 11:00:00"
		world.act(
			officer, f"books it for {moment}", row.name, lambda: edit("Visit", row.name, starts_on=moment)
		)


def answer_pledges(world: World) -> None:
	"""The officers answer what employers offered in the course of the year, some of it late, and some of it in part."""
	for host in world.hosts:
		if not host.open or not world.here("officer") or not world.here("manager"):
			continue
		if not host.opportunity and world.chance(0.25):
			_return_or_accept(world, host)
		elif host.opportunity and not host.assessment and world.chance(0.5):
			make_ready_to_host(world, host)


def _return_or_accept(world: World, host: Host) -> None:
	"""Some offers go back to the employer with a question. Some of them answer it."""
	status = frappe.db.get_value("Employer Pledge", host.pledge, "status")
	if status == "Submitted" and world.chance(0.3):
		officer = world.random.choice(world.here("officer"))
		why = {"reason": "Which days would suit you?"}
		world.act(
			officer, "asks the employer", host.pledge, lambda: edit("Employer Pledge", host.pledge, **why)
		)
		world.act(
			officer, "returns it", host.pledge, move, "Employer Pledge", host.pledge, "Return to Employer"
		)
	elif status == "Returned":
		if world.chance(0.15):
			world.act("Guest", "answers", host.pledge, offers.resubmit, host.visitor, host.pledge, {})
	elif status == "Submitted":
		accept_the_offer(world, host)


def renew_checks(world: World) -> None:
	"""Hosts renew their insurance before it runs out, most of them; officers check the answers."""
	soon = frappe.get_all(
		"Host Agreement",
		{"status": ["in", ["Checked", "Expired"]], "cover_to": ["<=", add_days(world.today, 20)]},
		pluck="name",
	)
	for host in world.hosts:
		if host.open and host.agreement in soon and world.chance(0.15):
			renew_host(world, host)


def renew_host(world: World, host: Host) -> None:
	"""The host answers for another year, and an officer checks it at once."""
	cover_to = frappe.db.get_value("Host Agreement", host.agreement, "cover_to")
	officers = world.here("officer")
	if not host.open or not officers or cover_to > getdate(add_days(world.today, 40)):
		return

	def renew() -> str:
		checks.renew_with_changes(host.visitor, host.employer)
		standing = checks.get_standing(host.visitor, host.employer)
		if standing.status == "Draft":
			checks.save_policy(host.visitor, host.employer, policy(getdate(add_months(world.today, 12))))
		return standing.name

	host.agreement = world.act("Guest", "renews the checks", host.employer, renew)
	if frappe.db.get_value("Host Agreement", host.agreement, "status") in ("Draft", "Awaiting Check"):
		world.act(
			world.random.choice(officers),
			"checks the agreement",
			host.agreement,
			check_agreement,
			host.agreement,
		)


def hosts_report(world: World) -> None:
	"""The hosts of running placements say who came, report who did not, and ask for more time."""
	rows = frappe.get_all(
		"Placement",
		{"status": "In Progress", "name": ["in", [*world.plans]]},
		["name", "end_date"],
		order_by="creation",
	)
	for row in rows:
		plan = world.plans[row.name]
		if world.chance(0.04):
			_say_who_came(world, plan)
		elif world.chance(0.01) and placements.is_expected(
			frappe.get_doc("Placement", plan.name), world.today
		):
			args = (plan.host.visitor, plan.name)
			world.act("Guest", "reports not here", plan.name, placements.report_not_here, *args)
		elif world.chance(0.005) and row.end_date > world.today:
			until = add_days(row.end_date, 14)
			args = (plan.host.visitor, plan.name, str(until), "They are doing well.")
			_try(world, frappe.ValidationError, "Guest", "asks for more time", plan.name, asks.extend, *args)


def _say_who_came(world: World, plan: Plan) -> None:
	for week in attendance.get_week(plan.host.visitor, world.today):
		for day in week.days:
			if not day.said and week.name == plan.name:
				args = (plan.host.visitor, plan.name, day.day, world.random.choice(("Present", "Late")))
				world.act("Guest", f"says who came on {day.day}", plan.name, attendance.record, *args)


def give_feedback(world: World) -> None:
	"""Some hosts say how it went, some weeks after the end."""
	rows = frappe.get_all(
		"Placement",
		{"status": ["in", ["Completed", "Ended Early"]], "actual_end": [">=", add_days(world.today, -30)]},
		pluck="name",
		order_by="creation",
	)
	for name in rows:
		plan = world.plans[name]
		if name not in world.gave_feedback and world.chance(0.05):
			world.gave_feedback.add(name)
			said = {"overall": "Well", "as_agreed": "Yes", "reliable": "Mostly", "host_again": "Yes"}
			world.act("Guest", "gives feedback", name, feedback.save_feedback, plan.host.visitor, name, said)


def answer_requests(world: World) -> None:
	"""Officers answer what hosts ask for; managers extend the placements of under 18s."""
	rows = frappe.get_all("Placement Request", {"status": "Open"}, ["name", "placement"], order_by="creation")
	managers = world.here("manager")
	for row in rows:
		if managers and world.chance(0.3):
			doc = frappe.get_doc("Placement Request", row.name)
			_answer_request(world, world.random.choice(managers), doc)


def _answer_request(world: World, manager: str, doc) -> None:
	if frappe.db.get_value("Placement", doc.placement, "status") in (
		"In Progress",
		"Ready",
		"Agreed",
		"Paused",
	):
		if _try(world, frappe.ValidationError, manager, "agrees to the request", doc.placement, doc.agree):
			world.plans[doc.placement].to_do = [*TO_DO]
			_sign_again(world, world.plans[doc.placement], manager)
			return
	doc.reload()
	world.act(manager, "declines the request", doc.placement, doc.decline, "It has ended.")


def _sign_again(world: World, plan: Plan, officer: str) -> None:
	for task in ("young person", "responsible", "host", "council"):
		TASKS[task](world, plan, officer)


def respond_to_alerts(world: World) -> None:
	"""Someone acknowledges alerts and concerns, most of them within the hour, and closes what is settled."""
	for row in frappe.get_all(
		"Not Here Alert", {"status": ["!=", "Closed"]}, ["name", "placement", "status"], order_by="creation"
	):
		plan = world.plans[row.placement]
		user = plan.officer if world.is_here(plan.officer) else next(iter(world.here("manager")), None)
		if not user or not world.chance(0.8):
			continue
		alert = frappe.get_doc("Not Here Alert", row.name)
		if row.status == "Open":
			world.act(user, "acknowledges", row.name, alert.acknowledge)
			if world.chance(0.2):
				world.forgotten.add(row.name)
		elif row.name not in world.forgotten:
			world.act(
				user,
				"says where",
				row.name,
				lambda name=row.name: edit("Not Here Alert", name, whereabouts="At Home"),
			)
			world.act(user, "closes", row.name, frappe.get_doc("Not Here Alert", row.name).close)
	for name in frappe.get_all("Concern Referral", {"status": "Open"}, pluck="name", order_by="creation"):
		if world.here("lead") and world.chance(0.8):
			lead = world.random.choice(world.here("lead"))
			world.act(lead, "acknowledges", name, frappe.get_doc("Concern Referral", name).acknowledge)


def raise_concerns(world: World) -> None:
	if world.chance(0.02) and world.here("worker"):
		worker = world.random.choice(world.here("worker"))
		world.act(worker, "raises a concern", worker, concerns.raise_concern, "A Young Person")


def meet_mentors(world: World) -> None:
	"""Officers pair young people with mentors, who log their sessions."""
	officers, managers = world.here("officer"), world.here("manager")
	if world.chance(0.03) and officers and managers:
		_pair(world, world.random.choice(officers), world.random.choice(managers))
	for name in world.pairings:
		if world.chance(0.04):
			mentor = frappe.db.get_value("Mentoring Pairing", name, "mentor")
			held = {"met_on": today(), "went": "Well", "minutes": 45, "place": "Council Building"}
			world.act(
				"Guest", "logs a session", name, pairings.log, mentor, name, world.mentors[mentor], held
			)


def _pair(world: World, officer: str, manager: str) -> None:
	free = frappe.get_all(
		"Mentor",
		{"active_pairings": ["<", 3], "name": ["in", [*world.mentors]]},
		pluck="name",
		order_by="creation",
	)
	if not free:
		return
	agreed = {"young_person_agreed_on": world.today, "meeting_places": "Council Building", "channel": "Phone"}
	pairing = world.act(
		officer,
		"pairs them",
		free[0],
		lambda: insert(
			"Mentoring Pairing",
			young_person=world.random.choice(world.people).name,
			mentor=free[0],
			goals="Confidence",
			officer=officer,
			**agreed,
		),
	)
	world.act(manager, "approves", pairing.name, move, "Mentoring Pairing", pairing.name, "Approve Pairing")
	if world.chance(0.8):
		world.act(officer, "starts", pairing.name, move, "Mentoring Pairing", pairing.name, "Start Pairing")
	world.pairings.append(pairing.name)


def _try(world: World, refusal: type[Exception] | tuple[type[Exception], ...], *arguments) -> bool:
	"""Act; return False if it is refused in this ordinary way."""
	try:
		world.act(*arguments)
	except refusal:
		return False
	return True


WORKING_DAY = (
	work_on_placements,
	visit,
	answer_pledges,
	renew_checks,
	hosts_report,
	give_feedback,
	answer_requests,
	respond_to_alerts,
	raise_concerns,
	meet_mentors,
)
