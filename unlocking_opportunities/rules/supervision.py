"""Whether a criminal-record check may be requested for a supervisor, mentor or young person.

It is unlawful to request a check that the law does not allow, so "not eligible" is as much a decision as
"eligible". DfE, "Keeping children safe in education", part three, binds schools and is the council's model;
DBS, "Regulated activity with children in England and Wales", 7 August 2024 (gov.uk). Here "child" means under
16 for supervisors of work, and under 18 for mentors.
"""

from bisect import bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from unlocking_opportunities.rules.age import anniversary, is_under_16, is_under_18
from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.findings import FAIL, NOT_NEEDED, PASS, Finding, Verdict, _

ELIGIBLE = _("eligible")
NOT_ELIGIBLE = _("not eligible")
DBS_NOT_NEEDED = _("not needed")

CHECK_ASKED = "Eligible: Check Asked For"
CHECK_SEEN = "Eligible: Check Seen"
RECORDED = {
	"Not Needed": DBS_NOT_NEEDED,
	"Not Eligible": NOT_ELIGIBLE,
	CHECK_ASKED: ELIGIBLE,
	CHECK_SEEN: ELIGIBLE,
}


@dataclass(frozen=True)
class FrequencyTest:
	"""From a day on: contact is frequent if it is on more than a number of days within a period."""

	effective_from: date
	more_than_days: int
	within_days: int
	source: str = ""


@dataclass(frozen=True)
class Contact:
	"""How one adult meets one young person: on which dates, alone or not, and whether overnight (2am to 6am)."""

	date_of_birth: date
	dates: tuple[date, ...]
	unsupervised: bool
	overnight: bool = False


@dataclass(frozen=True)
class DbsDecision:
	"""The decision and the reason. `until` is the last day on which it applies, if a birthday changes it."""

	decision: str
	reason: Finding
	until: date | None = None


def most_days_within(dates: Iterable[date], window: int) -> int:
	"""Return the largest number of distinct dates in any period of this many days."""
	days = sorted(set(dates))
	return max(
		(bisect_right(days, day + timedelta(days=window - 1)) - index for index, day in enumerate(days)),
		default=0,
	)


def decide_supervisor_check(contact: Contact, tests: Iterable[FrequencyTest]) -> DbsDecision:
	"""Decide whether a barred-list check may be requested for someone who supervises a placement.

	KCSIE part three: an unsupervised and frequent supervisor of a child under 16 is likely to be in regulated
	activity, so the host is asked to make sure that the person is not barred. For supervisors of 16 and 17 year
	olds an enhanced check with barred list cannot be requested.
	"""
	if not contact.dates:
		return DbsDecision(DBS_NOT_NEEDED, Finding("dbs-no-contact", _("No days of contact are planned.")))
	born, first = contact.date_of_birth, min(contact.dates)
	if not is_under_18(born, first):
		return DbsDecision(
			DBS_NOT_NEEDED,
			Finding("dbs-adult", _("The person supervised is an adult, so no check is needed.")),
		)
	if not is_under_16(born, first):
		return DbsDecision(NOT_ELIGIBLE, _not_eligible())
	under_16 = [day for day in contact.dates if is_under_16(born, day)]
	turns_16 = anniversary(born, 16) - timedelta(days=1) if len(under_16) < len(contact.dates) else None
	return _decide_regulated(contact, under_16, tests, turns_16)


def decide_mentor_check(contact: Contact, tests: Iterable[FrequencyTest]) -> DbsDecision:
	"""Decide whether an enhanced check with barred list may be requested for a mentor.

	DBS, "Regulated activity with children": unsupervised and frequent teaching, advice or guidance for under
	18s is regulated activity. With adults it is not.
	"""
	under_18 = [day for day in contact.dates if is_under_18(contact.date_of_birth, day)]
	if not under_18:
		return DbsDecision(
			DBS_NOT_NEEDED, Finding("dbs-adult", _("The person mentored is an adult, so no check is needed."))
		)
	turns_18 = None
	if len(under_18) < len(contact.dates):
		turns_18 = anniversary(contact.date_of_birth, 18) - timedelta(days=1)
	return _decide_regulated(contact, under_18, tests, turns_18)


