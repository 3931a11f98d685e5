"""The SSDA903 activity code that fits a care leaver's facts: proposed with a reason, for an officer to confirm.

DfE, "Children looked after by local authorities in England: guide to the SSDA903 collection", care leavers'
activity and in-touch code sets; F3 and P3 are obsolete. A placement never sets a code automatically.
"""

from dataclasses import dataclass
from datetime import date

from unlocking_opportunities.rules.age import anniversary
from unlocking_opportunities.rules.findings import Finding, _

IN_TOUCH = ("YES", "NO", "DIED", "REFU", "NREQ", "RHOM")

HIGHER_EDUCATION = _("higher education")
OTHER_EDUCATION = _("other education")
APPRENTICESHIP = _("apprenticeship")
WORK_OR_TRAINING = _("work or training")
ACTIVITIES = {HIGHER_EDUCATION: "1", OTHER_EDUCATION: "2", APPRENTICESHIP: "4", WORK_OR_TRAINING: "5"}

ILLNESS_OR_DISABILITY = _("illness or disability")
PREGNANCY_OR_PARENTING = _("pregnancy or parenting")
NEET_CODES = {ILLNESS_OR_DISABILITY: "G4", PREGNANCY_OR_PARENTING: "G6"}

NOT_KNOWN = "0"


@dataclass(frozen=True)
class EetTerms:
	"""Hours a week that count as full time, and the months around a birthday. The collection's guide leaves both
	open.
	"""

	full_time_hours: float
	months_before: int
	months_after: int
	source: str = ""


@dataclass(frozen=True)
class EetFacts:
	"""What is known about someone's main activity.

	`activity` is None if they have none. `short_unpaid` marks a taster or other short unpaid placement, which
	is not employment. `barrier` is the reason for having no activity.
	"""

	in_touch: str
	activity: str | None = None
	hours_a_week: float | None = None
	short_unpaid: bool = False
	barrier: str | None = None


class UnknownCode(ValueError):
	"""The collection has no such in-touch code or activity."""


@dataclass(frozen=True)
class Proposal:
	"""A proposed code and the reason; `certain` is false if the officer should check it."""

	code: str
	reason: Finding
	certain: bool = True


def propose(facts: EetFacts, terms: EetTerms) -> Proposal:
	"""Propose an activity code. Raises UnknownCode for an in-touch code or an activity that there is not."""
	if facts.in_touch not in IN_TOUCH or facts.activity not in (None, *ACTIVITIES):
		raise UnknownCode("The in-touch code or the activity is not one of the collection's.")
	if facts.in_touch in ("NO", "DIED", "RHOM"):
		why = Finding(
			"eet-not-known",
			_("They are not in touch, have died or have returned home, so the activity is not reported."),
		)
		return Proposal(NOT_KNOWN, why)
	if facts.activity and not (facts.short_unpaid and facts.activity == WORK_OR_TRAINING):
		return _in_activity(facts, terms)
	if facts.in_touch in ("REFU", "NREQ") and not facts.barrier:
		why = Finding("eet-no-contact-wanted", _("They do not want contact and no activity is known."))
		return Proposal(NOT_KNOWN, why, certain=False)
	return _not_in_activity(facts)


def is_eet(code: str) -> bool:
	"""Return whether a code counts as education, employment or training."""
	return code[0] in "FP"


def activity_window(date_of_birth: date, age: int, terms: EetTerms) -> tuple[date, date]:
	"""Return the first and last day on which contact decides the activity reported for a birthday."""
	birthday = anniversary(date_of_birth, age)
	return _months(birthday, -terms.months_before), _months(birthday, terms.months_after)


def _in_activity(facts: EetFacts, terms: EetTerms) -> Proposal:
	told = {"activity": facts.activity, "hours": facts.hours_a_week, "full_time": terms.full_time_hours}
	kind = ACTIVITIES[facts.activity]
	if facts.hours_a_week is None:
		why = Finding(
			"eet-hours-unknown",
			_("The main activity is {activity}, and its hours are not known, so part time is proposed."),
			told,
			_("Ask how many hours a week they do. {full_time} or more is full time."),
		)
		return Proposal(f"P{kind}", why, certain=False)
	if facts.hours_a_week >= terms.full_time_hours:
		why = Finding(
			"eet-full-time", _("The main activity is {activity} for {hours} hours a week, full time."), told
		)
		return Proposal(f"F{kind}", why)
	why = Finding(
		"eet-part-time", _("The main activity is {activity} for {hours} hours a week, part time."), told
	)
	return Proposal(f"P{kind}", why)


def _not_in_activity(facts: EetFacts) -> Proposal:
	code = NEET_CODES.get(facts.barrier, "G5")
	if facts.short_unpaid:
		why = _(
			"A short unpaid placement does not count as employment, so no code for employment is proposed."
		)
		return Proposal(code, Finding("eet-short-unpaid", why), certain=False)
	if code == "G5":
		return Proposal(
			code, Finding("eet-neet-other", _("Not in education, employment or training, for other reasons."))
		)
	why = _("Not in education, employment or training because of {barrier}.")
	return Proposal(code, Finding("eet-neet", why, {"barrier": facts.barrier}))


def _months(day: date, months: int) -> date:
	"""Return the same day a number of months on, or the last day of a shorter month."""
	index = day.year * 12 + day.month - 1 + months
	for number in range(day.day, 27, -1):
		try:
			return date(index // 12, index % 12 + 1, number)
		except ValueError:
			continue
	return date(index // 12, index % 12 + 1, day.day)
