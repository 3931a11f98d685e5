"""Hours: an example on either side of each limit, then clocks, birthdays, bank holidays and properties."""

from dataclasses import replace
from datetime import date, time, timedelta
from time import perf_counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules import defaults
from unlocking_opportunities.rules.age import BackwardPeriod, statuses_between
from unlocking_opportunities.rules.hours import BREACH, WARNING, DaysWithoutStatus, NoDateOfBirth, breaches
from unlocking_opportunities.rules.hours_law import (
	ADULT_WORKER,
	CHILD_IN_EMPLOYMENT,
	YOUNG_WORKER,
	HoursLaw,
	Term,
)
from unlocking_opportunities.rules.permits import Permit, judge_permit
from unlocking_opportunities.rules.schedules import (
	ALL_NIGHT,
	EMPLOYMENT,
	OTHER,
	SCHOOL_ARRANGED,
	UNTIL_MIDNIGHT,
	ImpossibleShift,
	Schedule,
	Shift,
	dates_worked,
	schedule_kind,
)

MON, TUE, WED, THU, FRI, SAT, SUN = range(7)
LAW = defaults.HOURS_LAW

CHILD_OF_15 = date(2010, 9, 30)  # 15 until September 2026, of school age until June 2027
CHILD_OF_14 = date(2011, 9, 30)
OF_17 = date(2008, 12, 1)  # 17 throughout the first eleven months of 2026
ADULT = date(2000, 1, 1)

A_MONDAY = date(2026, 3, 2)  # in term, no clock change near
HOLIDAY_MONDAY = date(2026, 8, 3)  # in the summer holidays
SPRING_SATURDAY = date(2026, 3, 28)  # the clocks go forward in the night to Sunday
AUTUMN_SATURDAY = date(2026, 10, 24)  # the clocks go back in the night to Sunday


def hours(clock: float) -> time:
	return time(int(clock) % 24, round(clock % 1 * 60))


def shift(day, start, end, rest=0) -> Shift:
	return Shift(day, hours(start), hours(end), rest)


def one_week(*shifts, kind=EMPLOYMENT, monday=A_MONDAY, **more) -> Schedule:
	return Schedule(monday, monday + timedelta(days=6), shifts, kind, **more)


def judged(born, schedule, *others, law=LAW):
	statuses = statuses_between(born, schedule.start, schedule.end)
	return breaches(schedule, statuses, others, law=law, date_of_birth=born)


def codes(born, schedule, *others, law=LAW, kind=BREACH):
	return {breach.code for breach in judged(born, schedule, *others, law=law) if breach.kind == kind}


# Young workers: Working Time Regulations 1998


@pytest.mark.parametrize(
	("shifts", "expected"),
	[
		([shift(MON, 9, 17.5, 30)], set()),
		([shift(MON, 9, 17.75, 30)], {"day-hours"}),
		([shift(day, 9, 17.5, 30) for day in range(5)], set()),
		([*(shift(day, 9, 17.5, 30) for day in range(5)), shift(SAT, 9, 9.5)], {"week-hours"}),
		([shift(MON, 9, 13.5)], set()),
		([shift(MON, 9, 13.75)], {"break"}),
		([shift(MON, 9, 14, 29)], {"break"}),
		([shift(MON, 9, 14, 30)], set()),
		([shift(MON, 14, 22, 30)], set()),
		([shift(MON, 18, 22.25)], {"night"}),
		([shift(MON, 6, 10)], set()),
		([shift(MON, 5.75, 10)], {"night"}),
		([shift(MON, 14, 20), shift(TUE, 8, 12)], {"break"}),
		([shift(MON, 14, 20.25, 30), shift(TUE, 8, 12)], {"daily-rest"}),
		([shift(day, 9, 12) for day in range(7)], {"weekly-rest"}),
	],
)
def test_limits_of_a_young_worker(shifts, expected):
	assert codes(OF_17, one_week(*shifts)) == expected


def test_the_same_limits_hold_for_unpaid_work():
	assert codes(OF_17, one_week(shift(MON, 9, 19, 60), kind=OTHER)) == {"day-hours"}


def test_there_is_no_opt_out_under_18():
	long_weeks = [shift(day, 9, 18, 30) for day in range(5)]
	schedule = one_week(*long_weeks, opted_out_of_48_hours=True)
	assert codes(OF_17, schedule) == {"day-hours", "week-hours"}


