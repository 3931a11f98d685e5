"""Visits: those made, and those planned."""

from datetime import date, timedelta
from random import Random

from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.placements import visit_planning
from unlocking_opportunities.placements.start_gate.timetable import days_worked
from unlocking_opportunities.rules.risk import HIGHER_RISK
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.demo_data.placements.fits import Fit
from unlocking_opportunities.setup.demo_data.world import World, noon


def write(world: World, dice: Random, placement: Document, fit: Fit) -> None:
	if fit.status in ("Proposed", "Cancelled"):
		return
	due = visit_planning.due_dates(
		fit.start,
		fit.end,
		visit_planning.intervals_in_settings(),
		under_18=fit.under_18,
		higher_risk=fit.host.site.environment_band == HIGHER_RISK,
		worked=days_worked(placement, fit.start, fit.end),
	)
	counted: dict[str, int] = {}
	for kind, day in due:
		counted[kind] = counted.get(kind, 0) + 1
		visit = {
			"placement": placement.name,
			"kind": kind,
			"due_on": day,
			"visitor": fit.host.record.officer,
			"plan_key": f"{placement.name}/{kind}/{counted[kind]}",
			**visited_or_planned(world, dice, placement, fit, kind, day),
		}
		world.add("Visit", visit, on=getdate(placement.creation))


def visited_or_planned(
	world: World, dice: Random, placement: Document, fit: Fit, kind: str, day: date
) -> dict:
	over = placement.actual_end
	if over and day > over:
		return {"status": "Cancelled"}
	if day >= world.today and not over:
		booked = (day - world.today).days <= 14 and dice.random() < 0.5
		return {
			"status": "Planned",
			"starts_on": noon(day, dice.choice((10, 11, 14, 15))) if booked else None,
		}
	if dice.random() < 0.04:
		return {
			"status": "Not Possible",
			"reason_not_possible": "The site was closed that day; called instead",
		}
	visited = min(day + timedelta(days=dice.choice((0, 0, 0, 1))), world.day(-1), over or world.today)
	visited = max(visited, min(day, world.day(-1)))
	return {"status": "Done", "visited_on": visited, **_seen(dice, kind, fit, visited)}


def _seen(dice: Random, kind: str, fit: Fit, visited: date) -> dict:
	seen = {
		"supervisor_seen": "Yes",
		"controls_working": dice.choice(("Yes",) * 8 + ("Partly",)),
		"as_agreed": dice.choice(("Yes",) * 8 + ("Partly",)),
	}
	if kind == "Before Start":
		return seen
	seen |= {
		"seen_alone": dice.choice(("Yes",) * 12 + ("No",)),
		"wellbeing": dice.choice(("Well",) * 6 + ("Mixed",) * 2 + ("Badly",)),
	}
	if kind == "First-day Call":
		return {"wellbeing": seen["wellbeing"]}
	seen["checklist"] = [
		{"item": "Knows who to ask", "answer": "Yes"},
		{"item": "Breaks are taken", "answer": dice.choice(("Yes", "Yes", "Partly"))},
		{"item": "Travel works", "answer": dice.choice(("Yes", "Yes", "No"))},
	]
	if seen["controls_working"] == "Partly":
		action = {
			"action": "Show the fire exits again",
			"owner_role": "Supervisor",
			"due_by": add_working_days(visited, 3),
		}
		seen["actions"] = [action]
	return seen
