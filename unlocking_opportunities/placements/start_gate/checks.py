"""The checks of the start gate: each a question to the facts, answered with one of the rules' verdicts.

What the law forbids is a plain failure. Where the law leaves the matter to the council the finding says so
(`judgement`), and a manager may set it aside with a reason. Suitability has no override by design.
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

# In the law on pay and the right to work a council department is a public host, and a community group a charity.
HOSTS = {
	"Charity or Social Enterprise": pay.CHARITY_HOST,
	"Community Group": pay.CHARITY_HOST,
	"Public Body": pay.PUBLIC_HOST,
	"Council Department": pay.PUBLIC_HOST,
}


def suitability(f: Facts) -> Verdict:
	"""The allocated worker has said that this host, address, supervisor and journey are safe for this person."""
	if any(_restricts(row, f) for row in f.restrictions):
		# Says no more than this to anybody: the reason stays in the support profile.
		return _fail("restricted", _("Not suitable; ask the allocated worker."))
	if not f.placement.suitability_confirmed_on:
		return _fail(
			"suitability-open",
			_("The allocated worker has not yet said that this place is suitable."),
			_("Ask them to open this placement and press Confirm Suitable."),
		)
	if f.placement.suitability_hash != fingerprints.of_suitability(f.placement, f.site):
		return _fail(
			"suitability-changed",
			_("The host, place, supervisor or journey has changed since the allocated worker said yes."),
			_("Ask them to look again and press Confirm Suitable."),
		)
	return _pass("suitable", _("The allocated worker has confirmed it."))


def risk_assessment(f: Facts) -> Verdict:
	"""An approved assessment of this site, in date, as full as this person's needs ask, with nothing prohibited."""
	found = f.assessment
	if not found:
		return _fail(
			"assessment-missing",
			_("No risk assessment is linked."),
			_(
				"Choose the approved one of this site if its tasks are the same; for an office or shop a noted conversation is enough."
			),
		)
	if found.status != "Approved":
		return _fail(
			"assessment-not-approved",
			_("The risk assessment is {status}, not approved."),
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
			_("Look whether it still fits: press Still Fits, or start its next version."),
		)
	return _in_date(
		f,
		settings.day(found.review_by),
		(
			"assessment-review-due",
			_("The risk assessment was to be reviewed by {until}."),
			_("Start its next version."),
		),
		_("Approved and in date."),
	)


def addendum(f: Facts) -> Verdict:
	"""What this young person needs has been thought about, where the place or the person calls for it."""
	calls = _raises(f) or (f.placement.under_18 and _band(f) == risk.HIGHER_RISK)
	if not calls:
		return _not_needed("addendum-not-needed", _("Neither the place nor the person calls for one."))
	if f.addendum:
		return _pass("addendum-done", _("Considered and written down."))
	return _judged(
		"addendum-missing",
		_("What this young person needs at this place has not been written down."),
		_("Go through it with the allocated worker in a Young Person Risk Addendum."),
	)


def findings(f: Facts) -> Verdict:
	"""Management of Health and Safety at Work Regulations 1999 reg. 10(2): a child's carers get them before the start."""
	if CHILD not in f.ages:
		return _not_needed(
			"findings-not-needed", _("Over school leaving age: told to the young person directly.")
		)
	if not f.placement.findings_shared_on:
		return _fail(
			"findings-not-shared",
			_(
				"A child's carers, and whoever has parental responsibility, must know the main risks and controls before the start."
			),
			_("Tell them, in any form, and fill in Findings Shared With Carer On."),
		)
	if f.placement.findings_shared_with == "Carer" and f.identity.signing_authority != signing.BY_COUNCIL:
		return _fail(
			"findings-not-shared-with-responsible",
			_("Only the carer has been told, and somebody else holds parental responsibility."),
			_("Tell the holder of parental responsibility too, and change Shared With."),
		)
	return _pass("findings-shared", _("Told to whoever has parental responsibility."))


