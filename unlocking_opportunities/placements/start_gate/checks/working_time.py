"""The days and hours, school time and the permit that a child needs to work."""

from datetime import date

from unlocking_opportunities.council import settings
from unlocking_opportunities.placements.start_gate.checks.verdicts import failed, judged, not_needed, passed
from unlocking_opportunities.placements.start_gate.facts import Facts
from unlocking_opportunities.rules.age import CHILD
from unlocking_opportunities.rules.findings import FAIL, PASS, PASS_UNTIL, Finding, Verdict, _
from unlocking_opportunities.rules.hours import BREACH, breaches
from unlocking_opportunities.rules.hours_law import SchoolDays
from unlocking_opportunities.rules.permits import Permit, judge_permit
from unlocking_opportunities.rules.schedules import dates_worked


def hours(f: Facts) -> Verdict:
	"""The hours are lawful on each day, counting all the person's placements."""
	if not f.schedule.shifts:
		return failed("hours-missing", _("The days and hours are missing."), _("Fill in the schedule."))
	if not any(dates_worked(f.schedule)):
		return judged(
			"no-day-worked",
			_("None of its days is between the first and the last day, except bank holidays."),
			_("Change the dates or the days, or tick Works on Bank Holidays."),
		)
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
	in_school_time = [
		day
		for first, last, status in f.statuses
		if status == CHILD
		for day in dates_worked(f.schedule)
		if first <= day <= last and school_days.is_school_day(day)
	]
	if not in_school_time:
		return not_needed("school-not-needed", _("It does not include any school days."))
	if f.placement.school_agreed_on:
		return _agreed_until(f, max(in_school_time))
	return failed(
		"school-not-agreed",
		_("It includes school days, and the school has not agreed."),
		_("Ask the school or the Virtual School, then fill in School Agreed On."),
	)


def _agreed_until(f: Facts, last_school_day: date) -> Verdict:
	"""The school agreed to the days up to the last day of the placement at that time."""
	until = settings.day(f.placement.school_agreed_until)
	if not until or last_school_day <= until:
		return passed("school-agreed", _("The school has agreed."))
	remedy = _("Ask the school about the longer placement, then change School Agreed On.")
	if until < f.judged_from:
		return failed("school-agreed-until", _("The school agreed until {until} only."), remedy, until=until)
	longer = Finding(
		"school-agreed-until", _("The school agreed until {until} only."), {"until": until}, remedy
	)
	return Verdict(PASS_UNTIL, (longer,), until)


def permit(f: Facts) -> Verdict:
	"""A child in employment has a permit from the council."""
	seen = f.placement.permit_from
	held = Permit(settings.day(seen), settings.day(f.placement.permit_until)) if seen else None
	return judge_permit(f.schedule, f.statuses, held, regimes=settings.hours_law().regimes)
