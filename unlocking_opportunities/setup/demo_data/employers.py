"""Sixty employers and council departments, with their contacts, insurance, agreements and assessments.

The first `READY`, in the order in which they answered their agreements, can host today. The others are at every
stage before that: not asked yet, waiting for a check, lapsed, merged.
"""

from datetime import date, timedelta
from random import Random
from typing import Any

from frappe.model.document import Document
from frappe.utils import add_months

from unlocking_opportunities.rules.risk import HIGHER_RISK, LESS_FAMILIAR_RISK, LOW_RISK, PROHIBITED_WORK
from unlocking_opportunities.setup.demo_data import read
from unlocking_opportunities.setup.demo_data.world import LANDLINE, Host, World, noon
from unlocking_opportunities.setup.reference_data import hazards_of, usual_environment

COUNCIL_SIDE = ("Council Department", "Public Body")
READY = 42
# Why an employer is not ready to host.
AGREEMENT_STATES = (
	"Awaiting Check",
	"Awaiting Check",
	"Awaiting Check",
	"Draft",
	"Draft",
	"Expired",
	"Expired",
	"Expired",
)
ASSESSMENT_STATES = (
	"Submitted",
	"Submitted",
	"Submitted",
	"With Employer",
	"With Employer",
	"With Employer",
	"Draft",
	"Draft",
	"Returned",
	"Returned",
	"Expired",
	"Expired",
	"Expired",
)
DECIDED = ("Approved", "Superseded", "Expired")
# Ready hosts, by position: why an officer calls them this week.
LAPSES_IN_NINE_DAYS, LAPSES_IN_A_MONTH, LAPSES_IN_TWO_MONTHS = 13, (19, 24), (28, 31, 35)
STREETS = (
	"Sallow Court",
	"Teasel Row",
	"Ironbark Avenue",
	"Coppice Gate",
	"Larch Wharf",
	"Millrace Lane",
	"Quarry Rise",
)
INSURERS = ("Kestrel Mutual Insurance", "Oakshade Insurance", "Northlode Assurance")
STANDINGS = ("Member of the ABI", "Member of the ABI", "Lloyd's", "Authorised; Confirmed Cover in Writing")
# Likelihood and severity before and after controls, by risk band of the place.
SCORES = {
	LESS_FAMILIAR_RISK: ((3, 3, 2, 2), (3, 2, 2, 2), (2, 3, 1, 3), (3, 3, 2, 3), (2, 2, 1, 2)),
	HIGHER_RISK: ((4, 4, 2, 4), (3, 4, 2, 3), (4, 3, 2, 3), (3, 5, 1, 5), (3, 3, 2, 2)),
}


def make(world: World) -> None:
	dice = world.dice("employers")
	rows = list(read("employers"))
	dice.shuffle(rows)
	rows.sort(key=lambda row: row["employer_type"] not in COUNCIL_SIDE)  # the council leads by example
	for number, row in enumerate(rows):
		_host(world, dice, number, row)
	_merged_twin(world)


def agreements_and_assessments(world: World) -> None:
	"""Answer the agreements and assess the sites, ready hosts first."""
	dice = world.dice("readiness")
	waiting = [host for host in world.hosts if not host.ready]
	for number, host in enumerate(host for host in world.hosts if host.ready):
		host.agreement = _agreement_in_force(world, dice, number, host)
		host.assessment = _assessment_in_force(world, dice, number, host)
	for host, status in zip(waiting, AGREEMENT_STATES, strict=False):
		_agreement(world, dice, host, status, world.working_day(-dice.randint(5, 30)))
	for host, status in zip(reversed(waiting), ASSESSMENT_STATES, strict=False):
		_assessment(world, dice, host, status, world.working_day(-dice.randint(3, 25)))


