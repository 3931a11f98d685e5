"""The limits on hours within a week: each yields the excesses that it finds."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import time
from typing import Any, NamedTuple

from unlocking_opportunities.rules.hours_law import (
	ADULT_WORKER,
	CHILD_IN_EMPLOYMENT,
	YOUNG_WORKER,
	ChildEmploymentRegime,
	WorkLimits,
)
from unlocking_opportunities.rules.schedules import ALL_NIGHT, SCHOOL_ARRANGED, UNTIL_MIDNIGHT, WEEK_DAYS
from unlocking_opportunities.rules.worked_time import A_MOMENT, Day, Part, Stint

BREACH = "breach"
WARNING = "warning"


class Excess(NamedTuple):
	"""One limit exceeded on one day, before such days are combined into a breach."""

	code: str
	law: str
	kind: str
	limit: Any
	actual: Any
	day: int  # days after the week's Monday
	more: tuple[tuple[str, Any], ...] = ()


def limited_week(
	limits: WorkLimits, days: Mapping[int, Day], parts: Sequence[Part], stints: Sequence[Stint], first: int
) -> Iterator[Excess]:
	"""Yield what a week exceeds under the three laws with limits on hours, breaks, rest and nights."""
	law, day_kind, week_kind = limits.law, kind_of(limits, "day-hours"), kind_of(limits, "week-hours")
	under_18 = [part for part in parts if part.law != ADULT_WORKER]
	own = [part for part in parts if part.stint.own and part.law == law]
	for offset in sorted({part.day for part in own}):
		if limits.day_hours is not None:
			worked = sum(part.worked for part in under_18 if part.day == offset)
			yield from over("day-hours", law, limits.day_hours, worked, offset, day_kind)
		arranged = any(part.stint.schedule.kind == SCHOOL_ARRANGED for part in own if part.day == offset)
		if law == SCHOOL_ARRANGED and arranged and days[offset].before_year_10:
			yield Excess("too-early", law, BREACH, None, None, offset)
	if limits.week_hours is not None:
		yield from over(
			"week-hours", law, limits.week_hours, sum(p.worked for p in under_18), first, week_kind
		)
	for part in own:
		yield from _night(limits, part)
	ruled = [stint for stint in stints if stint.law == law or _of_a_child(law, stint.law)]
	yield from breaks(ruled, law, limits.break_after_hours, limits.break_minutes, kind_of(limits, "break"))
	yield from _daily_rest(limits, stints)


def _night(limits: WorkLimits, part: Part) -> Iterator[Excess]:
	"""WTR regs 2, 6A and 27A. The restricted night is 22:00-06:00, or 23:00-07:00 by contract."""
	if limits.night_from is None:
		return
	schedule, code = part.stint.schedule, "night-child"
	night = (limits.night_from, limits.night_until)
	if limits.law == YOUNG_WORKER:
		code = "night"
		if schedule.night_exception == ALL_NIGHT:
			return
		if schedule.night_exception == UNTIL_MIDNIGHT:
			night = (limits.never_from, limits.never_until)
		elif schedule.contracted_after_22:
			night = (limits.late_night_from, limits.late_night_until)
	begins, ends = night
	hours = (
		part.between(begins, ends)
		if begins < ends
		else part.between(begins, time()) + part.between(time(), ends)
	)
	yield from over(
		code, limits.law, 0, hours, part.day, more=(("night_from", begins), ("night_until", ends))
	)


def breaks(stints: Sequence[Stint], law: str, after: float, minutes: int, kind: str) -> Iterator[Excess]:
	"""WTR reg. 12 and CYPA 1933 s.18(1)(i): a maximum number of hours without a break of a number of minutes.

	Shifts without such a gap between them count as one run, even if they belong to different placements.
	"""
	run, given, own, ended = 0.0, 0, False, float("-inf")
	for stint in stints:
		if stint.starts - ended >= minutes / 60:
			run, given, own = 0.0, 0, False
		ended = max(ended, stint.ends)
		if stint.shift.break_minutes >= minutes:
			run, given, own = 0.0, 0, False
			continue
		run, given, own = run + stint.worked, max(given, stint.shift.break_minutes), own or stint.own
		if own and run > after + A_MOMENT and stint.day in WEEK_DAYS:
			yield Excess("break", law, kind, minutes, given, stint.day, (("after", after),))


def _daily_rest(limits: WorkLimits, stints: Sequence[Stint]) -> Iterator[Excess]:
	"""WTR reg. 10: a number of consecutive hours off in the 24 hours from each start of work."""
	for index, stint in enumerate(stints):
		if stint.day not in WEEK_DAYS or not (stint.law == limits.law or _of_a_child(limits.law, stint.law)):
			continue
		closes, free_from, longest, own = stint.starts + 24, stint.ends, 0.0, stint.own
		for later in stints[index + 1 :]:
			if later.starts >= closes:
				break
			longest = max(longest, later.starts - free_from)
			free_from, own = max(free_from, later.ends), own or later.own
		longest = max(longest, closes - free_from)
		if own and longest < limits.daily_rest_hours - A_MOMENT:
			kind = kind_of(limits, "daily-rest")
			yield Excess(
				"daily-rest", limits.law, kind, limits.daily_rest_hours, max(longest, 0.0), stint.day
			)


def clashes(stints: Sequence[Stint]) -> Iterator[Excess]:
	latest = None
	for stint in stints:
		if (
			latest
			and stint.starts < latest.ends - A_MOMENT
			and (stint.own or latest.own)
			and stint.day in WEEK_DAYS
		):
			overlap = min(stint.ends, latest.ends) - stint.starts
			yield Excess("clash", stint.law, BREACH, None, overlap, stint.day)
		latest = stint if latest is None or stint.ends > latest.ends else latest


def too_young(regime: ChildEmploymentRegime, age: int, offset: int) -> Iterator[Excess]:
	lowest = regime.minimum_age if regime.listed_work_age is None else regime.listed_work_age
	if age < lowest:
		yield Excess("minimum-age", CHILD_IN_EMPLOYMENT, BREACH, lowest, age, offset)
	elif age < regime.minimum_age:
		yield Excess("listed-work-only", CHILD_IN_EMPLOYMENT, WARNING, regime.minimum_age, age, offset)


def over(code, law, limit, actual, day, kind=BREACH, more=()) -> Iterator[Excess]:
	if actual > limit + A_MOMENT:
		yield Excess(code, law, kind, limit, float(actual), day, more)


def kind_of(limits: WorkLimits, code: str) -> str:
	return WARNING if code in limits.advisory else BREACH


def _of_a_child(law: str, other: str) -> bool:
	return law == SCHOOL_ARRANGED and other == CHILD_IN_EMPLOYMENT
