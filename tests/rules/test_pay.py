"""Pay by age and date, exemptions by their facts, and a right to work that tells a host nothing."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.age import anniversary
from unlocking_opportunities.rules.dated import NoRowInForce
from unlocking_opportunities.rules.defaults import WAGE_RATES
from unlocking_opportunities.rules.pay import (
	COURSE,
	NO_PERMISSION,
	NOT_CHECKED,
	RESTRICTED_BY_VISA,
	SCHEME,
	SHADOWING,
	TIME_LIMITED,
	UNRESTRICTED,
	VOLUNTARY,
	Pay,
	Work,
	activity_of,
	judge_pay,
	judge_right_to_work,
	minimum_wage,
)

ON = date(2026, 5, 1)


def born(age, on=ON):
	return anniversary(on, -age)


def rate(age, on=ON, **more):
	wage = minimum_wage(born(age, on), on, WAGE_RATES, **more)
	return wage and (str(wage.hourly), wage.rate_for)


@pytest.mark.parametrize(
	("age", "on", "expected"),
	[
		(21, ON, ("12.71", "21 and Over")),
		(20, ON, ("10.85", "18 to 20")),
		(18, ON, ("10.85", "18 to 20")),
		(17, ON, ("8.00", "Under 18")),
		(21, date(2026, 3, 31), ("12.21", "21 and Over")),
		(18, date(2026, 3, 31), ("10.00", "18 to 20")),
		(21, date(2025, 3, 31), ("11.44", "21 and Over")),
	],
)
def test_the_rate_goes_by_age_and_date(age, on, expected):
	assert rate(age, on) == expected


def test_nothing_is_owed_during_compulsory_school_age():
	assert minimum_wage(date(2010, 3, 10), date(2026, 6, 26), WAGE_RATES) is None
	assert minimum_wage(date(2010, 3, 10), date(2026, 6, 27), WAGE_RATES).hourly == Decimal("8.00")


def test_the_sources_example_of_an_apprentice_of_21():
	in_first_year = rate(21, date(2025, 5, 1), apprentice_since=date(2025, 1, 1))
	assert in_first_year == ("7.55", "Apprentice")
	after_it = rate(21, date(2025, 5, 1), apprentice_since=date(2024, 4, 30))
	assert after_it == ("12.21", "21 and Over")


def test_an_apprentice_under_19_keeps_the_apprentice_rate_beyond_the_first_year():
	assert rate(18, apprentice_since=date(2024, 1, 1)) == ("8.00", "Apprentice")
	assert rate(19, apprentice_since=date(2024, 1, 1)) == ("10.85", "18 to 20")


def test_no_rate_is_invented_for_a_day_before_the_first_row():
	with pytest.raises(NoRowInForce):
		minimum_wage(date(1990, 1, 1), date(2020, 1, 1), WAGE_RATES)


JOB = Pay(born(19), date(2026, 5, 1), date(2026, 7, 31), Decimal("10.85"))


def outcome(pay):
	verdict = judge_pay(pay, WAGE_RATES)
	return verdict.outcome, verdict.reasons[0].code, verdict.until


def test_pay_at_the_minimum_passes_and_a_penny_less_fails():
	assert outcome(JOB) == ("pass", "pay-enough", None)
	assert outcome(replace(JOB, hourly=Decimal("10.84"))) == ("fail", "pay-too-low", None)
	assert (
		"£10.84 an hour is below the minimum wage of £10.85"
		in judge_pay(replace(JOB, hourly=Decimal("10.84")), WAGE_RATES).reason
	)


def test_pay_passes_until_a_birthday_or_a_new_rate_overtakes_it():
	turning_21 = replace(JOB, date_of_birth=date(2005, 6, 15))
	assert outcome(turning_21) == ("pass until", "pay-too-low-from", date(2026, 6, 14))
	over_april = Pay(born(19), date(2026, 3, 1), date(2026, 5, 1), Decimal("10.00"))
	assert outcome(over_april) == ("pass until", "pay-too-low-from", date(2026, 3, 31))


def test_an_apprentices_second_year():
	second_year = Pay(
		born(25), date(2026, 5, 1), date(2027, 10, 31), Decimal("8.00"), apprentice_since=date(2026, 5, 1)
	)
	assert outcome(second_year) == ("pass until", "pay-too-low-from", date(2027, 4, 30))


UNPAID = Pay(born(19), date(2026, 5, 1), date(2026, 5, 14))


@pytest.mark.parametrize(
	("pay", "expected"),
	[
		(UNPAID, ("fail", "pay-owed", None)),
		(replace(UNPAID, exemption=COURSE), ("fail", "pay-exemption-fails", None)),
		(replace(UNPAID, exemption=COURSE, course_required=True), ("pass", "pay-exempt", None)),
		(
			replace(UNPAID, exemption=COURSE, course_required=True, end=date(2027, 4, 30)),
			("pass", "pay-exempt", None),
		),
		(
			replace(UNPAID, exemption=COURSE, course_required=True, end=date(2027, 5, 1)),
			("fail", "pay-exemption-fails", None),
		),
		(replace(UNPAID, exemption=VOLUNTARY, expenses_only=True), ("fail", "pay-exemption-fails", None)),
		(replace(UNPAID, exemption=VOLUNTARY, host="charity"), ("fail", "pay-exemption-fails", None)),
		(
			replace(UNPAID, exemption=VOLUNTARY, host="charity", expenses_only=True),
			("pass", "pay-exempt", None),
		),
		(
			replace(UNPAID, exemption=VOLUNTARY, host="public", expenses_only=True),
			("pass", "pay-exempt", None),
		),
		(replace(UNPAID, exemption=SHADOWING), ("fail", "pay-exemption-fails", None)),
		(replace(UNPAID, exemption=SHADOWING, only_watches=True), ("pass", "pay-exempt", None)),
		(replace(UNPAID, exemption=SCHEME), ("fail", "pay-exemption-fails", None)),
		(replace(UNPAID, exemption=SCHEME, scheme="Work trial"), ("pass", "pay-exempt", None)),
		(replace(UNPAID, exemption="Because"), ("fail", "pay-owed", None)),
		(replace(UNPAID, exemption="Compulsory School Age"), ("fail", "pay-owed", None)),
		(replace(UNPAID, date_of_birth=date(2010, 9, 30)), ("pass", "pay-school-age", None)),
	],
)
def test_unpaid_work_needs_an_exemption_that_the_facts_bear_out(pay, expected):
	assert outcome(pay) == expected
	assert not judge_pay(pay, WAGE_RATES).overridable, "the law leaves no judgement here"


def test_unpaid_work_passes_until_the_leaving_age():
	across = Pay(date(2010, 3, 10), date(2026, 6, 15), date(2026, 7, 10))
	assert outcome(across) == ("pass until", "pay-school-age-ends", date(2026, 6, 26))


@pytest.mark.parametrize(
	("start", "end", "expected"),
	[
		(date(2026, 6, 26), date(2026, 6, 26), ("pass", None)),
		(date(2026, 6, 26), date(2026, 6, 27), ("pass until", date(2026, 6, 26))),
		(date(2026, 6, 27), date(2026, 6, 27), ("fail", None)),
	],
)
def test_the_leaving_date_itself_is_still_school_age(start, end, expected):
	verdict = judge_pay(Pay(date(2010, 3, 10), start, end), WAGE_RATES)
	assert (verdict.outcome, verdict.until) == expected


@pytest.mark.parametrize(
	("born_on", "hourly", "apprentice_since", "until"),
	[
		(date(2008, 7, 1), "8.00", None, date(2026, 6, 30)),  # turns 18
		(
			date(2007, 7, 1),
			"8.00",
			date(2024, 1, 1),
			date(2026, 6, 30),
		),  # an apprentice of two years turns 19
		(date(2010, 3, 10), "5.00", None, date(2026, 6, 26)),  # leaves school
		(date(2005, 7, 31), "10.85", None, date(2026, 7, 30)),  # turns 21 on the last day
	],
)
def test_each_birthday_that_raises_the_minimum(born_on, hourly, apprentice_since, until):
	pay = Pay(born_on, date(2026, 5, 1), date(2026, 7, 31), Decimal(hourly), apprentice_since)
	assert outcome(pay) == ("pass until", "pay-too-low-from", until)


@given(st.integers(16, 30), st.decimals(5, 20, places=2), st.integers(0, 500), st.decimals(0, 5, places=2))
def test_more_pay_never_makes_a_worse_verdict(age, hourly, length, raise_by):
	pay = Pay(born(age), ON, ON + timedelta(days=length), hourly)
	worth = {"fail": 0, "pass until": 1, "pass": 2}
	better = judge_pay(replace(pay, hourly=hourly + raise_by), WAGE_RATES)
	assert worth[better.outcome] >= worth[judge_pay(pay, WAGE_RATES).outcome]


# The right to work


def work(host, activity, end=date(2026, 12, 31)):
	return Work(host, activity, ON, end)


@pytest.mark.parametrize(
	("status", "host", "activity", "expected"),
	[
		(UNRESTRICTED, "private", "paid work", "pass"),
		(NO_PERMISSION, "private", "paid work", "fail"),
		(NO_PERMISSION, "public", "paid work", "fail"),
		(NO_PERMISSION, "private", "unpaid work", "fail"),
		(NO_PERMISSION, "private", "volunteering", "fail"),
		(NO_PERMISSION, "charity", "volunteering", "pass"),
		(NO_PERMISSION, "public", "volunteering", "pass"),
		(NO_PERMISSION, "charity", "unpaid work", "fail"),
		(NO_PERMISSION, "private", "no work", "not needed"),
		(RESTRICTED_BY_VISA, "private", "paid work", "fail"),
		(RESTRICTED_BY_VISA, "charity", "volunteering", "pass"),
		(RESTRICTED_BY_VISA, "charity", "paid work", "fail"),
		(RESTRICTED_BY_VISA, "private", "volunteering", "fail"),
		(NOT_CHECKED, "private", "paid work", "fail"),
		(NOT_CHECKED, "private", "no work", "not needed"),
	],
)
def test_the_right_to_work_by_kind_of_host(status, host, activity, expected):
	assert judge_right_to_work(status, work(host, activity)).outcome == expected


@pytest.mark.parametrize(
	("last_day", "expected"),
	[
		(None, ("fail", None)),
		(date(2026, 4, 30), ("fail", None)),
		(date(2026, 5, 1), ("pass until", date(2026, 5, 1))),
		(date(2026, 12, 30), ("pass until", date(2026, 12, 30))),
		(date(2026, 12, 31), ("pass", None)),
	],
)
def test_a_right_that_is_limited_in_time(last_day, expected):
	verdict = judge_right_to_work(TIME_LIMITED, work("private", "paid work"), until=last_day)
	assert (verdict.outcome, verdict.until) == expected


STATUSES = [UNRESTRICTED, TIME_LIMITED, RESTRICTED_BY_VISA, NO_PERMISSION, NOT_CHECKED]
HOSTS = ["private", "charity", "public"]
ACTIVITIES = ["paid work", "unpaid work", "volunteering", "no work"]


@pytest.mark.parametrize("activity", ACTIVITIES)
def test_what_a_host_is_told_depends_on_nothing_but_whether_it_can_go_on(activity):
	told = {"fail": set(), "go on": set()}
	for status, host, last_day in product(STATUSES, HOSTS, (None, date(2026, 6, 1), date(2030, 1, 1))):
		verdict = judge_right_to_work(status, work(host, activity), until=last_day)
		told["fail" if verdict.outcome == "fail" else "go on"].add(verdict.host_safe_reason)
	assert all(len(reasons) <= 1 for reasons in told.values())
	for reason in told["fail"] | told["go on"]:
		assert reason
		for word in (
			"asylum",
			"immigration",
			"visa",
			"permission",
			"right to work",
			"stay",
			"until",
			"2026",
			"2030",
		):
			assert word not in reason.lower()


def test_an_employer_is_told_to_do_its_usual_checks_and_other_hosts_are_told_nothing():
	assert "same checks as for any new employee" in (
		judge_right_to_work(UNRESTRICTED, work("private", "paid work")).host_safe_reason
	)
	assert (
		"Nothing more" in judge_right_to_work(UNRESTRICTED, work("charity", "volunteering")).host_safe_reason
	)


def test_the_kind_of_activity():
	assert activity_of(paid=True, only_watches=True, voluntary=True) == "paid work"
	assert activity_of(paid=False, only_watches=True, voluntary=False) == "no work"
	assert activity_of(paid=False, only_watches=False, voluntary=True) == "volunteering"
	assert activity_of(paid=False, only_watches=False, voluntary=False) == "unpaid work"