def _host(world: World, dice: Random, number: int, row: dict) -> None:
	joined = world.working_day(-725 + 9 * number)
	contact = f"{dice.choice(read('people')['first_names'])} {dice.choice(read('people')['surnames'])}"
	ready = number < READY
	record = world.add(
		"Employer",
		{
			**row,
			"status": "Active",
			"host_again": dice.choice(("Yes", "Yes", "Maybe", "Not Asked")) if ready else "Not Asked",
			"officer": dice.choice(world.team()),
			"is_contractor": int(row["employer_type"] == "Council Contractor"),
			"introduced_by": world.users[dice.choice(("member", "member2"))] if dice.random() < 0.2 else None,
		},
		on=joined,
	)
	site = _site(world, dice, row, record, joined)
	supervisor = f"{dice.choice(read('people')['first_names'])} {dice.choice(read('people')['surnames'])}"
	host = Host(record=record, site=site, contact=contact, supervisor=supervisor, ready=ready)
	if row["employer_type"] not in COUNCIL_SIDE:
		_contact(world, number, host, joined)
	world.hosts.append(host)
	if number in (5, 16, 27):
		_site(world, dice, row, record, joined, kind="annexe")
	if number in (45, 51):
		record.status = "Paused"
	if number in (57,):
		record.status = "Former"


def _site(
	world: World, dice: Random, row: dict, employer: Document, on: date, kind: str = "site"
) -> Document:
	ward = world.wards[row["ward"]]
	site = {
		"employer": employer.name,
		"site_name": f"{row['ward']} {kind}",
		"environment_band": usual_environment(row["sector"]),
		"ward": row["ward"],
		"address_line": f"{dice.randint(2, 98)} {dice.choice(STREETS)}",
		"town": "Olney" if row["ward"] == "Olney" else "Milton Keynes",
		"postcode": f"{ward['postcode_district']} {dice.randint(1, 9)}ZZ",
		"step_free": int(dice.random() < 0.7),
		"accessible_toilet": int(dice.random() < 0.6),
		"quiet_space": int(dice.random() < 0.4),
		"prayer_space": int(dice.random() < 0.25),
		"travel_notes": f"The bus stop is {dice.randint(2, 9)} minutes' walk away. When you arrive, go to reception.",
		"latitude": round(ward["latitude"] + dice.uniform(-0.006, 0.006), 5),
		"longitude": round(ward["longitude"] + dice.uniform(-0.009, 0.009), 5),
	}
	return world.add("Employer Site", site, on=on)


def _contact(world: World, number: int, host: Host, on: date) -> None:
	first, _space, last = host.contact.partition(" ")
	links = [{"link_doctype": "Employer", "link_name": host.record.name}]
	contact = {
		"first_name": first,
		"last_name": last,
		"company_name": host.record.employer_name,
		"email_ids": [{"email_id": f"hello{number}@employers.example", "is_primary": 1}],
		"phone_nos": [{"phone": LANDLINE.format(200 + number), "is_primary_phone": 1}],
		"links": links,
	}
	address = {
		"address_title": host.record.employer_name,
		"address_type": "Office",
		"address_line1": host.site.address_line,
		"city": host.site.town,
		"pincode": host.site.postcode,
		"country": "United Kingdom",
		"links": links,
	}
	host.contact = world.add("Contact", contact, on=on).name
	world.add("Address", address, on=on)


def _merged_twin(world: World) -> None:
	kept = next(host.record for host in world.hosts if host.record.employer_type == "Business")
	twin = {
		"employer_name": f"{kept.employer_name} Ltd",
		"employer_type": kept.employer_type,
		"sector": kept.sector,
		"ward": kept.ward,
		"status": "Merged",
		"merged_into": kept.name,
	}
	world.add("Employer", twin, on=world.working_day(-200))


# Host agreements


def _agreement_in_force(world: World, dice: Random, number: int, host: Host) -> Document:
	"""Make a checked agreement; for every third host it renews last year's, with nothing changed."""
	ends = _cover_ends(world, dice, number)
	answered = world.working_day(-dice.randint(20, 290))
	earlier = None
	if number % 3 == 0:
		earlier = _agreement(
			world, dice, host, "Superseded", answered - timedelta(days=365), ends - timedelta(days=366)
		)
	return _agreement(world, dice, host, "Checked", answered, ends, renewal_of=earlier)


