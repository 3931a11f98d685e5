"""Pay and working days in the wording for people outside the council."""

import frappe
import pytest

from unlocking_opportunities.agreements import wording


@pytest.mark.parametrize(
	"rate,shown", [(9.8, "£9.80 an hour"), ("12.71", "£12.71 an hour"), (10, "£10.00 an hour")]
)
def test_pay(frappe_site, rate, shown):
	assert wording.pay(frappe._dict(pay_basis="Paid", hourly_rate=rate)) == shown


def test_working_day(frappe_site):
	row = frappe._dict(weekday="Monday", start_time="10:00:00", end_time="15:00:00", break_minutes=30)
	assert wording.days([row]) == ["Monday, 10am to 3pm, with a 30-minute break"]
	assert wording.days([frappe._dict(row, break_minutes=0)]) == ["Monday, 10am to 3pm"]
