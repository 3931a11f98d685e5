"""The checks of the start gate: each takes the facts about a placement and returns a verdict.

What the law forbids is a failure. Where the law leaves it to the council the finding says so (`judgement`), and a manager
may override it with a reason. Suitability can't be overridden, by design.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal

from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.risk_assessments.rating import answers
from unlocking_opportunities.rules import insurance, pay, risk, signing, supervision
from unlocking_opportunities.rules.age import CHILD, is_under_18
from unlocking_opportunities.rules.findings import FAIL, NOT_NEEDED, PASS, PASS_UNTIL, Finding, Verdict, _
from unlocking_opportunities.rules.hours import BREACH, breaches
from unlocking_opportunities.rules.hours_law import SchoolDays
from unlocking_opportunities.rules.permits import Permit, judge_permit
from unlocking_opportunities.rules.schedules import dates_worked

# For pay and the right to work, a council department is a public host and a community group counts as a charity.
HOSTS = {
	"Charity or Social Enterprise": pay.CHARITY_HOST,
	"Community Group": pay.CHARITY_HOST,
	"Public Body": pay.PUBLIC_HOST,
	"Council Department": pay.PUBLIC_HOST,
}


def suitability(f: Facts) -> Verdict:
	"""The allocated worker has confirmed that this host, address, supervisor and journey are safe for this person."""
	if any(_restricts(row, f) for row in f.restrictions):
		# Never says more than this: the reason stays in the support profile.
		return _fail("restricted", _("Not suitable. Ask the allocated worker."))
	if not f.placement.suitability_confirmed_on:
		return _fail(
			"suitability-open",
			_("The allocated worker has not confirmed yet that this place is suitable."),
			_("Ask them to open this placement and select Confirm Suitable."),
		)
	if f.placement.suitability_hash != fingerprints.of_suitability(f.placement, f.site):
		return _fail(
			"suitability-changed",
			_("The host, place, supervisor or journey has changed since the allocated worker confirmed it."),
			_("Ask them to check it again and select Confirm Suitable."),
		)
	return _pass("suitable", _("The allocated worker has confirmed it."))


def risk_assessment(f: Facts) -> Verdict:
	"""There is an approved assessment of this site, in date, full enough for this person, with no prohibited work."""
	found = f.assessment
	if not found:
		return _fail(
			"assessment-missing",
			_("No risk assessment has been chosen."),
			_(
				"Choose the approved assessment for this site if the tasks are the same. For an office or shop, a note of a conversation is enough."
			),
		)
	if found.status != "Approved":
		return _fail(
			"assessment-not-approved",
			_("The risk assessment is not approved. Its status is {status}."),
			_("Finish it and ask a manager to approve it."),
			status=found.status,
		)
	needs_more = _needs_fuller_assessment(f)
	if needs_more:
		return _judged("assessment-too-light", *needs_more)
	prohibited = risk.judge_prohibited_work(answers(f.prohibited_work), f.ages)
	if prohibited.outcome == FAIL:
		return prohibited
	if f.placement.assessment_hash != fingerprints.of_assessed_work(f.placement, f.opportunity, f.site):
		return _judged(
			"assessment-of-other-work",
			_(
				"The tasks, the kind of place or the supervisor have changed since this assessment was chosen."
			),
			_("Check whether it still fits. Select Still Fits, or start the next version."),
		)
	return _in_date(
		f,
		settings.day(found.review_by),
		(
			"assessment-review-due",
			_("The risk assessment was due for review by {until}."),
			_("Start the next version."),
		),
		_("Approved and in date."),
	)


def addendum(f: Facts) -> Verdict:
	"""An addendum for this young person exists, if the place or the person calls for one."""
	calls = _raises(f) or (f.placement.under_18 and _band(f) == risk.HIGHER_RISK)
	if not calls:
		return _not_needed("addendum-not-needed", _("Not needed for this place and this person."))
	if f.addendum:
		return _pass("addendum-done", _("Considered and recorded."))
	return _judged(
		"addendum-missing",
		_("What this young person needs at this place has not been recorded."),
		_("Go through it with the allocated worker and record it in a Young Person Risk Addendum."),
	)


def findings(f: Facts) -> Verdict:
	"""A child's carers know the findings before the start (Management of HSW Regulations 1999 reg. 10(2))."""
	if CHILD not in f.ages:
		return _not_needed(
			"findings-not-needed", _("Over school leaving age, so tell the young person directly.")
		)
	if not f.placement.findings_shared_on:
		return _fail(
			"findings-not-shared",
			_(
				"A child's carers, and anyone with parental responsibility, must know the main risks and controls before the start."
			),
			_("Tell them in any way you like, then fill in Findings Shared With Carer On."),
		)
	if f.placement.findings_shared_with == "Carer" and f.identity.signing_authority != signing.BY_COUNCIL:
		return _fail(
			"findings-not-shared-with-responsible",
			_("Only the carer has been told, but someone else holds parental responsibility."),
			_("Tell the person with parental responsibility too, then change Shared With."),
		)
	return _pass("findings-shared", _("Shared with the people who must know."))