def test_a_contract_for_late_work_moves_the_night_to_23():
	late = one_week(shift(MON, 18, 22.5), contracted_after_22=True)
	assert codes(OF_17, late) == set()
	early = one_week(shift(MON, 6.5, 10), contracted_after_22=True)
	assert codes(OF_17, early) == {"night"}


@pytest.mark.parametrize(
	("exception", "work", "expected"),
	[
		(UNTIL_MIDNIGHT, (18, 0), set()),
		(UNTIL_MIDNIGHT, (18, 0.25), {"night", "break"}),
		(UNTIL_MIDNIGHT, (4, 8), set()),
		(UNTIL_MIDNIGHT, (3.75, 8), {"night"}),
		(ALL_NIGHT, (23, 3), set()),
		("", (23, 3), {"night"}),
	],
)
def test_exceptions_for_night_work_once_confirmed(exception, work, expected):
	rest = 30 if expected == set() else 0
	assert codes(OF_17, one_week(shift(MON, *work, rest), night_exception=exception)) >= expected
	assert ("night" in codes(OF_17, one_week(shift(MON, *work), night_exception=exception))) == (
		"night" in expected
	)


def test_hours_are_summed_over_employers():
	morning = one_week(shift(MON, 8, 12))
	evening = one_week(shift(MON, 13, 18, 30))
	assert codes(OF_17, morning) == set()
	assert codes(OF_17, evening) == set()
	found = judged(OF_17, morning, evening)
	assert [(b.code, b.limit, b.actual, b.on, b.law) for b in found] == [
		("day-hours", 8, 8.5, A_MONDAY, YOUNG_WORKER)
	]


def test_another_job_on_other_weeks_is_not_this_placements_breach():
	lawful = one_week(shift(MON, 9, 13))
	unlawful = one_week(shift(MON, 9, 21), monday=A_MONDAY + timedelta(days=14))
	assert codes(OF_17, lawful, unlawful) == set()


def test_two_places_at_once():
	assert codes(OF_17, one_week(shift(MON, 9, 12)), one_week(shift(MON, 11, 12.5))) == {"clash"}
	assert codes(OF_17, one_week(shift(MON, 9, 12)), one_week(shift(MON, 12, 13))) == set()


def test_back_to_back_shifts_of_two_employers_need_a_break_as_one():
	morning, noon = one_week(shift(MON, 9, 12)), one_week(shift(MON, 12, 14))
	assert codes(OF_17, morning, noon) == {"break"}
	later = one_week(shift(MON, 12.5, 14.5))
	assert codes(OF_17, morning, later) == set(), "half an hour between them is the break"


def test_sunday_and_monday_off_is_a_weekly_rest():
	three_weeks = Schedule(
		A_MONDAY, A_MONDAY + timedelta(days=20), tuple(shift(day, 9, 13) for day in range(1, 6)), EMPLOYMENT
	)
	assert codes(OF_17, three_weeks) == set()


def test_twelve_days_in_a_row_are_not():
	dates = [A_MONDAY + timedelta(days=n) for n in range(12)]
	schedule = Schedule(
		A_MONDAY, A_MONDAY + timedelta(days=13), tuple(shift(day, 9, 12) for day in dates), EMPLOYMENT
	)
	found = [breach for breach in judged(OF_17, schedule) if breach.code == "weekly-rest"]
	assert len(found) == 1 and found[0].times == 1 and found[0].limit == 48


def test_one_rest_across_a_sunday_midnight_does_not_serve_two_weeks():
	"""Sunday and Monday off, but only every other week: there are twelve days of work in between."""
	off = {A_MONDAY + timedelta(days=n) for n in (6, 7, 20, 21, 34, 35)}
	days = [A_MONDAY + timedelta(days=n) for n in range(42)]
	schedule = Schedule(
		days[0], days[-1], tuple(shift(day, 9, 12) for day in days if day not in off), EMPLOYMENT
	)
	assert "weekly-rest" in codes(OF_17, schedule)


# Clocks


def test_an_overnight_shift_is_split_at_midnight():
	"""Eight hours around midnight are four on each of two days, which an exception could allow."""
	schedule = one_week(shift(MON, 20, 4, 30), night_exception=ALL_NIGHT)
	assert codes(OF_17, schedule) == set()
	twelve = one_week(shift(MON, 15, 3, 30), night_exception=ALL_NIGHT)
	assert [b.actual for b in judged(OF_17, twelve) if b.code == "day-hours"] == [pytest.approx(8.625)]


