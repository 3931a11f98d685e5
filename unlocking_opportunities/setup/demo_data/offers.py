"""Employers' offers: a hundred and twenty pledges in every status, and the places of the accepted ones."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random

from frappe.model.document import Document
from frappe.utils import getdate

from unlocking_opportunities.employers.opportunities import BOOKABLE, FOLLOWS
from unlocking_opportunities.rules.risk import HIGHER_RISK
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.demo_data import read
from unlocking_opportunities.setup.demo_data.world import Host, World, noon, shares

ANSWERED = {"Accepted": 44, "Fulfilled": 24, "Expired": 8, "Paused": 5}
UNANSWERED = {"Submitted": 9, "Under Review": 8, "Declined": 7, "Withdrawn": 6, "Returned": 5, "Draft": 4}
# How long ago the waiting ones were sent: the first four days ago, the last so long that it is overdue.
WAITING = (4, 1, 0, 2, 5, 3, 1, 6, 9, 2, 4, 7, 3, 8, 5, 2, 6)
# What accepted pledges offer, in turn.
KINDS = (
	"Work Experience",
	"Taster",
	"Work Experience",
	"Paid Job",
	"Work Experience",
	"Apprenticeship",
	"Work Experience",
	"Internship",
	"Taster",
	"Work Experience",
	"Talk or Visit",
)
ALSO = ("Mentoring", "Guaranteed Interview", "Time", "Kit", "Funding", "University Application Support")
SOURCES = ("Web", "Web", "Email", "Telephone", "Careers Fayre", "Careers Fayre", "Steering Group", "Other")
PAID = {"Paid Job": (12.80, 14.20), "Internship": (12.80, 13.40), "Apprenticeship": (8.40, 10.40)}
# First and last hour of a working day, and hours a week, by kind.
HOURS = {
	"Work Experience": ("09:30:00", "15:30:00", 26.25),
	"Taster": ("10:00:00", "15:00:00", 9.0),
	"Internship": ("09:30:00", "16:30:00", 25.0),
	"Apprenticeship": ("09:00:00", "17:00:00", 35.0),
	"Paid Job": ("09:00:00", "17:00:00", 35.0),
	"Talk or Visit": ("10:00:00", "12:00:00", 2.0),
}
REASONS = {
	"Declined": "Thank you. The work is on a roof, and no one under 18 can work there. We'd welcome a place in your office.",
	"Returned": "Thank you. Please say which days and hours you have in mind, and who would look after them.",
}


def make(world: World) -> None:
	dice = world.dice("offers")
	ready = [host for host in world.hosts if host.ready]
	answered = list(shares(ANSWERED))
	for number, status in enumerate(answered):
		_answered(world, dice, number, status, ready[number % len(ready)])
	waiting = iter(WAITING)
	others = [host for host in world.hosts if not host.ready and host.record.status == "Active"]
	for number, status in enumerate(shares(UNANSWERED)):
		host = others[number % len(others)] if number % 3 else ready[number]
		_unanswered(world, dice, number, status, host, waiting)


def write_pledges(world: World) -> None:
	"""Write the pledges after their places, because they count them."""
	documents = world.loader.documents
	documents["Employer Pledge"] = documents.pop("Employer Pledge")


def _answered(world: World, dice: Random, number: int, status: str, host: Host) -> None:
	first, last = {
		"Accepted": (25, 420),
		"Paused": (60, 300),
		"Fulfilled": (400, 715),
		"Expired": (230, 700),
	}[status]
	known = getdate(host.record.creation)
	sent = add_working_days(max(world.day(-dice.randint(first, last)), known + timedelta(days=3)), 0)
	answered = add_working_days(sent, dice.randint(1, 5))
	open_until = answered + timedelta(days=180) if status == "Expired" else world.day(dice.randint(90, 400))
	if status == "Expired":
		open_until = min(open_until, world.day(-5))
	kind = KINDS[number % len(KINDS)]
	offers = [_offer(dice, host, kind, answered, open_until)]
	if number % 4 == 0:
		offers.append(_offer(dice, host, KINDS[(number + 3) % len(KINDS)], answered, open_until))
	if number % 5 == 0:
		offers.append({"kind": ALSO[number // 5 % len(ALSO)], "number": 1, "flexible": 1})
	pledge = _pledge(
		world, dice, host, status, offers, sent, valid_until=open_until, answered_on=noon(answered, 15)
	)
	for offer in pledge.offers:
		if offer.kind in BOOKABLE:
			offer.opportunity = _opportunity(world, dice, host, pledge, offer, answered).name


def _unanswered(
	world: World, dice: Random, number: int, status: str, host: Host, waiting: Iterator[int]
) -> None:
	is_waiting = status in ("Submitted", "Under Review")
	sent = world.day(-next(waiting)) if is_waiting else world.working_day(-dice.randint(15, 400))
	until = world.day(dice.randint(120, 300))
	kind = KINDS[(number + 2) % len(KINDS)] if number % 6 else ALSO[number // 6 % len(ALSO)]
	reasoned = status in REASONS
	_pledge(
		world,
		dice,
		host,
		status,
		[_offer(dice, host, kind, sent, until)],
		sent,
		valid_until=until,
		reason=REASONS.get(status),
		answered_on=noon(add_working_days(sent, 3), 15) if reasoned else None,
	)


def _pledge(
	world: World, dice: Random, host: Host, status: str, offers: list[dict], sent: date, **more
) -> Document:
	from_contract = host.record.employer_type == "Council Contractor"
	pledge = {
		"employer": host.record.name,
		"contact": host.contact
		if host.record.employer_type not in ("Council Department", "Public Body")
		else None,
		"pledged_on": sent,
		"source": _source(dice, host),
		"status": status,
		"officer": host.record.officer if status != "Draft" else None,
		"offers": offers,
		"submitted_on": noon(sent, 9, 40) if status != "Draft" else None,
		"answer_by": add_working_days(sent, 5) if status != "Draft" else None,
		"contract_reference": f"DEMO-CON-{dice.randint(100, 999)}" if from_contract else None,
		"places_owed": 4 if from_contract else 0,
		**more,
	}
	return world.add("Employer Pledge", pledge, on=sent)


def _source(dice: Random, host: Host) -> str:
	if host.record.employer_type == "Council Department":
		return "Council Department"
	if host.record.employer_type == "Council Contractor":
		return "Contract Social Value"
	return "Councillor" if host.record.introduced_by else dice.choice(SOURCES)


def _offer(dice: Random, host: Host, kind: str, start: date, until: date) -> dict:
	role, tasks = dice.choice(read("roles")[host.record.sector])
	bookable = kind in BOOKABLE
	return {
		"kind": kind,
		"number": dice.choice((1, 1, 2, 2, 3)),
		"role_title": role if bookable else None,
		"sector": host.record.sector,
		"site": host.site.name if bookable else None,
		"available_from": start if bookable else None,
		"available_until": until if bookable else None,
		"hours_per_week": HOURS[kind][2] if bookable else 0,
		"paid": int(kind in PAID),
		"flexible": dice.randint(0, 1),
		"description": tasks if bookable else None,
	}


def _opportunity(
	world: World, dice: Random, host: Host, pledge: Document, offer: Document, on: date
) -> Document:
	start, end, hours = HOURS[offer.kind]
	low, high = PAID.get(offer.kind, (0, 0))
	opportunity = {
		"employer": host.record.name,
		"site": host.site.name,
		"kind": offer.kind,
		"role_title": offer.role_title,
		"status": FOLLOWS[pledge.status],
		"capacity": offer.number,
		"taken": 0,
		"sector": offer.sector,
		"tasks": offer.description,
		"supervisor_name": host.supervisor,
		"available_from": offer.available_from,
		"available_until": offer.available_until,
		"hours_per_week": hours,
		"start_time": start,
		"end_time": end,
		"minimum_age": 16 if offer.kind in PAID or host.site.environment_band == HIGHER_RISK else 14,
		"pay_basis": "Paid" if offer.paid else "Unpaid",
		"hourly_rate": round(dice.uniform(low, high), 1),
		"pledge": pledge.name,
		"pledge_offer": offer.name,
		"travel_notes": host.site.travel_notes,
	}
	opportunity = world.add("Placement Opportunity", opportunity, on=on)
	world.places.append(opportunity)
	return opportunity