def _cover_ends(world: World, dice: Random, number: int) -> date:
	if number == LAPSES_IN_NINE_DAYS:
		return world.day(9)
	if number in LAPSES_IN_A_MONTH:
		return world.day(dice.randint(16, 28))
	if number in LAPSES_IN_TWO_MONTHS:
		return world.day(dice.randint(35, 58))
	return world.day(dice.randint(90, 330))


def _agreement(
	world: World,
	dice: Random,
	host: Host,
	status: str,
	answered: date,
	cover_to: date | None = None,
	renewal_of: Document | None = None,
) -> Document:
	officer = host.record.officer
	cover_to = cover_to or (world.day(-12) if status == "Expired" else world.day(200))
	checked = status in ("Checked", "Superseded", "Expired")
	answers = {
		"employer": host.record.name,
		"status": status,
		"agreed_on": answered,
		"expires_on": add_months(answered, 12),
		"renewal_of": renewal_of and renewal_of.name,
		"nothing_changed": int(bool(renewal_of)),
		"supervisor_name": host.supervisor,
		"supervisor_deputy": "The shift manager",
		"health_safety_contact": host.supervisor,
		"safeguarding_contact": "The office manager",
		"safeguarding_phone": LANDLINE.format(dice.randint(300, 900)),
		"data_undertaking": int(status != "Draft"),
		"checked_by": officer if checked else None,
		"checked_on": answered + timedelta(days=2) if checked else None,
	}
	if status != "Draft":
		decided = {
			"dbs_decision": "Not Needed",
			"dbs_reason": "Other colleagues are present all day",
			"dbs_decided_by": officer,
			"dbs_decided_on": answered,
		}
		answers |= _insurance(dice, host, answered, cover_to) | decided
	return world.add("Host Agreement", answers, on=answered)


def _insurance(dice: Random, host: Host, answered: date, cover_to: date) -> dict:
	if host.record.employer_type in COUNCIL_SIDE:
		return {"insurance_kind": "Self-insured Public Body", "evidence_kind": "Typed by the Host"}
	return {
		"insurance_kind": "Employers' Liability Policy",
		"insurer": dice.choice(INSURERS),
		"insurer_standing": dice.choice(STANDINGS),
		"policy_number": f"DEMO/{dice.randint(100000, 999999)}",
		"cover_limit": dice.choice((5_000_000, 10_000_000, 10_000_000)),
		"cover_from": cover_to - timedelta(days=364),
		"cover_to": cover_to,
		"insurer_notified_on": answered,
		"evidence_kind": dice.choice(("Seen on the Wall", "Photograph or Copy")),
	}


# Risk assessments


def _assessment_in_force(world: World, dice: Random, number: int, host: Host) -> Document:
	"""Make an approved assessment; for every fifth host it is the second version."""
	approved = world.working_day(-dice.randint(15, 300))
	earlier = None
	if number % 5 == 0:
		earlier = _assessment(world, dice, host, "Superseded", approved - timedelta(days=300))
	host.assessed_for_children = host.site.environment_band != HIGHER_RISK
	return _assessment(world, dice, host, "Approved", approved, earlier)