def test_the_night_the_clocks_go_back_is_an_hour_longer():
	night = Shift(SAT, time(23), time(7, 30), 30)
	ordinary = Schedule(
		date(2026, 10, 17), date(2026, 10, 17), (night,), EMPLOYMENT, night_exception=ALL_NIGHT
	)
	changed = Schedule(AUTUMN_SATURDAY, AUTUMN_SATURDAY, (night,), EMPLOYMENT, night_exception=ALL_NIGHT)
	assert codes(OF_17, ordinary) == set()
	assert codes(OF_17, changed) == {"day-hours"}, "7.06 hours on Sunday become 8.03"


def test_the_night_the_clocks_go_forward_is_an_hour_shorter():
	sunday = SPRING_SATURDAY + timedelta(days=1)
	shifts = (Shift(SPRING_SATURDAY, time(17), time(21)), Shift(sunday, time(9), time(13)))
	schedule = Schedule(SPRING_SATURDAY, sunday, shifts, EMPLOYMENT)
	found = judged(OF_17, schedule)
	assert [(b.code, b.actual) for b in found] == [("daily-rest", pytest.approx(11))]
	a_week_before = Schedule(
		SPRING_SATURDAY - timedelta(days=7),
		sunday - timedelta(days=7),
		(Shift(SAT, time(17), time(21)), Shift(SUN, time(9), time(13))),
		EMPLOYMENT,
	)
	assert codes(OF_17, a_week_before) == set()


def test_forty_eight_hours_by_the_clock_are_forty_seven_when_the_clocks_go_forward():
	daily = [shift(day, 9, 12) for day in range(4)]
	week = (*daily, shift(FRI, 18, 21), shift(SUN, 21, 22))
	assert codes(OF_17, one_week(*week, monday=date(2026, 3, 16))) == set()
	assert codes(OF_17, one_week(*week, monday=date(2026, 3, 23))) == {"weekly-rest"}


def test_a_week_runs_from_monday_wherever_the_placement_starts():
	wednesday = A_MONDAY + timedelta(days=2)
	eight_hours = [
		Shift(wednesday + timedelta(days=n), time(9), time(17, 30), 30) for n in (0, 1, 2, 3, 5, 6)
	]
	schedule = Schedule(wednesday, wednesday + timedelta(days=11), tuple(eight_hours), EMPLOYMENT)
	assert "week-hours" not in codes(OF_17, schedule), "32 hours and then 16"
	one_more = replace(
		schedule, shifts=(*schedule.shifts, Shift(wednesday + timedelta(days=4), time(8), time(17), 30))
	)
	assert [b.actual for b in judged(OF_17, one_more) if b.code == "week-hours"] == [40.5]


def test_a_last_night_reaches_past_the_last_day():
	schedule = one_week(shift(SUN, 22, 6, 30))
	(night,) = [b for b in judged(OF_17, schedule) if b.code == "night"]
	assert (night.times, night.actual, night.last) == (2, 6, A_MONDAY + timedelta(days=7))


# Birthdays and the leaving age in mid-placement


def test_limits_end_on_the_18th_birthday():
	schedule = Schedule(date(2026, 11, 23), date(2026, 12, 6), (shift(TUE, 8, 18, 60),), EMPLOYMENT)
	found = judged(OF_17, schedule)
	assert [(b.code, b.on, b.times) for b in found] == [("day-hours", date(2026, 11, 24), 1)]


def test_work_after_midnight_on_the_18th_birthday_is_an_adults():
	eve = date(2026, 11, 30)
	schedule = Schedule(eve, eve, (Shift(eve, time(20), time(3)),), EMPLOYMENT, contracted_after_22=True)
	night = next(b for b in judged(OF_17, schedule) if b.code == "night")
	assert (night.actual, night.on) == (1, eve)


def test_a_child_becomes_a_young_worker_the_day_after_the_last_friday_in_june():
	born = date(2010, 3, 10)
	schedule = Schedule(date(2026, 6, 22), date(2026, 7, 5), (shift(FRI, 16, 21),), EMPLOYMENT)
	found = {(b.code, b.law, b.on, b.times) for b in judged(born, schedule)}
	assert ("early-or-late", CHILD_IN_EMPLOYMENT, date(2026, 6, 26), 1) in found
	assert ("break", YOUNG_WORKER, date(2026, 7, 3), 1) in found


