"""Pay and the right to work. Both depend on what kind of host it is."""

from decimal import Decimal

from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.rules import pay
from unlocking_opportunities.rules.findings import FAIL, NOT_NEEDED, PASS, PASS_UNTIL, Finding, Verdict, _

# For pay and the right to work, a council department is a public host and a community group counts as a charity.
HOSTS = {
	"Charity or Social Enterprise": pay.CHARITY_HOST,
	"Community Group": pay.CHARITY_HOST,
	"Public Body": pay.PUBLIC_HOST,
	"Council Department": pay.PUBLIC_HOST,
}


def host_in_law(employer_type: str | None) -> str:
	return HOSTS.get(employer_type, pay.PRIVATE_HOST)


def paid_enough(f: Facts) -> Verdict:
	"""The pay is at least the minimum wage, or an exemption applies."""
	p = f.placement
	facts = pay.Pay(
		date_of_birth=f.date_of_birth,
		start=f.judged_from,
		end=f.end,
		hourly=Decimal(str(p.hourly_rate or 0)) if p.pay_basis == "Paid" else None,
		apprentice_since=settings.day(p.apprentice_since) if p.kind == "Apprenticeship" else None,
		exemption=p.pay_exemption or "",
		host=host_in_law(f.employer.employer_type),
		course_required=bool(p.pay_exemption == pay.COURSE and p.exemption_basis),
		only_watches=p.pay_exemption == pay.SHADOWING,
		expenses_only=bool(p.expenses_only),
		scheme=p.exemption_basis or "" if p.pay_exemption == pay.SCHEME else "",
	)
	return pay.judge_pay(facts, settings.wage_rates())


def right_to_work(f: Facts) -> Verdict:
	"""The person may do this work for this kind of host. The immigration details stay in the care record."""
	p = f.placement
	activity = pay.activity_of(
		paid=p.pay_basis == "Paid",
		only_watches=p.pay_exemption == pay.SHADOWING,
		voluntary=p.pay_exemption == pay.VOLUNTARY,
	)
	work = pay.Work(host_in_law(f.employer.employer_type), activity, f.judged_from, f.end)
	verdict = pay.judge_right_to_work(
		f.care.right_to_work or pay.NOT_CHECKED, work, until=settings.day(f.care.right_to_work_until)
	)
	return _without_status(verdict)


def _without_status(verdict: Verdict) -> Verdict:
	"""Keep only the outcome: people who read the results may not all read the care record."""
	told = {
		FAIL: ("right-to-work-no", _("Not suitable. Ask the allocated worker.")),
		PASS: ("right-to-work-yes", _("Checked. They may do this work.")),
		PASS_UNTIL: ("right-to-work-until", _("Checked. Ask the allocated worker again before {until}.")),
		NOT_NEEDED: ("right-to-work-not-needed", _("Not needed for this kind of visit.")),
	}
	code, text = told[verdict.outcome]
	return Verdict(verdict.outcome, (Finding(code, text, {"until": verdict.until}),), verdict.until)