def host_agreement(f: Facts) -> Verdict:
	"""The host agreement is checked and in date, and the host has undertaken to keep information safe."""
	checked = [row for row in f.agreements if row.status == "Checked"]
	if not checked:
		waiting = any(row.status == "Awaiting Check" for row in f.agreements)
		return _judged(
			"host-agreement-unchecked" if waiting else "host-agreement-missing",
			_("The host agreement is waiting to be checked.")
			if waiting
			else _("The host has not answered the host agreement yet."),
			_("Read it and select Mark Checked.")
			if waiting
			else _("Ask the host to answer it online, or go through it together by phone."),
		)
	if not any(row.data_undertaking for row in checked):
		return _fail(
			"host-data-undertaking",
			_("The host has not undertaken to keep information about the young person safe."),
			_("Ask the host, then tick Will Keep Information Safe on the host agreement."),
		)
	runs_to = max((settings.day(row.expires_on) for row in checked if row.expires_on), default=None)
	return _in_date(
		f,
		runs_to,
		(
			"host-agreement-ended",
			_("The host agreement ran out on {until}."),
			_("Ask the host whether anything has changed, then renew it."),
		),
		_("Checked and in date."),
	)


def insured(f: Facts) -> Verdict:
	"""Employers' liability insurance covers the placement from its first day, and until when."""
	covers = [
		insurance.Cover(
			kind=row.insurance_kind,
			starts=settings.day(row.cover_from),
			ends=settings.day(row.cover_to),
			limit=Decimal(str(row.cover_limit or 0)),
			standing=row.insurer_standing or insurance.NOT_KNOWN,
			notified_on=settings.day(row.insurer_notified_on),
			accepted=bool(row.insurer_accepted_in_writing),
			evidence_seen=bool(row.checked_on),
		)
		for row in f.agreements
		if row.insurance_kind
	]
	placement = insurance.PlacementToInsure(
		start=f.start,
		end=f.end,
		employee=f.placement.pay_basis == "Paid",
		unusual_work=bool(f.placement.unusual_work),
	)
	return insurance.judge_insurance(covers, placement, settings.insurance_limits(), on=f.on)


def supervisor(f: Facts) -> Verdict:
	"""The recorded decision on a check of the supervisor is the one the facts call for."""
	answered = [row for row in f.agreements if row.status == "Checked"] or list(f.agreements)
	checked = next((row for row in answered if _supervises(row, f)), None)
	if answered and not checked:
		return _judged(
			"supervisor-not-named",
			_("The host agreement names a different supervisor from this placement."),
			_("Ask the host who it will be, use the same name on both, and decide for that person."),
		)
	days = tuple(dates_worked(f.schedule))
	contact = supervision.Contact(
		date_of_birth=f.date_of_birth,
		dates=days,
		unsupervised=bool(checked and checked.supervises_alone),
		overnight=any(shift.overnight for shift in f.schedule.shifts),
	)
	decided = supervision.decide_supervisor_check(contact, settings.frequency_tests())
	verdict = supervision.judge_supervision(decided, checked.dbs_decision if checked else None)
	if verdict.outcome == FAIL or not (checked and checked.specified_place):
		return verdict
	theirs = supervision.decide_young_person_check(
		f.date_of_birth, f.start, specified_place=True, regular=len(days) > 1
	)
	return replace(verdict, reasons=(*verdict.reasons, theirs.reason))


