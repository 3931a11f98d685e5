"""What an officer finds at first look: a late visit, an extension, absences, accidents and concerns."""

from datetime import date, timedelta

from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.rules.age import is_under_18
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.demo_data.world import World, noon

EXTENSION = timedelta(days=14)


def make(world: World) -> None:
	placements = list(world.loader.documents["Placement"].values())
	visits = list(world.loader.documents["Visit"].values())
	_overdue_visit(world, placements, visits)
	_extension(placements)
	_not_here(world, placements)
	_accidents(world, placements)
	_concerns(world, placements)


def _overdue_visit(world: World, placements: list[Document], visits: list[Document]) -> None:
	"""Add a regular visit that was due two working days ago and has not been made."""
	running = {placement.name for placement in placements if placement.status == "In Progress"}
	done = [
		visit
		for visit in visits
		if visit.placement in running and visit.status == "Done" and visit.kind == "Regular"
	]
	latest = max(done, key=lambda visit: visit.due_on)
	cleared = ("visited_on", "supervisor_seen", "controls_working", "as_agreed", "seen_alone", "wellbeing")
	latest.update(dict.fromkeys(cleared))
	latest.update(
		{"status": "Planned", "due_on": add_working_days(world.today, -2), "checklist": [], "actions": []}
	)


def _extension(placements: list[Document]) -> None:
	"""Extend a placement that went well: signatures cover it up to the first last day, and new ones the rest."""
	extended = next(
		placement
		for placement in placements
		if placement.status == "Completed"
		and getdate(placement.end_date) - getdate(placement.start_date) > EXTENSION * 2
	)
	extended.extended_from = getdate(extended.end_date) - EXTENSION


def _not_here(world: World, placements: list[Document]) -> None:
	"""Add two alerts that were settled long ago, and one from the last working day that is still open."""
	running = [p for p in placements if p.status == "In Progress" and p.start_date < world.day(-7)]
	over = [p for p in placements if p.status == "Completed" and p.kind == "Work Experience"]
	under_18 = [p for p in running if is_under_18(_born(world, p), p.start_date)]
	for placement, status, day in (
		(over[0], "Closed", over[0].start_date),
		(over[-1], "Closed", over[-1].start_date),
		((under_18 or running)[0], "Acknowledged", add_working_days(world.today, -1)),
	):
		reported = noon(day, 9, 50)
		alert = {
			"placement": placement.name,
			"reported_on": reported,
			"reported_by": "The host, by telephone",
			"expected_at": placement.schedule[0].start_time,
			"status": status,
			"acknowledged_by": placement.officer,
			"acknowledged_on": noon(day, 9, 58),
			"alerts_sent": 1,
			"last_alert_on": reported,
			"under_18": int(is_under_18(_born(world, placement), placement.start_date)),
			"carer_told": int(is_under_18(_born(world, placement), placement.start_date)),
			"whereabouts": "Safe and Well",
			"what_happened": "Overslept, and called the officer back"
			if status == "Closed"
			else "Took the wrong bus and arrived at 10:30am",
		}
		world.add("Not Here Alert", alert, on=day)


def _accidents(world: World, placements: list[Document]) -> None:
	"""Add a burn that was settled, and a fall this week for which RIDDOR is not decided yet."""
	over = next(p for p in placements if p.status == "Completed" and p.kind == "Work Experience")
	running = next(p for p in placements if p.status == "In Progress" and p.start_date < world.day(-7))
	settled = {
		"placement": over.name,
		"happened_on": noon(over.start_date, 11, 20),
		"where_it_happened": "Kitchen",
		"what_happened": "Touched a hot tray without a glove",
		"injury": "Small burn on one finger",
		"treatment": "First Aid",
		"done_since": "Gloves now hang by the oven",
		"riddor_kind": "Not Reportable",
		"riddor_reason": "First aid only. Back at work after ten minutes",
		"carer_told_on": noon(over.start_date, 12, 0),
		"worker_told_on": noon(over.start_date, 12, 15),
	}
	day = add_working_days(world.today, -1)
	undecided = {
		"placement": running.name,
		"happened_on": noon(day, 14, 5),
		"where_it_happened": "Loading bay",
		"what_happened": "Slipped on a wet ramp",
		"injury": "Bruised knee",
		"treatment": "Minor Injuries Unit",
		"worker_told_on": noon(day, 14, 40),
	}
	world.add("Accident", {**settled, "reported_by": over.officer}, on=over.start_date)
	world.add("Accident", {**undecided, "reported_by": running.officer}, on=day)


def _concerns(world: World, placements: list[Document]) -> None:
	"""Add two concerns that the safeguarding lead has acknowledged; the LADO has to be told about one of them today."""
	known = next(p for p in placements if p.status == "Completed")
	day = world.day(-40)
	world.add(
		"Concern Referral",
		{
			"name": "CON-4K7MXP2A",
			"about": "A Young Person",
			"young_person": known.young_person,
			"placement": known.name,
			"reported_by": known.officer,
			"reported_on": noon(day, 10, 5),
			"duty_told_on": noon(day, 9, 40),
			"case_reference": "CS-20417",
			"status": "Acknowledged",
			"acknowledged_by": world.users["safeguarding"],
			"acknowledged_on": noon(day, 10, 20),
			"alerts_sent": 1,
			"last_alert_on": noon(day, 10, 5),
		},
		on=day,
	)
	yesterday = add_working_days(world.today, -1)
	world.add(
		"Concern Referral",
		{
			"name": "CON-9T3VHC6D",
			"about": "An Adult Who Works with Children",
			"reported_by": known.officer,
			"reported_on": noon(yesterday, 16, 30),
			"status": "Acknowledged",
			"acknowledged_by": world.users["safeguarding"],
			"acknowledged_on": noon(yesterday, 16, 41),
			"alerts_sent": 1,
			"last_alert_on": noon(yesterday, 16, 30),
		},
		on=yesterday,
	)


def _born(world: World, placement: Document) -> date:
	return next(person.born for person in world.people if person.record.name == placement.young_person)
