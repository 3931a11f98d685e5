"""Working days in England, with its bank holidays."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.working_days import (
	add_working_days,
	bank_holidays,
	is_bank_holiday,
	is_working_day,
)

DAYS = st.dates(date(2020, 1, 1), date(2032, 12, 31))


def test_england_has_its_own_bank_holidays():
	assert is_bank_holiday(date(2026, 4, 6)), "Easter Monday"
	assert is_bank_holiday(date(2026, 8, 31)), "the summer bank holiday is the last Monday in August"
	assert not is_bank_holiday(date(2026, 8, 3)), "that is Scotland's"
	assert not is_bank_holiday(date(2026, 3, 17)), "that is Northern Ireland's"
	assert date(2023, 5, 8) in bank_holidays(2023), "the coronation was proclaimed for one year"


def test_boxing_day_on_a_saturday_is_given_in_lieu():
	assert not is_working_day(date(2026, 12, 28))
	assert is_working_day(date(2026, 12, 29))


@pytest.mark.parametrize(
	("start", "days", "expected"),
	[
		(date(2026, 11, 20), 1, date(2026, 11, 23)),  # Friday to Monday
		(date(2026, 11, 21), 1, date(2026, 11, 23)),  # Saturday to Monday
		(date(2026, 4, 2), 1, date(2026, 4, 7)),  # over Easter
		(date(2026, 12, 23), 5, date(2027, 1, 4)),  # over Christmas and New Year
		(date(2026, 11, 23), -1, date(2026, 11, 20)),
		(date(2026, 11, 21), 0, date(2026, 11, 23)),
		(date(2026, 11, 20), 0, date(2026, 11, 20)),
	],
)
def test_adding_working_days(start, days, expected):
	assert add_working_days(start, days) == expected


@given(DAYS, st.integers(1, 60))
def test_adding_and_counting_agree(start, days):
	end = add_working_days(start, days)
	assert is_working_day(end)
	between = (start + timedelta(days=n) for n in range(1, (end - start).days + 1))
	assert sum(map(is_working_day, between)) == days


@given(DAYS, st.integers(1, 30))
def test_going_there_and_back_from_a_working_day_returns(start, days):
	start = add_working_days(start, 0)
	assert add_working_days(add_working_days(start, days), -days) == start