def hours(f: Facts) -> Verdict:
	"""The hours are lawful on each day, counting all the person's placements."""
	if not f.schedule.shifts:
		return _fail("hours-missing", _("The days and hours are missing."), _("Fill in the schedule."))
	found = breaches(
		f.schedule, f.statuses, f.other_schedules, law=settings.hours_law(), date_of_birth=f.date_of_birth
	)
	unlawful = tuple(breach for breach in found if breach.kind == BREACH)
	if unlawful:
		return Verdict(FAIL, unlawful)
	return Verdict(
		PASS, (*found, Finding("hours-lawful", _("Lawful on every day, counting all their placements.")))
	)


def school(f: Facts) -> Verdict:
	"""A child's school has agreed to work on school days (Education Act 1996 ss.444 and 560)."""
	school_days = SchoolDays(settings.hours_law().terms)
	in_school_time = any(
		school_days.is_school_day(day)
		for first, last, status in f.statuses
		if status == CHILD
		for day in dates_worked(f.schedule)
		if first <= day <= last
	)
	if not in_school_time:
		return _not_needed("school-not-needed", _("It does not include any school days."))
	if f.placement.school_agreed_on:
		return _pass("school-agreed", _("The school has agreed."))
	return _fail(
		"school-not-agreed",
		_("It includes school days, and the school has not agreed."),
		_("Ask the school or the Virtual School, then fill in School Agreed On."),
	)


def permit(f: Facts) -> Verdict:
	"""A child in employment has a permit from the council."""
	seen = f.placement.permit_from
	held = Permit(settings.day(seen), settings.day(f.placement.permit_until)) if seen else None
	return judge_permit(f.schedule, f.statuses, held, regimes=settings.hours_law().regimes)


