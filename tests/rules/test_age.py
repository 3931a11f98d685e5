"""Age and school status: examples from the sources, boundary days, leap years, and properties."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.age import (
	ADULT,
	CHILD,
	YOUNG_PERSON,
	BackwardPeriod,
	BeforeBirth,
	adults_born_by,
	age_on,
	anniversary,
	compulsory_school_age_ends,
	is_under_16,
	is_under_18,
	last_two_school_years_begin,
	status_on,
	statuses_between,
)

ONE_DAY = timedelta(days=1)
BIRTHS = st.dates(date(1995, 1, 1), date(2020, 12, 31))


@pytest.mark.parametrize(
	("born", "last_day"),
	[
		(
			date(2009, 9, 1),
			date(2026, 6, 26),
		),  # the oldest of Year 11: 16 on the first day of the school year
		(date(2010, 6, 26), date(2026, 6, 26)),  # 16 on the leaving date itself
		(date(2010, 7, 15), date(2026, 6, 26)),  # still 15 on the leaving date
		(date(2010, 8, 31), date(2026, 6, 26)),  # the youngest of Year 11
		(date(2010, 9, 1), date(2027, 6, 25)),  # a day younger, a year later
		(date(2008, 2, 29), date(2024, 6, 28)),
		(date(2007, 10, 1), date(2024, 6, 28)),
		(date(2013, 5, 5), date(2029, 6, 29)),
		(date(2001, 5, 5), date(2017, 6, 30)),  # 30 June is itself a Friday
	],
)
def test_school_age_ends_on_the_last_friday_in_june(born, last_day):
	assert compulsory_school_age_ends(born) == last_day


@given(BIRTHS)
def test_school_age_ends_on_a_friday_in_the_last_week_of_june_at_15_or_16(born):
	last_day = compulsory_school_age_ends(born)
	assert last_day.weekday() == 4
	assert date(last_day.year, 6, 24) <= last_day <= date(last_day.year, 6, 30)
	assert age_on(born, date(last_day.year, 8, 31)) == 16


def test_status_changes_the_day_after_leaving_and_on_the_18th_birthday():
	born = date(2010, 3, 10)
	assert status_on(born, date(2026, 3, 10)) == CHILD, "16, but still in Year 11"
	assert status_on(born, date(2026, 6, 26)) == CHILD
	assert status_on(born, date(2026, 6, 27)) == YOUNG_PERSON
	assert status_on(born, date(2028, 3, 9)) == YOUNG_PERSON
	assert status_on(born, date(2028, 3, 10)) == ADULT


def test_the_three_meanings_of_child_differ_for_a_16_year_old_in_year_11():
	born, on = date(2009, 10, 1), date(2026, 2, 1)
	assert (status_on(born, on), is_under_16(born, on), is_under_18(born, on)) == (CHILD, False, True)


def test_someone_born_on_29_february_attains_an_age_on_1_march_of_an_ordinary_year():
	born = date(2008, 2, 29)
	assert anniversary(born, 16) == date(2024, 2, 29)
	assert anniversary(born, 18) == date(2026, 3, 1)
	assert is_under_18(born, date(2026, 2, 28)) and not is_under_18(born, date(2026, 3, 1))
	assert age_on(born, date(2026, 2, 28)) == 17 and age_on(born, date(2026, 3, 1)) == 18


@given(BIRTHS, st.integers(0, 30))
def test_an_age_is_attained_on_the_anniversary_and_not_the_day_before(born, years):
	birthday = anniversary(born, years)
	assert age_on(born, birthday) == years
	if years:
		assert age_on(born, birthday - ONE_DAY) == years - 1


def test_year_10_begins_two_septembers_before_the_leaving_date():
	assert last_two_school_years_begin(date(2010, 8, 31)) == date(2024, 9, 1)
	assert last_two_school_years_begin(date(2010, 9, 1)) == date(2025, 9, 1)


def test_a_placement_may_cross_both_boundaries():
	born = date(2010, 3, 10)
	assert statuses_between(born, date(2026, 6, 1), date(2028, 4, 1)) == [
		(date(2026, 6, 1), date(2026, 6, 26), CHILD),
		(date(2026, 6, 27), date(2028, 3, 9), YOUNG_PERSON),
		(date(2028, 3, 10), date(2028, 4, 1), ADULT),
	]


def test_a_placement_may_start_or_end_on_a_boundary():
	born, eighteen = date(2008, 5, 5), date(2026, 5, 5)
	assert statuses_between(born, eighteen, eighteen) == [(eighteen, eighteen, ADULT)]
	assert statuses_between(born, eighteen - ONE_DAY, eighteen) == [
		(eighteen - ONE_DAY, eighteen - ONE_DAY, YOUNG_PERSON),
		(eighteen, eighteen, ADULT),
	]


def test_under_16_ends_on_the_birthday():
	assert is_under_16(date(2010, 5, 5), date(2026, 5, 4)) and not is_under_16(
		date(2010, 5, 5), date(2026, 5, 5)
	)


@given(BIRTHS, st.integers(0, 30 * 365), st.integers(0, 900))
def test_statuses_cover_the_range_exactly_and_agree_with_each_day(born, wait, length):
	start = born + timedelta(days=wait)
	end = start + timedelta(days=length)
	spans = statuses_between(born, start, end)
	days = [first + timedelta(days=n) for first, last, _s in spans for n in range((last - first).days + 1)]
	assert days == [start + timedelta(days=n) for n in range(length + 1)]
	assert all(status_on(born, day) == status for first, last, status in spans for day in (first, last))
	assert all(one[2] != two[2] for one, two in pairwise(spans)), "no span is cut in two"


@given(BIRTHS, st.integers(0, 30 * 365))
def test_no_one_grows_younger(born, days):
	order = (CHILD, YOUNG_PERSON, ADULT)
	on = born + timedelta(days=days)
	assert order.index(status_on(born, on)) <= order.index(status_on(born, on + ONE_DAY))


def test_days_before_birth_and_backward_ranges_are_refused():
	with pytest.raises(BeforeBirth):
		status_on(date(2010, 1, 1), date(2009, 12, 31))
	with pytest.raises(BeforeBirth):
		age_on(date(2010, 1, 1), date(2009, 12, 31))
	with pytest.raises(BackwardPeriod):
		statuses_between(date(2010, 1, 1), date(2026, 1, 2), date(2026, 1, 1))


@given(BIRTHS, st.integers(-1000, 1000))
def test_the_latest_birth_of_adults_agrees_with_the_rule(born, away):
	on = anniversary(born, 18) + timedelta(days=away)
	assert (born <= adults_born_by(on)) is not is_under_18(born, on)


@pytest.mark.parametrize("on", [date(2026, 2, 28), date(2026, 3, 1), date(2028, 2, 29)])
def test_so_it_does_around_29_february(on):
	for days in range(-3, 4):
		born = date(on.year - 18, 2, 28) + timedelta(days=days)
		assert (born <= adults_born_by(on)) is not is_under_18(born, on)
