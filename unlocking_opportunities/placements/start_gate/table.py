"""Which checks of the start gate apply, by kind of opportunity and age.

Age is as HSE defines it. Someone who changes age group during the placement gets the checks of both groups. We ask for no
paperwork that the law doesn't: a talk needs none, and an adult's job only pay, right to work and sharing.
"""

from typing import NamedTuple

from unlocking_opportunities.rules.age import ADULT, CHILD, YOUNG_PERSON
from unlocking_opportunities.rules.findings import _ as N_


class Question(NamedTuple):
	"""One check: its title, who can settle it, and whether the host has to send us something for it."""

	title: str
	who: str
	needed_from_host: bool = False


# In the order in which an officer would settle them. A new one applies to every kind of opportunity and age, except where
# APPLIES below names the checks one by one.
CHECKS = {
	"host": Question(N_("The host"), N_("Officer")),
	"suitability": Question(N_("Suitability"), N_("Allocated worker")),
	"risk_assessment": Question(N_("Risk assessment"), N_("Officer with the host; a manager approves")),
	"addendum": Question(N_("The young person's own needs"), N_("Officer with the allocated worker")),
	"findings": Question(N_("Findings shared with carers"), N_("Officer")),
	"host_agreement": Question(N_("Host agreement"), N_("Host; an officer checks"), True),
	"insurance": Question(N_("Insurance"), N_("Host; an officer checks"), True),
	"supervision": Question(N_("Supervisor check decision"), N_("Officer")),
	"hours": Question(N_("Hours"), N_("Officer with the host")),
	"school": Question(N_("School's agreement"), N_("School or Virtual School")),
	"permit": Question(
		N_("Child employment permit"), N_("Host, from the council's child employment officer"), True
	),
	"pay": Question(N_("Pay"), N_("Officer with the host")),
	"right_to_work": Question(N_("Right to work"), N_("Allocated worker")),
	"agreement": Question(N_("Agreement signed"), N_("Everyone who signs")),
	"sharing": Question(N_("What the host may be told"), N_("Young person with an officer")),
	"induction": Question(N_("Induction"), N_("Host"), True),
	"emergency_contact": Question(N_("Emergency contact"), N_("Officer")),
}

# The code of the check `suitability` when the place is not suitable, a person or a record says so.
UNSUITABLE = "restricted"

ALL = tuple(CHECKS)
HOST_ONLY = ("host",)
_NOT_FOR_A_CHILD_ONLY = tuple(key for key in ALL if key not in ("findings", "school", "permit"))
_ADULT_UNPAID = tuple(key for key in _NOT_FOR_A_CHILD_ONLY if key not in ("addendum", "supervision"))
_ADULT_JOB = ("host", "pay", "right_to_work", "sharing")

APPLIES = {
	"Work Experience": {CHILD: ALL, YOUNG_PERSON: _NOT_FOR_A_CHILD_ONLY, ADULT: _ADULT_UNPAID},
	"Internship": {CHILD: ALL, YOUNG_PERSON: _NOT_FOR_A_CHILD_ONLY, ADULT: _ADULT_UNPAID},
	"Apprenticeship": {CHILD: ALL, YOUNG_PERSON: _NOT_FOR_A_CHILD_ONLY, ADULT: _ADULT_JOB},
	"Paid Job": {CHILD: ALL, YOUNG_PERSON: _NOT_FOR_A_CHILD_ONLY, ADULT: _ADULT_JOB},
	# Fewer checks: a taster is a day or two of watching.
	"Taster": {
		CHILD: ALL,
		YOUNG_PERSON: (
			"host",
			"suitability",
			"risk_assessment",
			"insurance",
			"hours",
			"agreement",
			"sharing",
			"emergency_contact",
		),
		ADULT: ("host", "insurance", "sharing", "emergency_contact"),
	},
	"Talk or Visit": {CHILD: HOST_ONLY, YOUNG_PERSON: HOST_ONLY, ADULT: HOST_ONLY},
}


def checks_for(kind: str, statuses: set[str]) -> tuple[str, ...]:
	"""Return the keys of the checks that apply to a `kind` for someone of these age `statuses`, in their order."""
	wanted = {key for status in statuses for key in APPLIES[kind][status]}
	return tuple(key for key in CHECKS if key in wanted)