# A child in employment


@pytest.mark.parametrize(
	("born", "monday", "shifts", "expected"),
	[
		(CHILD_OF_15, A_MONDAY, [shift(MON, 16, 18)], set()),
		(CHILD_OF_15, A_MONDAY, [shift(MON, 16, 18.25)], {"school-day-hours"}),
		(CHILD_OF_15, A_MONDAY, [shift(MON, 7, 7.75), shift(MON, 16, 17)], set()),
		(CHILD_OF_15, A_MONDAY, [shift(MON, 7, 8.25)], {"before-school"}),
		(CHILD_OF_15, A_MONDAY, [shift(MON, 14, 16)], {"school-hours"}),
		(CHILD_OF_15, A_MONDAY, [shift(MON, 15, 16)], {"school-hours"}),
		(CHILD_OF_15, A_MONDAY, [shift(MON, 15.25, 16)], set()),
		(CHILD_OF_15, A_MONDAY, [shift(MON, 17.5, 19.25)], {"early-or-late"}),
		(CHILD_OF_15, A_MONDAY, [shift(MON, 6.75, 8)], {"early-or-late", "before-school"}),
		(CHILD_OF_15, A_MONDAY, [shift(SUN, 9, 11)], set()),
		(CHILD_OF_15, A_MONDAY, [shift(SUN, 9, 11.5)], {"sunday-hours"}),
		(CHILD_OF_15, A_MONDAY, [shift(SAT, 9, 18, 60)], set()),
		(CHILD_OF_15, A_MONDAY, [shift(SAT, 9, 18.5, 60)], {"child-day-hours"}),
		(CHILD_OF_15, A_MONDAY, [shift(SAT, 9, 13.25)], {"break"}),
		(CHILD_OF_14, A_MONDAY, [shift(SAT, 9, 15, 60)], set()),
		(CHILD_OF_14, A_MONDAY, [shift(SAT, 9, 15.5, 60)], {"child-day-hours"}),
		(CHILD_OF_15, A_MONDAY, [shift(SAT, 9, 17, 60), *(shift(d, 16, 17.5) for d in (0, 1, 2))], set()),
		(
			CHILD_OF_15,
			A_MONDAY,
			[shift(SAT, 9, 17, 60), *(shift(d, 16, 18) for d in (0, 1, 2))],
			{"school-week-hours"},
		),
		(CHILD_OF_15, HOLIDAY_MONDAY, [shift(d, 9, 17, 60) for d in range(5)], set()),
		(CHILD_OF_15, HOLIDAY_MONDAY, [shift(d, 9, 17.25, 60) for d in range(5)], {"holiday-week-hours"}),
		(CHILD_OF_14, HOLIDAY_MONDAY, [shift(d, 9, 15, 60) for d in range(5)], set()),
		(CHILD_OF_14, HOLIDAY_MONDAY, [shift(d, 9, 14, 60) for d in range(6)], set()),
		(CHILD_OF_14, HOLIDAY_MONDAY, [shift(d, 9, 14.5, 60) for d in range(6)], {"holiday-week-hours"}),
		(date(2013, 9, 30), A_MONDAY, [shift(MON, 16, 17)], {"minimum-age"}),
		(date(2012, 9, 30), A_MONDAY, [shift(MON, 16, 17)], set()),
	],
)
def test_limits_of_a_child_in_employment(born, monday, shifts, expected):
	assert codes(born, one_week(*shifts, monday=monday)) == expected


def test_at_13_only_listed_light_work():
	assert codes(date(2012, 9, 30), one_week(shift(MON, 16, 17)), kind=WARNING) == {"listed-work-only"}


def test_a_bank_holiday_is_no_school_day_though_its_week_is_a_school_week():
	may_day = date(2026, 5, 4)
	assert codes(CHILD_OF_15, one_week(shift(MON, 9, 13), monday=may_day)) == set()
	assert codes(CHILD_OF_15, one_week(shift(TUE, 16, 19.5), monday=may_day)) == {
		"school-day-hours",
		"early-or-late",
	}


