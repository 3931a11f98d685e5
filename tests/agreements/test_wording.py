"""Dates, times and pay as people outside the council read them."""

from datetime import datetime, timedelta

import frappe
import pytest

from unlocking_opportunities.agreements import wording


def test_dates(frappe_site):
	assert wording.day("2026-12-09") == "9 December 2026"
	assert wording.in_full("2026-12-09") == "Wednesday 9 December 2026"
	assert wording.moment(datetime(2026, 12, 9, 16, 5)) == "9 December 2026 at 4:05pm"


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
	assert wording.at(value) == shown


@pytest.mark.parametrize(
	"rate,shown", [(9.8, "£9.80 an hour"), ("12.71", "£12.71 an hour"), (10, "£10.00 an hour")]
)
def test_pay(frappe_site, rate, shown):
	assert wording.pay(frappe._dict(pay_basis="Paid", hourly_rate=rate)) == shown


def test_working_day(frappe_site):
	row = frappe._dict(weekday="Monday", start_time="10:00:00", end_time="15:00:00", break_minutes=30)
	assert wording.days([row]) == ["Monday, 10am to 3pm, with a 30-minute break"]
	assert wording.days([frappe._dict(row, break_minutes=0)]) == ["Monday, 10am to 3pm"]
