"""Deadlines to acknowledge and answer requests about someone's data."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.data_rights import acknowledge_by, add_months, answer_by
from unlocking_opportunities.rules.working_days import is_working_day


@pytest.mark.parametrize(
	("received", "due"),
	[
		(date(2026, 9, 3), date(2026, 10, 5)),  # the third is a Saturday
		(date(2026, 3, 31), date(2026, 4, 30)),  # no 31 April
		(date(2026, 11, 25), date(2026, 12, 29)),  # Christmas, Boxing Day in lieu on the Monday
	],
)
def test_a_month_on_and_never_on_a_day_off(received, due):
	assert answer_by(received) == due


def test_two_months_more_where_it_is_complex():
	assert answer_by(date(2026, 1, 12), extended=True) == date(2026, 4, 13)  # the 12th is a Sunday


def test_a_complaint_is_acknowledged_within_thirty_days_of_which_the_first_is_that_of_its_receipt():
	assert acknowledge_by(date(2026, 6, 1)) == date(2026, 6, 30)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)), st.integers(-1200, 600))
def test_months_are_added_as_the_calendar_has_them(start, months):
	day = add_months(start, months)
	assert (day.year - start.year) * 12 + day.month - start.month == months
	assert day.day == start.day or (day.day < start.day and (day + timedelta(days=1)).day == 1)


@given(st.dates(date(2020, 1, 1), date(2060, 1, 1)))
def test_the_last_day_is_one_to_work_on(received):
	assert is_working_day(answer_by(received)) and answer_by(received) > received
