"""What the host has undertaken, how it is insured, and who supervises."""

from dataclasses import replace
from decimal import Decimal

from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate.checks.verdicts import failed, in_date, judged, passed
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.placements.start_gate.rows import Agreement
from unlocking_opportunities.rules import insurance, supervision
from unlocking_opportunities.rules.findings import FAIL, Verdict, _
from unlocking_opportunities.rules.placement_states import RUNNING
from unlocking_opportunities.rules.schedules import dates_worked


def host_active(f: Facts) -> Verdict:
	"""The host is Active. Nothing starts at one that is Paused or Former.

	Someone who already works there isn't sent home: whether they carry on is a judgement, and they are on the home page
	until it is made. (A gate that opens for the start sees "In Progress" too, but no override can be there yet.)
	"""
	if f.employer.status == "Active":
		return passed("host-active", _("Works with us."))
	paused = f.employer.status == "Paused"
	code = "host-paused" if paused else "host-left"
	reason = _("The host is paused.") if paused else _("The host no longer works with us.")
	if f.placement.status in RUNNING:
		remedy = _(
			"Call the host and the young person. End the placement early or, if the host will see it through, ask a manager to override this."
		)
		return judged(code, reason, remedy)
	remedy = _("Make the employer Active once it takes people again, or cancel this and find another place.")
	return failed(code, reason, remedy)


def host_agreement(f: Facts) -> Verdict:
	"""The host agreement is checked and in date, and the host has undertaken to keep information safe."""
	checked = [row for row in f.agreements if row.status == "Checked"]
	if not checked:
		waiting = any(row.status == "Awaiting Check" for row in f.agreements)
		return judged(
			"host-agreement-unchecked" if waiting else "host-agreement-missing",
			_("The host agreement is waiting to be checked.")
			if waiting
			else _("The host has not answered the host agreement yet."),
			_("Read it and select Mark Checked.")
			if waiting
			else _("Ask the host to answer it online, or go through it together by phone."),
		)
	if not any(row.data_undertaking for row in checked):
		return failed(
			"host-data-undertaking",
			_("The host has not undertaken to keep information about the young person safe."),
			_("Ask the host, then tick Will Keep Information Safe on the host agreement."),
		)
	runs_to = max((settings.day(row.expires_on) for row in checked if row.expires_on), default=None)
	return in_date(
		f,
		runs_to,
		(
			"host-agreement-ended",
			_("The host agreement runs only until {until}."),
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
		return judged(
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


def _supervises(agreement: Agreement, f: Facts) -> bool:
	named = f.placement.supervisor_name
	return not named or any(
		f.is_supervisor(name) for name in (agreement.supervisor_name, agreement.supervisor_deputy)
	)