def decide_young_person_check(
	date_of_birth: date, start: date, *, specified_place: bool, regular: bool
) -> DbsDecision:
	"""Decide whether a check may be requested for a young person who is placed among children.

	KCSIE part three: in a specified place such as a school, nursery or children's home, a placement with
	contact with children may be regulated activity, so a check is considered from 16. No one under 16 can be
	checked (Police Act 1997).
	"""
	if not specified_place or not regular:
		reason = _("The place and the contact do not call for a check on the young person.")
		return DbsDecision(DBS_NOT_NEEDED, Finding("dbs-no-specified-place", reason))
	if is_under_16(date_of_birth, start):
		reason = Finding(
			"dbs-under-16",
			_("No one under 16 can be checked."),
			{},
			_("Agree with the host that the young person is never left alone with children."),
		)
		return DbsDecision(NOT_ELIGIBLE, reason, until=anniversary(date_of_birth, 16) - timedelta(days=1))
	reason = Finding(
		"dbs-young-person",
		_(
			"The young person is 16 or over and will meet children regularly in a school, nursery or similar place."
		),
		{},
		_("Ask the host whether it will apply for an enhanced check for the young person."),
	)
	return DbsDecision(ELIGIBLE, reason)


def judge_supervision(decided: DbsDecision, recorded: str | None) -> Verdict:
	"""Compare what an officer recorded (the Host Agreement's wording, or None) with what the facts require."""
	answer = RECORDED.get(recorded or "")
	if answer is None:
		missing = Finding(
			"dbs-not-decided",
			_("No decision on a supervisor check is recorded. From these facts it would be: {decision}."),
			{"decision": decided.decision},
			_("Record the decision and the reason. Any officer can do this."),
			judgement=True,
		)
		return Verdict(FAIL, (missing,))
	if decided.decision == ELIGIBLE and recorded != CHECK_SEEN:
		unassured = Finding(
			"dbs-not-assured",
			_(
				"The supervisor is likely to be in regulated activity, and the host has not said that the person is not barred."
			),
			{},
			_(
				"Ask the host to confirm that it has checked the barred list, or to have a second adult present."
			),
		)
		return Verdict(FAIL, (unassured, decided.reason))
	if answer == ELIGIBLE and decided.decision != ELIGIBLE:
		unlawful = Finding(
			"dbs-not-allowed",
			_("A check was asked for that the law does not allow here."),
			{},
			_("Withdraw the request and record the decision as {decision}."),
		)
		return Verdict(FAIL, (_with(unlawful, decided.decision), decided.reason))
	return Verdict(
		PASS if decided.decision == ELIGIBLE else NOT_NEEDED, (decided.reason,), until=decided.until
	)


def _decide_regulated(contact: Contact, days: list[date], tests: Iterable[FrequencyTest], until: date | None):
	test = in_force(tests, min(days))
	if not contact.unsupervised:
		reason = Finding(
			"dbs-supervised", _("Another adult is present or supervises day to day, so no check is needed.")
		)
		return DbsDecision(DBS_NOT_NEEDED, reason, until)
	busiest = most_days_within(days, test.within_days)
	told = {"days": busiest, "within": test.within_days, "limit": test.more_than_days}
	if busiest <= test.more_than_days and not contact.overnight:
		reason = _(
			"There is contact on at most {days} days in any {within} days. It counts as frequent above {limit} days, so no check is needed."
		)
		return DbsDecision(DBS_NOT_NEEDED, Finding("dbs-not-frequent", reason, told), until)
	reason = Finding(
		"dbs-eligible",
		_(
			"Alone with the young person and frequent or overnight: {days} days in {within} days. This is likely to be regulated activity."
		),
		told,
		_("Ask the organisation to make sure that the person is not barred from working with children."),
	)
	return DbsDecision(ELIGIBLE, reason, until)


def _not_eligible() -> Finding:
	return Finding(
		"dbs-16-or-17",
		_(
			"The young person is 16 or 17: an enhanced check with barred list cannot be asked for the supervisor."
		),
		{},
		_("Do not ask for one. Agree who the supervisor is, and who else is there."),
	)


def _with(finding: Finding, decision: str) -> Finding:
	return Finding(finding.code, finding.template, {"decision": decision}, finding.remedy, finding.judgement)