def host_agreement(f: Facts) -> Verdict:
	"""The host's page of answers is checked and in date, and it has undertaken to keep what it is told safe."""
	checked = [row for row in f.agreements if row.status == "Checked"]
	if not checked:
		waiting = any(row.status == "Awaiting Check" for row in f.agreements)
		return _judged(
			"host-agreement-unchecked" if waiting else "host-agreement-missing",
			_("The host agreement waits to be checked.")
			if waiting
			else _("The host has not answered its agreement yet."),
			_("Look through it and press Mark Checked.")
			if waiting
			else _("Send it to the host, or go through it together on the telephone."),
		)
	if not any(row.data_undertaking for row in checked):
		return _fail(
			"host-data-undertaking",
			_("The host has not undertaken to keep information about the young person safe."),
			_("Ask the host, and tick it on the host agreement."),
		)
	runs_to = max((settings.day(row.expires_on) for row in checked if row.expires_on), default=None)
	return _in_date(
		f,
		runs_to,
		(
			"host-agreement-ended",
			_("The host agreement ran to {until}."),
			_("Ask the host whether anything has changed, and renew it."),
		),
		_("Checked and in date."),
	)


def insured(f: Facts) -> Verdict:
	"""Employers' liability cover, on day one and until when."""
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
	"""The decision on a check of this placement's supervisor, compared with what the facts call for."""
	answered = [row for row in f.agreements if row.status == "Checked"] or list(f.agreements)
	checked = next((row for row in answered if _supervises(row, f)), None)
	if answered and not checked:
		return _judged(
			"supervisor-not-named",
			_("The host agreement names another supervisor than this placement."),
			_("Ask the host who it will be, put the same name on both, and decide for that person."),
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
	"""Lawful on each day, over all the person's placements."""
	if not f.schedule.shifts:
		return _fail("hours-missing", _("No days and hours are entered."), _("Fill in the schedule."))
	found = breaches(
		f.schedule, f.statuses, f.other_schedules, law=settings.hours_law(), date_of_birth=f.date_of_birth
	)
	unlawful = tuple(breach for breach in found if breach.kind == BREACH)
	if unlawful:
		return Verdict(FAIL, unlawful)
	return Verdict(
		PASS, (*found, Finding("hours-lawful", _("Lawful on each day, with all other placements.")))
	)


def school(f: Facts) -> Verdict:
	"""A child's school agrees to work on school days (Education Act 1996 ss.444 and 560)."""
	school_days = SchoolDays(settings.hours_law().terms)
	in_school_time = any(
		school_days.is_school_day(day)
		for first, last, status in f.statuses
		if status == CHILD
		for day in dates_worked(f.schedule)
		if first <= day <= last
	)
	if not in_school_time:
		return _not_needed("school-not-needed", _("No school day is touched."))
	if f.placement.school_agreed_on:
		return _pass("school-agreed", _("The school has agreed."))
	return _fail(
		"school-not-agreed",
		_("Some of it falls on school days, and the school has not agreed."),
		_("Ask the school or the Virtual School, and fill in School Agreed On."),
	)


def permit(f: Facts) -> Verdict:
	"""A child in employment has the council's permit."""
	seen = f.placement.permit_from
	held = Permit(settings.day(seen), settings.day(f.placement.permit_until)) if seen else None
	return judge_permit(f.schedule, f.statuses, held, regimes=settings.hours_law().regimes)


def paid_enough(f: Facts) -> Verdict:
	"""At least the minimum wage, or an exemption that the facts bear out."""
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
	"""May this person do this for this kind of host? What the record says stays in the record."""
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
	"""Signed, over the terms as they stand, by everyone who must at this age and on whose authority, and until when."""
	authority = f.identity.signing_authority
	# From the day they are 18 they sign alone (the Children Act's meaning of child), whoever signed with them before.
	under_18 = not f.date_of_birth or is_under_18(settings.day(f.date_of_birth), f.judged_from)
	if under_18 and not signing.authority_fits(authority, f.care.legal_status, f.identity.authority_seen_on):
		# Says no more than this: legal status stays in the care record.
		return _fail(
			"authority-does-not-fit",
			_("Who may sign does not fit what else is recorded."),
			_(
				"Ask the allocated worker on whose authority it can be signed, and correct the identity record."
			),
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
			_("Signed until {until}; it has been extended since."),
			{"until": runs_to},
			_("Have everyone sign the longer placement by then."),
		)
		return Verdict(PASS_UNTIL, (longer,), runs_to)
	return _pass("signed", _("Signed by everyone who must."))


def sharing(f: Facts) -> Verdict:
	"""The young person has been asked, and what is listed has been released to the named supervisor."""
	if f.placement.sharing_choice == "Not Asked":
		return _fail(
			"sharing-not-asked",
			_("The young person has not been asked what the host is told."),
			_("Go through it with them and choose what they said under Sharing."),
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
			_("The young person wants nothing more told, and safety needs nothing more."),
		)
	released = [row for row in f.releases if row.status == "Released"]
	others = {row.status for row in f.releases}
	if not released and "Withdrawn" in others:
		return _pass(
			"sharing-withdrawn", _("Everything listed was withdrawn, and what safety needs was decided.")
		)
	if not released and "Ended" in others:
		return _judged(
			"share-ended",
			_("What the host was told has come to its last day."),
			_("Ask the young person again and release it to a later day."),
		)
	if not released:
		return _fail(
			"share-not-released",
			_("What the host is to be told is not released yet."),
			_("List it in a Share Release, read the preview with the young person, and press Release."),
		)
	if any(not _same_name(row.released_to, f.placement.supervisor_name) for row in released):
		return _fail(
			"share-released-to-another",
			_("It was released to somebody who is not this placement's supervisor."),
			_(
				"Ask the young person about the new supervisor, withdraw what was released and release it to them."
			),
		)
	return _in_date(
		f,
		min((settings.day(row.ends_on) for row in released if row.ends_on), default=None),
		(
			"share-ended",
			_("What the host is told ran to {until}."),
			_("Ask the young person again and release it to a later day."),
		),
		_("Asked, listed and released."),
	)


def induction(f: Facts) -> Verdict:
	planned = settings.day(f.placement.induction_planned_on)
	if planned:
		return _pass("induction-planned", _("Planned for {day}."), day=planned)
	return _judged(
		"induction-not-planned",
		_("No induction is planned."),
		_("Agree with the host when they show them round, who to ask and what to do in a fire."),
	)


def emergency_contact(f: Facts) -> Verdict:
	if not (f.identity.emergency_name and f.identity.emergency_phone):
		return _fail(
			"emergency-missing",
			_("There is no emergency contact."),
			_("Add a name and a telephone number to the identity record."),
		)
	if not f.placement.emergency_contact_checked:
		return _judged(
			"emergency-unchecked",
			_("Nobody has checked that the emergency contact still holds."),
			_("Ring the number, and tick Emergency Contact Checked."),
		)
	return _pass("emergency-checked", _("Known and checked."))


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
	"""The riskiest kind of place that any record of it names: it may have changed since it was assessed."""
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
	"""A running placement goes on until the end of the day of the withdrawal; nothing starts without the decision."""
	finding = Finding(
		"safety-item-withdrawn",
		_("Something that safety needs is no longer shared, and nobody has decided what that means."),
		{},
		_(
			"Decide today, with the young person and the allocated worker, and press Decide on the share release."
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
			_("It is not recorded who may sign for the young person, and on what authority."),
			{},
			_(
				"Fill in Who May Sign on the identity record. A foster carer may only with delegated authority."
			),
		)
	return Finding(
		"not-signed",
		_("Not signed by: {party}."),
		{"party": party},
		_(
			"Go through the terms with them, and add a row under Agreement: signed on paper, or a yes by telephone."
		),
	)


def _without_status(verdict: Verdict) -> Verdict:
	"""Results are stored where people read who may not read the care record, so only the outcome is kept."""
	told = {
		FAIL: ("right-to-work-no", _("Not suitable; ask the allocated worker.")),
		PASS: ("right-to-work-yes", _("Checked; this work is open to them.")),
		PASS_UNTIL: ("right-to-work-until", _("Checked; ask the allocated worker again before {until}.")),
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


# Judging by another day's law would be worse than saying that there is none.
NO_RULE_IN_FORCE = _judged(
	"no-rule-in-force",
	_("The settings hold no rule for that day, so this cannot be judged."),
	_("Ask the administrator to add the row that is in force to Unlocking Opportunities Settings."),
)
