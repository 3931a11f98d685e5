"""Minimum pay, exemptions from it, and the right to work.

National Minimum Wage Act 1998 and Regulations 2015 (legislation.gov.uk); gov.uk, "National Minimum Wage: work
experience and internships": what counts is whether it is work, not what it is called. Home Office, "Permission
to work and volunteering for asylum seekers" (gov.uk); gmiau.org, August 2024.

A verdict on the right to work gives the full reason in `reason`, for officers who may see it.
`host_safe_reason` says nothing that tells a host anything about the person. Its `until` is not for hosts
either.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import NamedTuple

from unlocking_opportunities.rules.age import (
	CHILD,
	age_on,
	anniversary,
	compulsory_school_age_ends,
	status_on,
)
from unlocking_opportunities.rules.dated import in_force
from unlocking_opportunities.rules.findings import FAIL, NOT_NEEDED, PASS, PASS_UNTIL, Finding, Verdict, _

APPRENTICE = "Apprentice"
UNDER_18 = "Under 18"
FROM_18 = "18 to 20"
FROM_21 = "21 and Over"

SCHOOL_AGE = "Compulsory School Age"
COURSE = "Required by Course"
VOLUNTARY = "Voluntary Worker"
SHADOWING = "Shadowing Only"
SCHEME = "Government Scheme"

PRIVATE_HOST = "private"
CHARITY_HOST = "charity"
PUBLIC_HOST = "public"

NOT_CHECKED = "Not Checked"
UNRESTRICTED = "Unrestricted"
TIME_LIMITED = "Time-limited"
RESTRICTED_BY_VISA = "Restricted by Visa"
NO_PERMISSION = "No Permission"

PAID_WORK = "paid work"
UNPAID_WORK = "unpaid work"
VOLUNTEERING = "volunteering"
NO_WORK = "no work"

ONE_DAY = timedelta(days=1)


# The minimum wage


@dataclass(frozen=True)
class WageRate:
	"""An hourly rate in pounds from a day on, for an age band or for apprentices."""

	effective_from: date
	rate_for: str
	hourly: Decimal
	source: str = ""


class Wage(NamedTuple):
	"""The minimum hourly pay in pounds, and the band that it comes from."""

	hourly: Decimal
	rate_for: str


@dataclass(frozen=True)
class Pay:
	"""What a placement pays, and the facts for an exemption.

	`hourly` is None for unpaid. `apprentice_since` is the day the apprenticeship began. `exemption` is the
	claimed reason why the minimum wage is not owed; `host` is private, charity or public; `course_required`
	means that a further or higher education course in the UK requires the placement; `only_watches` that no
	work is done; `expenses_only` that only real expenses are paid; `scheme` names the government scheme.
	"""

	date_of_birth: date
	start: date
	end: date
	hourly: Decimal | None = None
	apprentice_since: date | None = None
	exemption: str = ""
	host: str = PRIVATE_HOST
	course_required: bool = False
	only_watches: bool = False
	expenses_only: bool = False
	scheme: str = ""


def minimum_wage(
	date_of_birth: date, on: date, rates: Iterable[WageRate], *, apprentice_since: date | None = None
) -> Wage | None:
	"""Return the minimum hourly pay on a day, or None for someone of compulsory school age, who is not owed one.

	gov.uk, "National Minimum Wage and National Living Wage rates": the apprentice rate is for apprentices under 19
	or in their first year. Strictly a new rate starts with the next pay period; this holds it from its first day.
	Raises NoRowInForce when no rate was in force.
	"""
	if status_on(date_of_birth, on) == CHILD:
		return None
	rate_for = _rate_for(date_of_birth, on, apprentice_since)
	row = in_force((rate for rate in rates if rate.rate_for == rate_for), on)
	return Wage(row.hourly, rate_for)


def judge_pay(pay: Pay, rates: Iterable[WageRate]) -> Verdict:
	"""Judge the pay of a placement: pass, pass until a birthday, the leaving age or a new rate, or fail.

	Unpaid work needs an exemption that the facts bear out. A care leaver over school age who is no student and does
	real work unpaid for a business is owed the minimum wage. Raises NoRowInForce when no rate was in force.
	"""
	rates = tuple(rates)
	if pay.only_watches:
		return _exempt(pay, SHADOWING)
	if pay.hourly is None:
		return _judge_unpaid(pay)
	paid = [
		(day, minimum_wage(pay.date_of_birth, day, rates, apprentice_since=pay.apprentice_since))
		for day in _changes(pay, rates)
	]
	for day, wage in paid:
		if wage and pay.hourly < wage.hourly:
			return _underpaid(pay, day, wage)
	return _verdict(PASS, Finding("pay-enough", _("The pay is at least the minimum wage throughout.")))


def _judge_unpaid(pay: Pay) -> Verdict:
	leaves = compulsory_school_age_ends(pay.date_of_birth)
	if pay.exemption and pay.exemption != SCHOOL_AGE:
		return _exempt(pay, pay.exemption)
	if pay.start > leaves:
		return _verdict(FAIL, _owed())
	if pay.end > leaves:
		ends = Finding(
			"pay-school-age-ends",
			_(
				"Unpaid work is allowed while they are of compulsory school age, until {until}. After that the minimum wage is due unless another exemption applies."
			),
			{"until": leaves},
			_("Before then, agree pay with the host, record another exemption, or end the placement."),
		)
		return _verdict(PASS_UNTIL, ends, until=leaves)
	return _verdict(
		PASS,
		Finding(
			"pay-school-age", _("They are of compulsory school age throughout, so no minimum wage is due.")
		),
	)


def _exempt(pay: Pay, exemption: str) -> Verdict:
	"""Return whether the facts support an exemption: NMW Act 1998 s.44, Regulations 2015 regs 51 to 53."""
	if exemption not in EXEMPTIONS:
		return _verdict(FAIL, _owed())
	holds, reason, remedy = EXEMPTIONS[exemption]
	if holds(pay):
		return _verdict(PASS, Finding("pay-exempt", reason))
	return _verdict(
		FAIL,
		Finding(
			"pay-exemption-fails",
			_("This exemption does not fit the facts: {exemption}."),
			{"exemption": exemption},
			remedy,
		),
	)


EXEMPTIONS = {
	COURSE: (
		lambda pay: pay.course_required and pay.end < anniversary(pay.start, 1),
		_("A further or higher education course requires the placement, and it lasts no longer than a year."),
		_(
			"It needs a course that requires the placement, for no longer than a year. Otherwise agree at least the minimum wage."
		),
	),
	VOLUNTARY: (
		lambda pay: pay.host in (CHARITY_HOST, PUBLIC_HOST) and pay.expenses_only,
		_("They are a voluntary worker for a charity or public body and get no more than expenses."),
		_(
			"It needs a charity or public body as host and nothing paid but expenses. Otherwise agree at least the minimum wage."
		),
	),
	SHADOWING: (
		lambda pay: pay.only_watches,
		_("The young person only watches, which is not work."),
		_("It needs someone who only watches. Otherwise agree at least the minimum wage."),
	),
	SCHEME: (
		lambda pay: bool(pay.scheme),
		_("A government scheme to which the minimum wage does not apply."),
		_("Record which scheme it is. Otherwise agree at least the minimum wage."),
	),
}


def _underpaid(pay: Pay, day: date, wage: Wage) -> Verdict:
	told = {
		"paid": f"{pay.hourly:.2f}",
		"minimum": f"{wage.hourly:.2f}",
		"rate_for": wage.rate_for,
		"day": day,
	}
	if day == pay.start:
		low = Finding(
			"pay-too-low",
			_("£{paid} an hour is below the minimum wage of £{minimum} ({rate_for})."),
			told,
			_("Ask the employer to pay at least £{minimum} an hour."),
		)
		return _verdict(FAIL, low)
	later = Finding(
		"pay-too-low-from",
		_("£{paid} an hour is enough until the minimum wage becomes £{minimum} on {day} ({rate_for})."),
		told,
		_("Ask the employer to raise the pay to at least £{minimum} from {day}."),
	)
	return _verdict(PASS_UNTIL, later, until=day - ONE_DAY)


def _owed() -> Finding:
	return Finding(
		"pay-owed",
		_(
			"They are over compulsory school age and unpaid. Whatever the placement is called, the minimum wage is due for work for a business."
		),
		{},
		_(
			"Agree pay with the host, or record the exemption that applies. There are four: required by a course, voluntary work for a charity or public body, watching only, or a government scheme."
		),
	)


def _verdict(outcome: str, finding: Finding, until: date | None = None) -> Verdict:
	return Verdict(outcome, (finding,), until, host_safe=PAY_HOST_SAFE.get(finding.code, PAY_SETTLED))


PAY_SETTLED = Finding("pay-host", _("Nothing more is needed from you about pay."))
PAY_HOST_SAFE = {
	code: Finding("pay-host-ask", _("The council will call you about pay before this can go ahead."))
	for code in ("pay-owed", "pay-too-low", "pay-too-low-from", "pay-exemption-fails", "pay-school-age-ends")
}


def _rate_for(date_of_birth: date, on: date, apprentice_since: date | None) -> str:
	age = age_on(date_of_birth, on)
	if apprentice_since and on >= apprentice_since and (age < 19 or on < anniversary(apprentice_since, 1)):
		return APPRENTICE
	if age < 18:
		return UNDER_18
	return FROM_18 if age < 21 else FROM_21


def _changes(pay: Pay, rates: Iterable[WageRate]) -> list[date]:
	"""Return the first day and each later one on which the minimum may change: new rates, birthdays, the leaving age."""
	born = pay.date_of_birth
	days = {anniversary(born, age) for age in (18, 19, 21)} | {rate.effective_from for rate in rates}
	days.add(compulsory_school_age_ends(born) + ONE_DAY)
	if pay.apprentice_since:
		days |= {pay.apprentice_since, anniversary(pay.apprentice_since, 1)}
	return [pay.start, *sorted(day for day in days if pay.start < day <= pay.end)]


# The right to work


@dataclass(frozen=True)
class Work:
	"""What the person would do: the kind of host (private, charity, public), the kind of activity and the days.

	The kinds of activity are paid work, unpaid work, volunteering and no work.
	"""

	host: str
	activity: str
	start: date
	end: date | None = None


def activity_of(*, paid: bool, only_watches: bool, voluntary: bool) -> str:
	"""Return the kind of activity.

	Unpaid work for a host, voluntary or not, only counts as volunteering if it replaces no employee and pays no
	more than expenses (Home Office guidance).
	"""
	if paid:
		return PAID_WORK
	if only_watches:
		return NO_WORK
	return VOLUNTEERING if voluntary else UNPAID_WORK


def judge_right_to_work(status: str, work: Work, *, until: date | None = None) -> Verdict:
	"""Judge whether a person with a right-to-work status may do this work for this kind of host.

	People seeking asylum normally have no permission: they may not do paid work, unpaid work for a private firm
	or an apprenticeship, but may volunteer for a charity or public body, and watch. `until` is the last day of
	a time-limited right. What a host is told depends only on the activity and whether it can go on.
	"""
	finding, outcome, last = _right_to_work(status, work, until)
	if outcome == FAIL:
		return Verdict(FAIL, (finding,), host_safe=HOST_TOLD_NO)
	host_safe = HOST_TOLD_USUAL_CHECK if work.activity == PAID_WORK else HOST_TOLD_NOTHING
	return Verdict(outcome, (finding,), last, host_safe)


HOST_TOLD_NO = Finding("host-no", _("Not suitable. Ask the council's officer."))
HOST_TOLD_USUAL_CHECK = Finding("host-usual", _("Do the same checks as for any new employee."))
HOST_TOLD_NOTHING = Finding("host-nothing", _("Nothing more is needed from you."))


def _right_to_work(status: str, work: Work, until: date | None) -> tuple[Finding, str, date | None]:
	if work.activity == NO_WORK:
		return (
			Finding("rtw-no-work", _("Watching or visiting is not work, so no permission is needed.")),
			NOT_NEEDED,
			None,
		)
	if status == UNRESTRICTED:
		return Finding("rtw-unrestricted", _("They may work without restriction.")), PASS, None
	if status == TIME_LIMITED:
		return _time_limited(work, until)
	if status == NO_PERMISSION:
		return _no_permission(work)
	if status == RESTRICTED_BY_VISA:
		return _by_visa(work)
	return (
		Finding(
			"rtw-not-checked",
			_("The right to work has not been checked."),
			{},
			_("Ask the allocated worker to record it."),
		),
		FAIL,
		None,
	)


def _time_limited(work: Work, until: date | None) -> tuple[Finding, str, date | None]:
	told = {"until": until}
	if until is None:
		missing = _("The right to work is time-limited, and its last day is not recorded.")
		return Finding("rtw-no-date", missing, {}, _("Ask the allocated worker to record it.")), FAIL, None
	if until < work.start:
		over = _("The right to work ended on {until}, before the first day.")
		remedy = _(
			"Ask the allocated worker whether an extension was applied for in time. That would keep the right to work."
		)
		return Finding("rtw-ended", over, told, remedy), FAIL, None
	if work.end and work.end <= until:
		return (
			Finding("rtw-long-enough", _("They may work until {until}, which covers every day."), told),
			PASS,
			None,
		)
	ends = _("They may work until {until}.")
	return (
		Finding("rtw-until", ends, told, _("Ask the allocated worker before then for the new date.")),
		PASS_UNTIL,
		until,
	)


def _no_permission(work: Work) -> tuple[Finding, str, date | None]:
	if work.activity == VOLUNTEERING and work.host in (CHARITY_HOST, PUBLIC_HOST):
		open_to_all = _(
			"They have no permission to work, but may volunteer for a charity or public body, with expenses only."
		)
		return Finding("rtw-volunteering", open_to_all), PASS, None
	closed = Finding(
		"rtw-no-permission",
		_(
			"They have no permission to work. Paid work, apprenticeships, and unpaid work that is not volunteering for a charity or public body would break the conditions of their stay."
		),
		{},
		_(
			"Offer volunteering with a charity or a council department, or a visit. Ask the person's solicitor about permission to work."
		),
	)
	return closed, FAIL, None


def _by_visa(work: Work) -> tuple[Finding, str, date | None]:
	if work.activity == VOLUNTEERING and work.host in (CHARITY_HOST, PUBLIC_HOST):
		return (
			Finding(
				"rtw-visa-volunteering",
				_("The visa restricts work, but volunteering for a charity or public body is not work."),
			),
			PASS,
			None,
		)
	by_visa = Finding(
		"rtw-visa",
		_("The visa restricts work, and no one has recorded that it allows this."),
		{},
		_(
			"Ask the allocated worker to read the conditions. If they allow it, record the right as time-limited with its last day."
		),
	)
	return by_visa, FAIL, None