def test_a_schedule_may_leave_bank_holidays_out():
	may_day = date(2026, 5, 4)
	schedule = one_week(shift(MON, 9, 19, 30), shift(TUE, 9, 13), monday=may_day, works_bank_holidays=False)
	assert list(dates_worked(schedule)) == [date(2026, 5, 5)]
	assert codes(OF_17, schedule) == set()


def test_days_off_and_single_dates():
	schedule = Schedule(
		A_MONDAY,
		A_MONDAY + timedelta(days=13),
		(shift(MON, 9, 12), shift(A_MONDAY + timedelta(days=2), 9, 12)),
		days_off=frozenset({A_MONDAY + timedelta(days=7)}),
	)
	assert list(dates_worked(schedule)) == [A_MONDAY, A_MONDAY + timedelta(days=2)]


def in_force_from(day: date) -> HoursLaw:
	return replace(LAW, regimes=(defaults.BYELAW_MODEL, replace(defaults.ACT_OF_2026, effective_from=day)))


def test_the_2026_act_counts_only_once_it_is_given_a_day():
	evening = one_week(shift(MON, 18, 19.5))
	assert codes(CHILD_OF_15, evening) == {"early-or-late"}
	assert codes(CHILD_OF_15, evening, law=in_force_from(A_MONDAY)) == set()
	assert codes(CHILD_OF_15, evening, law=in_force_from(A_MONDAY + timedelta(days=7))) == {"early-or-late"}


@pytest.mark.parametrize(
	("born", "shifts", "expected"),
	[
		(CHILD_OF_15, [shift(MON, 18, 20)], set()),
		(CHILD_OF_15, [shift(MON, 18.5, 20.25)], {"early-or-late"}),
		(CHILD_OF_15, [shift(SUN, 9, 17, 60)], set()),
		(CHILD_OF_15, [shift(SUN, 9, 18.25, 60)], {"child-day-hours"}),
		(date(2012, 9, 30), [shift(MON, 16, 17)], {"minimum-age"}),
		(CHILD_OF_14, [shift(MON, 16, 17)], set()),
	],
)
def test_limits_under_the_2026_act(born, shifts, expected):
	assert codes(born, one_week(*shifts), law=in_force_from(date(2026, 1, 1))) == expected


def test_a_change_of_regime_in_mid_placement_is_seen_on_its_day():
	two_weeks = Schedule(A_MONDAY, A_MONDAY + timedelta(days=13), (shift(MON, 18, 19.5),), EMPLOYMENT)
	found = judged(CHILD_OF_15, two_weeks, law=in_force_from(A_MONDAY + timedelta(days=7)))
	assert [(b.code, b.on, b.times) for b in found] == [("early-or-late", A_MONDAY, 1)]


def test_a_regime_may_begin_in_the_middle_of_a_week():
	week = one_week(shift(TUE, 18, 19.5), shift(THU, 18, 19.5))
	found = judged(CHILD_OF_15, week, law=in_force_from(A_MONDAY + timedelta(days=2)))
	assert [(b.code, b.on, b.times) for b in found] == [("early-or-late", A_MONDAY + timedelta(days=1), 1)]


def test_where_terms_are_unknown_weekdays_count_as_school_days_and_a_warning_says_so():
	summer_of_2027 = one_week(shift(MON, 9, 12), monday=date(2027, 5, 17))
	found = judged(CHILD_OF_15, summer_of_2027)
	assert {b.code for b in found} == {"terms-unknown", "school-hours", "school-day-hours"}
	assert next(b for b in found if b.code == "terms-unknown").kind == WARNING


def test_two_weeks_of_the_holidays_stay_free():
	terms = (
		*LAW.terms,
		Term(date(2026, 9, 2), date(2026, 10, 23)),
		Term(date(2026, 11, 2), date(2026, 12, 18)),
	)
	law = replace(LAW, terms=terms)
	whole_year = Schedule(date(2026, 1, 1), date(2026, 12, 31), (shift(SAT, 9, 12),), EMPLOYMENT)
	assert "two-week-break" in codes(CHILD_OF_15, whole_year, law=law)
	off = frozenset({date(2026, 8, 8), date(2026, 8, 15)})
	assert "two-week-break" not in codes(CHILD_OF_15, replace(whole_year, days_off=off), law=law)


def test_a_childs_hours_cannot_be_judged_without_a_date_of_birth():
	schedule = one_week(shift(MON, 16, 17))
	statuses = statuses_between(CHILD_OF_15, schedule.start, schedule.end)
	with pytest.raises(NoDateOfBirth):
		breaches(schedule, statuses, law=LAW)