def _assessment(
	world: World, dice: Random, host: Host, status: str, on: date, earlier: Document | None = None
) -> Document:
	band = host.site.environment_band
	officer = host.record.officer
	written = on - timedelta(days=6)
	assessment = {
		"employer": host.record.name,
		"site": host.site.name,
		"environment_band": band,
		"officer": officer,
		"tasks": read("roles")[host.record.sector][0][1],
		"supervisor_name": host.supervisor,
		"supervisor_deputy": "The shift manager",
		"suits_under_school_leaving_age": int(band != HIGHER_RISK),
		"induction": "A walk round, the fire exits, who to ask, breaks and where to eat",
		"fire_and_first_aid": "Exits are marked; two first-aiders on each shift",
		"welfare": "Drinking water, a staff room and a locker",
		"prohibited_work": _prohibited_work(band),
		"competent_person": host.supervisor,
		"host_confirmed_on": written + timedelta(days=3) if status != "Draft" else None,
		"editors": officer,
		"version_number": 2 if earlier else 1,
		"supersedes": earlier and earlier.name,
		**_decision(world, dice, status, on),
		**_risks(world, dice, host, on, written, status in DECIDED),
	}
	record = world.add("Risk Assessment", assessment, by=_key_of(world, officer), on=written)
	if earlier:
		earlier.superseded_by = record.name
	return record


def _decision(world: World, dice: Random, status: str, on: date) -> dict[str, Any]:
	"""How far it got, and what was decided about it."""
	decided = status in DECIDED
	return {
		"status": status,
		"docstatus": int(decided),
		"review_by": world.day(-dice.randint(5, 40)) if status == "Expired" else add_months(on, 12),
		"approved_by": world.users["manager"] if decided else None,
		"approved_on": noon(on, 16, 20) if decided else None,
		"return_reason": "Say who supervises when the named person is on holiday"
		if status == "Returned"
		else None,
	}


def _risks(world: World, dice: Random, host: Host, on: date, written: date, decided: bool) -> dict[str, Any]:
	"""A note of a conversation at a low-risk place; elsewhere the hazards, and at a higher-risk place a visit and advice."""
	band = host.site.environment_band
	if band == LOW_RISK:
		return _conversation(host, written)
	risks = {"hazards": _hazards(world, dice, host, on, decided)}
	if band != HIGHER_RISK:
		return risks
	risks |= {"pre_start_visit_on": written, "protective_equipment": "Boots, hi-vis and a helmet to borrow"}
	if decided:
		risks |= {
			"hs_adviser": world.users["hs_adviser"],
			"hs_agreed_on": noon(on, 11),
			"hs_comment": "Controls seen on the visit; keep to light tasks",
		}
	return risks


def _conversation(host: Host, on: date) -> dict:
	return {
		"conversation_on": on,
		"conversation_with": host.supervisor,
		"conversation_note": "They won't be alone at the desk. They'll be shown the exits on day one, and can ask the supervisor or any colleague",
	}


def _hazards(world: World, dice: Random, host: Host, on: date, decided: bool) -> list[dict]:
	rows = []
	for number, template in enumerate(hazards_of(host.record.sector)):
		before_l, before_s, after_l, after_s = dice.choice(SCORES[host.site.environment_band])
		action = number == 0
		rows.append(
			{
				"hazard": template["hazard"],
				"who_harmed": template["who_harmed"],
				"existing_controls": "\n".join(template["usual_controls"]),
				"initial_likelihood": str(before_l),
				"initial_severity": str(before_s),
				"residual_likelihood": str(after_l),
				"residual_severity": str(after_s),
				"further_action": "\n".join(template["under_18_controls"]) or "Go through it at the induction"
				if action
				else None,
				"action_owner": host.supervisor if action else None,
				"action_due": on + timedelta(days=10) if action else None,
				"action_done": on + timedelta(days=8) if action and decided and world.day(-8) > on else None,
			}
		)
	return rows


def _prohibited_work(band: str) -> list[dict]:
	"""Answer one question with yes at a higher-risk place, with the three conditions that the law requires from 16."""
	rows = [
		{"question_key": question.key, "question": question.wording, "answer": "No"}
		for question in PROHIBITED_WORK
	]
	if band == HIGHER_RISK:
		accidents = next(row for row in rows if row["question_key"] == "accidents")
		accidents |= {
			"answer": "Yes",
			"necessary_for_training": 1,
			"competent_supervision": 1,
			"risk_reduced": 1,
		}
	return rows


def _key_of(world: World, user: str) -> str:
	return next(key for key, email in world.users.items() if email == user)