def paid_enough(f: Facts) -> Verdict:
	"""The pay is at least the minimum wage, or an exemption applies."""
	p = f.placement
	facts = pay.Pay(
		date_of_birth=f.date_of_birth,
		start=f.judged_from,
		end=max(f.end, f.judged_from),
		hourly=Decimal(str(p.hourly_rate or 0)) if p.pay_basis == "Paid" else None,
		apprentice_since=settings.day(p.apprentice_since) if p.kind == "Apprenticeship" else None,
		exemption=p.pay_exemption or "",
		host=_host(f),
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
	work = pay.Work(_host(f), activity, f.judged_from, f.end)
	verdict = pay.judge_right_to_work(
		f.care.right_to_work or pay.NOT_CHECKED, work, until=settings.day(f.care.right_to_work_until)
	)
	return _without_status(verdict)


def signed(f: Facts) -> Verdict:
	"""The current terms are signed by everyone who must at this age, on a valid authority, and until when."""
	authority = f.identity.signing_authority
	# From 18 they sign alone (child as in the Children Act), whoever signed with them before.
	under_18 = not f.date_of_birth or is_under_18(settings.day(f.date_of_birth), f.judged_from)
	if under_18 and not signing.authority_fits(authority, f.care.legal_status, f.identity.authority_seen_on):
		# Never says more than this: the legal status stays in the care record.
		return _fail(
			"authority-does-not-fit",
			_("Who may sign does not match the other records."),
			_("Ask the allocated worker who has the authority to sign, then correct the identity record."),
		)
	until = signing.signed_until(
		[
			signing.Signature(
				row.party, row.authority, row.terms_hash, settings.day(row.signed_until), row.revoked_on
			)
			for row in f.placement.signatures
		],
		fingerprints.of_agreement(f.placement),
		authority,
	)
	needed = signing.parties_needed(under_18)
	missing = [party for party in needed if party not in until or until[party] < f.judged_from]
	if missing:
		return Verdict(FAIL, tuple(_unsigned(party, f) for party in missing))
	runs_to = min(until[party] for party in needed)
	if runs_to < f.end:
		longer = Finding(
			"signed-until",
			_("Signed until {until}. The placement has been extended since."),
			{"until": runs_to},
			_("Ask everyone to sign for the longer placement by then."),
		)
		return Verdict(PASS_UNTIL, (longer,), runs_to)
	return _pass("signed", _("Signed by everyone who must."))


def sharing(f: Facts) -> Verdict:
	"""The young person has chosen what the host may be told, and it has been released to the named supervisor."""
	if f.placement.sharing_choice == "Not Asked":
		return _fail(
			"sharing-not-asked",
			_("No one has asked the young person what the host may know."),
			_("Go through it with them and record their choice under Sharing."),
		)
	undecided = [
		settings.day(row.withdrawn_on)
		for row in f.release_items
		if row.safety_item and row.withdrawn_on and not row.withdrawal_decision
	]
	if undecided:
		return _undecided(f, min(undecided))
	wanted = f.placement.sharing_choice == "Tell the Host What Is Listed" or any(
		row.safety_item for row in f.needs
	)
	if not wanted:
		return _pass(
			"sharing-nothing-more",
			_("The young person wants nothing more shared, and nothing more is needed for safety."),
		)
	released = [row for row in f.releases if row.status == "Released"]
	others = {row.status for row in f.releases}
	if not released and "Withdrawn" in others:
		return _pass(
			"sharing-withdrawn",
			_("Everything listed was withdrawn, and an officer has decided what safety needs."),
		)
	if not released and "Ended" in others:
		return _judged(
			"share-ended",
			_("The time for sharing information with the host has ended."),
			_("Ask the young person again and release it until a later day."),
		)
	if not released:
		return _fail(
			"share-not-released",
			_("What the host may know has not been released yet."),
			_("List it in a Share Release, read the preview with the young person, then select Release."),
		)
	if any(not _same_name(row.released_to, f.placement.supervisor_name) for row in released):
		return _fail(
			"share-released-to-another",
			_("It was released to someone who is not the supervisor of this placement."),
			_(
				"Ask the young person about the new supervisor. Withdraw what was released, then release it to the new supervisor."
			),
		)
	return _in_date(
		f,
		min((settings.day(row.ends_on) for row in released if row.ends_on), default=None),
		(
			"share-ended",
			_("Sharing information with the host ended on {until}."),
			_("Ask the young person again and release it until a later day."),
		),
		_("The young person has answered, and what they agreed is released."),
	)


def induction(f: Facts) -> Verdict:
	planned = settings.day(f.placement.induction_planned_on)
	if planned:
		return _pass("induction-planned", _("Planned for {day}."), day=planned)
	return _judged(
		"induction-not-planned",
		_("No induction is planned."),
		_("Agree with the host when it will be. It covers who to ask and what to do in a fire."),
	)


def emergency_contact(f: Facts) -> Verdict:
	if not (f.identity.emergency_name and f.identity.emergency_phone):
		return _fail(
			"emergency-missing",
			_("There is no emergency contact."),
			_("Add a name and a phone number to the identity record."),
		)
	if not f.placement.emergency_contact_checked:
		return _judged(
			"emergency-unchecked",
			_("No one has checked that the emergency contact is still right."),
			_("Call the number, then tick Emergency Contact Checked."),
		)
	return _pass("emergency-checked", _("Recorded and checked."))


CHECKS: dict[str, Callable[[Facts], Verdict]] = {
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


def _host(f: Facts) -> str:
	return HOSTS.get(f.employer.employer_type, pay.PRIVATE_HOST)


def _restricts(row, f: Facts) -> bool:
	if row.until and settings.day(row.until) < f.judged_from:
		return False
	places = ((row.employer, f.placement.employer), (row.site, f.placement.site), (row.ward, _ward(f)))
	return any(restricted and restricted == here for restricted, here in places)


def _ward(f: Facts) -> str | None:
	return f.site.get("ward") or f.opportunity.ward


def _raises(f: Facts) -> list:
	return [row for row in f.needs if row.raises_assessment]


def _band(f: Facts) -> str:
	"""The highest risk band on any record of the place: it may have changed since it was assessed."""
	named = (f.opportunity.environment_band, f.site.get("environment_band"))
	return max((band for band in named if band), key=risk.BANDS.index, default=risk.LOW_RISK)


def _supervises(agreement, f: Facts) -> bool:
	named = f.placement.supervisor_name
	return not named or any(
		_same_name(name, named) for name in (agreement.supervisor_name, agreement.supervisor_deputy)
	)


def _same_name(one: str | None, other: str | None) -> bool:
	return " ".join((one or "").casefold().split()) == " ".join((other or "").casefold().split())


def _undecided(f: Facts, withdrawn_on: date) -> Verdict:
	"""A running placement may go on until the end of the day of the withdrawal. Nothing starts without the decision."""
	finding = Finding(
		"safety-item-withdrawn",
		_("Something needed for safety is no longer shared, and no one has decided what to do about it."),
		{},
		_(
			"Decide today, with the young person and the allocated worker, and record the decision on the share release."
		),
	)
	if f.placement.status == "In Progress" and withdrawn_on >= f.on:
		return Verdict(PASS_UNTIL, (finding,), f.on)
	return Verdict(FAIL, (finding,))


def _needs_fuller_assessment(f: Facts) -> tuple[str, str] | None:
	band = max(f.assessment.environment_band, _band(f), key=risk.BANDS.index)
	way = risk.path(band, ["needs"] if _raises(f) else [])
	if way != risk.CONVERSATION and not f.hazards:
		return (
			_("This young person's needs, or the place, call for more than a conversation."),
			_("Start the next version of the assessment and list the hazards."),
		)
	return None


def _unsigned(party: str, f: Facts) -> Finding:
	if party == signing.RESPONSIBLE and not f.identity.signing_authority:
		return Finding(
			"authority-not-known",
			_("It is not recorded who may sign for the young person, or on what authority."),
			{},
			_(
				"Fill in Who May Sign on the identity record. A foster carer may sign only with delegated authority."
			),
		)
	return Finding(
		"not-signed",
		_("Not signed by: {party}."),
		{"party": party},
		_(
			"Go through the terms with them, then add a row under Agreement: signed on paper, or agreed by phone."
		),
	)


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


def _in_date(f: Facts, until: date | None, ended: tuple[str, str, str], in_date: str) -> Verdict:
	code, text, remedy = ended
	if until is None or until >= f.end:
		return _pass(code + "-in-date", in_date)
	if until < f.judged_from:
		return Verdict(FAIL, (Finding(code, text, {"until": until}, remedy, judgement=True),))
	soon = Finding(code + "-until", _("In date until {until}."), {"until": until}, remedy)
	return Verdict(PASS_UNTIL, (soon,), until)


def _pass(code: str, text: str, **params) -> Verdict:
	return Verdict(PASS, (Finding(code, text, params),))


def _not_needed(code: str, text: str) -> Verdict:
	return Verdict(NOT_NEEDED, (Finding(code, text),))


def _fail(code: str, text: str, remedy: str = "", **params) -> Verdict:
	return Verdict(FAIL, (Finding(code, text, params, remedy),))


def _judged(code: str, text: str, remedy: str) -> Verdict:
	return Verdict(FAIL, (Finding(code, text, {}, remedy, judgement=True),))


# Using the rules of another day would be worse than saying there are none.
NO_RULE_IN_FORCE = _judged(
	"no-rule-in-force",
	_("The settings have no rule for that day, so this cannot be checked."),
	_("Ask the administrator to add the rule in force to Unlocking Opportunities Settings."),
)