# School-arranged work experience


def test_school_arranged_work_in_school_hours_is_lawful_in_years_10_and_11():
	week = one_week(*(shift(day, 9, 17, 60) for day in range(5)), kind=SCHOOL_ARRANGED)
	assert judged(CHILD_OF_15, week) == []


def test_more_than_eight_hours_is_against_advice():
	week = one_week(shift(MON, 9, 18, 30), kind=SCHOOL_ARRANGED)
	found = judged(CHILD_OF_15, week)
	assert [(b.code, b.kind, b.law, b.judgement) for b in found] == [
		("day-hours", WARNING, SCHOOL_ARRANGED, True)
	]


def test_no_child_works_at_night():
	assert codes(CHILD_OF_15, one_week(shift(MON, 20, 22.5), kind=SCHOOL_ARRANGED)) == {"night-child"}
	excused = one_week(shift(MON, 20, 22.5), kind=SCHOOL_ARRANGED, night_exception=ALL_NIGHT)
	assert codes(CHILD_OF_15, excused) == {"night-child"}


def test_it_is_not_open_before_year_10():
	in_year_9 = date(2012, 1, 15)
	assert codes(in_year_9, one_week(shift(MON, 9, 12), kind=SCHOOL_ARRANGED)) == {"too-early"}


def test_volunteering_is_open_before_year_10_within_the_same_advice():
	in_year_9 = date(2012, 1, 15)
	assert judged(in_year_9, one_week(shift(SAT, 9, 12), kind=OTHER)) == []
	assert codes(in_year_9, one_week(shift(SAT, 9, 18, 30), kind=OTHER), kind=WARNING) == {"day-hours"}


def test_a_job_in_the_same_week_counts_towards_the_advice_and_keeps_its_own_limits():
	placement = one_week(*(shift(day, 9, 15, 60) for day in range(5)), kind=SCHOOL_ARRANGED)
	job = one_week(shift(MON, 16, 18))
	assert codes(CHILD_OF_15, job, placement) == set()
	late_job = one_week(shift(MON, 15.5, 18.5))
	assert codes(CHILD_OF_15, late_job, placement) == {"school-day-hours"}
	longer = one_week(*(shift(day, 9, 17, 60) for day in range(5)), kind=SCHOOL_ARRANGED)
	assert codes(CHILD_OF_15, longer, one_week(shift(MON, 17, 19)), kind=WARNING) == {"day-hours"}


def test_which_kind_a_placement_is():
	assert schedule_kind(school_arranged=True, paid=False, business=True) == SCHOOL_ARRANGED
	assert schedule_kind(school_arranged=False, paid=False, business=True) == EMPLOYMENT
	assert schedule_kind(school_arranged=False, paid=True, business=False) == EMPLOYMENT
	assert schedule_kind(school_arranged=False, paid=False, business=False) == OTHER


# Adults


def test_an_adult_is_owed_twenty_minutes_after_six_hours():
	assert codes(ADULT, one_week(shift(MON, 9, 15))) == set()
	assert codes(ADULT, one_week(shift(MON, 9, 15.25))) == {"break"}
	assert codes(ADULT, one_week(shift(MON, 9, 16, 20))) == set()


def eight_weeks(*shifts, **more) -> Schedule:
	return Schedule(A_MONDAY, A_MONDAY + timedelta(days=55), shifts, EMPLOYMENT, **more)


def test_an_average_above_48_hours_is_a_warning_that_an_opt_out_settles():
	long_days = [shift(day, 8, 18.25, 30) for day in range(5)]
	found = judged(ADULT, eight_weeks(*long_days))
	assert [(b.code, b.kind, b.limit, b.actual, b.law) for b in found] == [
		("average-week", WARNING, 48, pytest.approx(48.75), ADULT_WORKER)
	]
	assert found[0].times == 1, "one average, since there are fewer than seventeen weeks"
	assert judged(ADULT, eight_weeks(*long_days, opted_out_of_48_hours=True)) == []
	assert judged(ADULT, eight_weeks(*(shift(day, 8, 18, 30) for day in range(5)))) == []


