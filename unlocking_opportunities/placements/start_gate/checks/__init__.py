"""The checks of the start gate: each takes the facts about a placement and returns a verdict.

What the law forbids is a failure. Where the law leaves it to the council the finding says so (`judgement`), and a manager
may override it with a reason. Suitability can't be overridden, by design.
"""

from collections.abc import Callable

from unlocking_opportunities.placements.start_gate.checks.assessment import (
	addendum,
	findings,
	risk_assessment,
)
from unlocking_opportunities.placements.start_gate.checks.first_day import emergency_contact, induction
from unlocking_opportunities.placements.start_gate.checks.host import (
	host_active,
	host_agreement,
	insured,
	supervisor,
)
from unlocking_opportunities.placements.start_gate.checks.pay import paid_enough, right_to_work
from unlocking_opportunities.placements.start_gate.checks.release import sharing
from unlocking_opportunities.placements.start_gate.checks.signatures import signed
from unlocking_opportunities.placements.start_gate.checks.suitable_place import suitability
from unlocking_opportunities.placements.start_gate.checks.working_time import hours, permit, school
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.rules.findings import Verdict

# In the order of table.py.
CHECKS: dict[str, Callable[[Facts], Verdict]] = {
	"host": host_active,
	"suitability": suitability,
	"risk_assessment": risk_assessment,
	"addendum": addendum,
	"findings": findings,
	"host_agreement": host_agreement,
	"insurance": insured,
	"supervision": supervisor,
	"hours": hours,
	"school": school,
	"permit": permit,
	"pay": paid_enough,
	"right_to_work": right_to_work,
	"agreement": signed,
	"sharing": sharing,
	"induction": induction,
	"emergency_contact": emergency_contact,
}
