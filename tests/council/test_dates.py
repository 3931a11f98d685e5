"""Dates and times as text."""

from datetime import datetime, timedelta

import pytest

from unlocking_opportunities.council import dates


def test_dates(frappe_site):
	assert dates.day("2026-12-09") == "9 December 2026"
	assert dates.in_full("2026-12-09") == "Wednesday 9 December 2026"
	assert dates.moment(datetime(2026, 12, 9, 16, 5)) == "9 December 2026 at 4:05pm"


@pytest.mark.parametrize(
	"value,shown",
	[
		("10:00:00", "10am"),
		("15:30:00", "3:30pm"),
		("12:00:00", "midday"),
		("12:30:00", "12:30pm"),
		("00:00:00", "midnight"),
		(timedelta(hours=16), "4pm"),
		(datetime(2026, 12, 9, 18, 0), "6pm"),
	],
)
def test_times(frappe_site, value, shown):
	assert dates.at(value) == shown