def test_one_long_week_among_short_ones_is_no_average():
	dates = [shift(A_MONDAY + timedelta(days=n), 8, 19, 30) for n in range(5)]
	weekly = [shift(day, 9, 13) for day in (0, 2)]
	short = Schedule(A_MONDAY + timedelta(days=7), A_MONDAY + timedelta(days=55), tuple(weekly), EMPLOYMENT)
	long = Schedule(A_MONDAY, A_MONDAY + timedelta(days=6), tuple(dates), EMPLOYMENT)
	assert "average-week" not in codes(ADULT, short, long, kind=WARNING)


def test_an_adults_rest_is_a_warning():
	assert codes(ADULT, one_week(shift(MON, 14, 23, 30), shift(TUE, 9, 12)), kind=WARNING) == {"daily-rest"}
	assert codes(ADULT, one_week(*(shift(day, 9, 12) for day in range(7))), kind=WARNING) == {"weekly-rest"}


def test_a_day_off_that_ends_before_midnight_is_no_adults_weekly_rest():
	week_before = one_week(*(shift(day, 9, 12) for day in range(7)), monday=A_MONDAY - timedelta(days=7))
	week = one_week(shift(MON, 23, 2), *(shift(day, 13, 16) for day in range(1, 7)))
	assert "weekly-rest" in codes(ADULT, week, week_before, kind=WARNING)


def test_nights_are_open_to_adults():
	assert judged(ADULT, one_week(shift(MON, 22, 4))) == []


# Wording for officers


def test_a_breach_says_what_is_wrong_and_what_would_put_it_right():
	schedule = Schedule(A_MONDAY, A_MONDAY + timedelta(days=20), (shift(MON, 9, 18, 30),), EMPLOYMENT)
	(breach,) = judged(OF_17, schedule)
	assert breach.message == (
		"8.5 hours of work in one day, first on 2 March 2026 (days: 3). No more than 8 are allowed, over all "
		"placements and jobs together. Shorten the day to 8 hours, breaks not counted."
	)
	assert (breach.on, breach.last, breach.times) == (A_MONDAY, A_MONDAY + timedelta(days=14), 3)


# Permits


def permit_outcome(schedule, permit, born=CHILD_OF_15):
	statuses = statuses_between(born, schedule.start, schedule.end)
	return judge_permit(schedule, statuses, permit, regimes=LAW.regimes)


def test_a_child_at_work_needs_a_permit():
	job = one_week(shift(MON, 16, 18))
	assert permit_outcome(job, None).outcome == "fail"
	assert not permit_outcome(job, None).overridable
	assert "council's child employment officer" in permit_outcome(job, None).reason
	assert permit_outcome(job, Permit(A_MONDAY)).outcome == "pass"
	assert permit_outcome(job, Permit(A_MONDAY + timedelta(days=1))).outcome == "fail"
	short = permit_outcome(job, Permit(A_MONDAY, A_MONDAY + timedelta(days=2)))
	assert (short.outcome, short.until) == ("pass until", A_MONDAY + timedelta(days=2))


def test_work_experience_and_people_over_school_age_need_none():
	assert permit_outcome(one_week(shift(MON, 9, 15), kind=SCHOOL_ARRANGED), None).outcome == "not needed"
	assert permit_outcome(one_week(shift(MON, 9, 15)), None, OF_17).outcome == "not needed"


def test_a_permit_is_needed_only_until_the_leaving_age():
	born = date(2010, 3, 10)
	schedule = Schedule(date(2026, 6, 1), date(2026, 12, 31), (shift(SAT, 9, 12),), EMPLOYMENT)
	assert permit_outcome(schedule, Permit(date(2026, 6, 1), date(2026, 6, 26)), born).outcome == "pass"


# Input


def test_impossible_input_is_refused():
	with pytest.raises(ImpossibleShift):
		Shift(7, time(9), time(10))
	with pytest.raises(ImpossibleShift):
		Shift(MON, time(9), time(10), 60)
	with pytest.raises(ImpossibleShift):
		Shift(MON, time(9), time(9))
	with pytest.raises(BackwardPeriod):
		Schedule(A_MONDAY, A_MONDAY - timedelta(days=1), ())
	schedule = one_week(shift(MON, 9, 10))
	with pytest.raises(DaysWithoutStatus):
		breaches(schedule, statuses_between(ADULT, A_MONDAY, A_MONDAY), law=LAW)
	with pytest.raises(DaysWithoutStatus):
		breaches(schedule, [], law=LAW)


