"""Leaving-care categories from dates."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.age import BeforeBirth, anniversary
from unlocking_opportunities.rules.care_status import InCare, leaving_care_category
from unlocking_opportunities.rules.defaults import CARE_LEAVER_TERMS

BORN = date(2009, 6, 1)
FOURTEEN, SIXTEEN, EIGHTEEN = (anniversary(BORN, age) for age in (14, 16, 18))
DAY = timedelta(days=1)


def category(on, *in_care, **more):
	return leaving_care_category(BORN, on, in_care, CARE_LEAVER_TERMS, **more).name


LONG = InCare(date(2020, 1, 1), date(2026, 3, 31))
STILL = InCare(date(2020, 1, 1))


@pytest.mark.parametrize(
	("on", "in_care", "expected"),
	[
		(SIXTEEN - DAY, [STILL], "Looked After Under 16"),
		(SIXTEEN - DAY, [], "None"),
		(SIXTEEN, [STILL], "Eligible"),
		(date(2026, 4, 1), [LONG], "Relevant"),
		(EIGHTEEN - DAY, [LONG], "Relevant"),
		(EIGHTEEN, [LONG], "Former Relevant"),
		(EIGHTEEN, [STILL], "Former Relevant"),
		(anniversary(BORN, 25) - DAY, [LONG], "Former Relevant"),
		(anniversary(BORN, 25), [LONG], "None"),
		(date(2025, 12, 1), [InCare(date(2020, 1, 1), date(2023, 1, 1))], "None"),
		(date(2025, 12, 1), [InCare(date(2020, 1, 1), SIXTEEN - DAY)], "None"),
		(date(2025, 12, 1), [InCare(date(2020, 1, 1), SIXTEEN)], "Relevant"),
		(date(2025, 12, 1), [InCare(SIXTEEN, SIXTEEN + 30 * DAY)], "Qualifying"),
		(anniversary(BORN, 25) - DAY, [InCare(SIXTEEN, SIXTEEN + 30 * DAY)], "Qualifying"),
	],
)
def test_the_category_by_age_and_time_in_care(on, in_care, expected):
	assert category(on, *in_care) == expected


def test_thirteen_weeks_since_14_may_be_made_up_of_several_periods():
	first = InCare(FOURTEEN, FOURTEEN + 44 * DAY)
	second = InCare(SIXTEEN, SIXTEEN + 45 * DAY)
	assert category(SIXTEEN + 45 * DAY, first, second) == "Eligible", "91 days are 13 weeks"
	assert category(SIXTEEN + 44 * DAY, first, second) == "None", "a day less, and still looked after"
	assert category(SIXTEEN + 60 * DAY, first, second) == "Relevant"


def test_time_before_14_and_planned_short_breaks_do_not_count():
	before = InCare(date(2015, 1, 1), FOURTEEN - DAY)
	recent = InCare(SIXTEEN, SIXTEEN + 20 * DAY)
	assert category(SIXTEEN + 30 * DAY, before, recent) == "Qualifying"
	breaks = InCare(FOURTEEN, FOURTEEN + 200 * DAY, short_break=True)
	assert category(SIXTEEN + 30 * DAY, breaks, recent) == "Qualifying"


def test_overlapping_periods_are_counted_once():
	one = InCare(SIXTEEN, SIXTEEN + 50 * DAY)
	assert category(SIXTEEN + 60 * DAY, one, one) == "Qualifying"
	later = InCare(SIXTEEN + 30 * DAY, SIXTEEN + 89 * DAY)
	assert category(SIXTEEN + 95 * DAY, one, later) == "Qualifying", "90 days in all"
	longer = InCare(SIXTEEN + 30 * DAY, SIXTEEN + 90 * DAY)
	assert category(SIXTEEN + 95 * DAY, one, longer) == "Relevant", "91 days in all"


def test_a_settled_return_home_makes_relevant_into_qualifying():
	on = date(2026, 9, 30)
	assert category(on, LONG, home_since=date(2026, 4, 1)) == "Relevant"
	assert category(date(2026, 10, 1), LONG, home_since=date(2026, 4, 1)) == "Qualifying"
	assert category(EIGHTEEN, LONG, home_since=date(2026, 4, 1)) == "Qualifying"


@pytest.mark.parametrize(
	("home_since", "on", "expected"),
	[
		(date(2025, 12, 15), date(2026, 6, 14), "Relevant"),
		(date(2025, 12, 15), date(2026, 6, 15), "Qualifying"),
		(date(2025, 12, 31), date(2026, 6, 30), "Relevant"),
		(date(2025, 12, 31), date(2026, 7, 1), "Qualifying"),
	],
)
def test_a_return_home_is_settled_after_six_whole_months(home_since, on, expected):
	assert category(on, InCare(date(2020, 1, 1), home_since - DAY), home_since=home_since) == expected


def test_the_day_on_which_care_begins_counts():
	assert category(SIXTEEN - DAY, InCare(SIXTEEN - DAY)) == "Looked After Under 16"
	assert category(EIGHTEEN, InCare(EIGHTEEN - DAY)) == "Qualifying"


def test_nothing_after_the_18th_birthday_counts_as_care():
	assert category(EIGHTEEN + 60 * DAY, InCare(EIGHTEEN - 80 * DAY)) == "Qualifying", "80 days, not 140"
	assert category(EIGHTEEN + 200 * DAY, InCare(EIGHTEEN)) == "None"
	assert category(EIGHTEEN + 60 * DAY, InCare(EIGHTEEN - 91 * DAY)) == "Former Relevant"


def test_other_routes_to_qualifying():
	assert category(EIGHTEEN, special_guardianship_from_care=True) == "Qualifying"
	assert category(EIGHTEEN, privately_fostered_after_16=True) == "Qualifying"
	assert category(EIGHTEEN) == "None"


def test_the_answer_says_when_it_was_judged_and_when_to_look_again():
	found = leaving_care_category(BORN, SIXTEEN, [STILL], CARE_LEAVER_TERMS)
	assert (found.as_at, found.look_again_on) == (SIXTEEN, EIGHTEEN)
	assert found.reason.message == "16 or 17, looked after for 13 weeks since 14, and still so."
	last = leaving_care_category(BORN, anniversary(BORN, 25), [STILL], CARE_LEAVER_TERMS)
	assert last.look_again_on is None


def test_a_day_before_birth_is_refused():
	with pytest.raises(BeforeBirth):
		category(BORN - DAY)


@given(st.integers(0, 30 * 365), st.integers(0, 20 * 365), st.integers(0, 2000))
def test_more_time_in_care_never_takes_a_category_away(age_in_days, begins, length):
	on = BORN + timedelta(days=age_in_days)
	start = BORN + timedelta(days=begins)
	shorter = InCare(start, start + timedelta(days=length))
	longer = InCare(start, start + timedelta(days=length + 30))
	if category(on, shorter) in ("Eligible", "Relevant", "Former Relevant"):
		assert category(on, longer) in ("Eligible", "Relevant", "Former Relevant")


@given(st.integers(0, 30 * 365), st.integers(0, 20 * 365), st.integers(0, 2000))
def test_the_category_stays_until_the_day_to_look_again_when_care_does_not_change(
	age_in_days, begins, length
):
	on = BORN + timedelta(days=age_in_days)
	start = BORN + timedelta(days=begins)
	period = InCare(start, start + timedelta(days=length))
	found = leaving_care_category(BORN, on, [period], CARE_LEAVER_TERMS)
	next_day = leaving_care_category(BORN, on + DAY, [period], CARE_LEAVER_TERMS)
	in_care_changes = start <= on + DAY and on <= period.end
	if found.look_again_on != on + DAY and not in_care_changes:
		assert next_day.name == found.name