# Properties

QUARTERS = st.integers(0, 95).map(lambda quarter: time(quarter // 4, quarter % 4 * 15))
BIRTHS = st.dates(date(2005, 1, 1), date(2013, 8, 31))
STARTS = st.dates(date(2025, 9, 1), date(2026, 7, 1))
KINDS = st.sampled_from([SCHOOL_ARRANGED, EMPLOYMENT, OTHER])


@st.composite
def turns(draw, days):
	day, start = draw(days), draw(st.integers(0, 80))
	length = draw(st.integers(1, 56))
	return _turn(day, start, length)


def _turn(day, start, length):
	end = (start + length) % 96
	return Shift(day, time(start // 4, start % 4 * 15), time(end // 4, end % 4 * 15))


@st.composite
def weeks(draw):
	days = draw(st.sets(st.integers(0, 6), min_size=1, max_size=6))
	return tuple(draw(turns(st.just(day))) for day in sorted(days))


def breach_days(born, schedule, *others):
	return {(b.code, b.law) for b in judged(born, schedule, *others) if b.kind == BREACH}


@given(BIRTHS, STARTS, weeks(), KINDS, st.integers(0, 6), st.integers(0, 60))
def test_another_day_of_work_never_removes_a_breach(born, start, shifts, kind, day, length):
	schedule = Schedule(start, start + timedelta(days=length), shifts, kind)
	free = [weekday for weekday in range(7) if weekday not in {shift.day for shift in shifts}]
	added = (*shifts, _turn(free[day % len(free)], 40, 12))
	more = Schedule(start, start + timedelta(days=length), added, kind)
	assert breach_days(born, schedule) <= breach_days(born, more)


@given(BIRTHS, STARTS, weeks(), KINDS, st.integers(0, 5), st.integers(1, 8))
def test_longer_shifts_never_remove_a_breach(born, start, shifts, kind, which, quarters):
	grown = list(shifts)
	old = grown[which % len(grown)]
	end = (old.end.hour * 4 + old.end.minute // 15 + quarters) % 96
	grown[which % len(grown)] = Shift(old.day, old.start, time(end // 4, end % 4 * 15))
	last = start + timedelta(days=27)
	assert breach_days(born, Schedule(start, last, shifts, kind)) <= breach_days(
		born, Schedule(start, last, tuple(grown), kind)
	)


@given(BIRTHS, STARTS, weeks(), weeks(), KINDS, KINDS)
def test_another_placement_never_removes_a_breach(born, start, shifts, others, kind, other_kind):
	last = start + timedelta(days=20)
	schedule, other = Schedule(start, last, shifts, kind), Schedule(start, last, others, other_kind)
	assert breach_days(born, schedule) <= breach_days(born, schedule, other)


@given(BIRTHS, STARTS, weeks(), KINDS)
def test_judging_alike_weeks_once_changes_nothing(born, start, shifts, kind):
	"""The same hours given as single dates share nothing between weeks, and must give the same result."""
	last = start + timedelta(days=48)
	weekly = Schedule(start, last, shifts, kind)
	dated = tuple(
		Shift(day, turn.start, turn.end)
		for day in (start + timedelta(days=n) for n in range(49))
		for turn in shifts
		if turn.day == day.weekday()
	)
	assert judged(born, weekly) == judged(born, Schedule(start, last, dated, kind))


@given(BIRTHS, STARTS, weeks(), KINDS)
def test_every_breach_is_on_days_of_the_placement_and_readable(born, start, shifts, kind):
	schedule = Schedule(start, start + timedelta(days=30), shifts, kind)
	for breach in judged(born, schedule):
		if breach.code not in ("weekly-rest", "average-week", "two-week-break"):
			assert schedule.start <= breach.on <= breach.last <= schedule.end + timedelta(days=1)
		assert "{" not in breach.message and "None" not in breach.message


def test_an_apprenticeship_of_eighteen_months_is_judged_in_milliseconds():
	weekdays = tuple(shift(day, 9, 17, 30) for day in range(5))
	schedule = Schedule(date(2026, 1, 5), date(2027, 7, 2), weekdays, EMPLOYMENT)
	judged(CHILD_OF_15, schedule)
	begun = perf_counter()
	judged(CHILD_OF_15, schedule)
	assert perf_counter() - begun < 0.1
