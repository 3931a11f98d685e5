"""The DBS decision: eligible, not eligible or not needed, and never a check that the law doesn't allow."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.defaults import FREQUENCY_TESTS
from unlocking_opportunities.rules.supervision import (
	Contact,
	decide_mentor_check,
	decide_supervisor_check,
	decide_young_person_check,
	judge_supervision,
	most_days_within,
)

MONDAY = date(2026, 3, 2)
UNDER_16 = date(2010, 9, 30)
OF_17 = date(2008, 12, 1)
ADULT = date(2005, 1, 1)


def days(count, start=MONDAY, apart=1):
	return tuple(start + timedelta(days=n * apart) for n in range(count))


def contact(born, dates, unsupervised=True, overnight=False):
	return Contact(born, dates, unsupervised, overnight)


@pytest.mark.parametrize(
	("met", "decision", "code"),
	[
		(contact(UNDER_16, days(5)), "eligible", "dbs-eligible"),
		(contact(UNDER_16, days(4)), "eligible", "dbs-eligible"),
		(contact(UNDER_16, days(3)), "not needed", "dbs-not-frequent"),
		(contact(UNDER_16, days(3), overnight=True), "eligible", "dbs-eligible"),
		(contact(UNDER_16, days(10, apart=15)), "not needed", "dbs-not-frequent"),
		(contact(UNDER_16, days(10, apart=7)), "eligible", "dbs-eligible"),
		(contact(UNDER_16, days(30), unsupervised=False), "not needed", "dbs-supervised"),
		(contact(OF_17, days(30), overnight=True), "not eligible", "dbs-16-or-17"),
		(contact(ADULT, days(30)), "not needed", "dbs-adult"),
		(contact(UNDER_16, ()), "not needed", "dbs-no-contact"),
	],
)
def test_supervisors_of_work(met, decision, code):
	decided = decide_supervisor_check(met, FREQUENCY_TESTS)
	assert (decided.decision, decided.reason.code) == (decision, code)
	assert decided.until is None, "no birthday falls among these days"


def test_a_check_is_not_asked_for_a_16_year_old_still_at_school():
	in_year_11 = contact(date(2009, 10, 1), days(10))
	assert decide_supervisor_check(in_year_11, FREQUENCY_TESTS).decision == "not eligible"


def test_only_the_days_before_the_16th_birthday_count():
	born = date(2010, 3, 5)
	decided = decide_supervisor_check(contact(born, days(10)), FREQUENCY_TESTS)
	assert (decided.decision, decided.until) == ("not needed", date(2026, 3, 4))
	later = decide_supervisor_check(contact(date(2010, 3, 6), days(10)), FREQUENCY_TESTS)
	assert (later.decision, later.until) == ("eligible", date(2026, 3, 5))


def test_mentors_are_judged_by_18_and_not_by_16():
	met = contact(OF_17, days(6, apart=7))
	mentored = decide_mentor_check(met, FREQUENCY_TESTS)
	assert (mentored.decision, mentored.until) == ("eligible", None)
	assert decide_supervisor_check(met, FREQUENCY_TESTS).decision == "not eligible"
	assert decide_mentor_check(contact(ADULT, days(6)), FREQUENCY_TESTS).decision == "not needed"
	assert decide_mentor_check(replace(met, unsupervised=False), FREQUENCY_TESTS).decision == "not needed"
	assert decide_mentor_check(contact(OF_17, days(6, apart=30)), FREQUENCY_TESTS).decision == "not needed"
	turning = decide_mentor_check(contact(date(2008, 4, 1), days(60)), FREQUENCY_TESTS)
	assert (turning.decision, turning.until) == ("eligible", date(2026, 3, 31))


def test_a_young_person_placed_among_children():
	def decide(born, place=True, regular=True):
		return decide_young_person_check(born, MONDAY, specified_place=place, regular=regular)

	assert decide(OF_17).decision == "eligible"
	assert decide(UNDER_16).decision == "not eligible"
	assert decide(UNDER_16).until == date(2026, 9, 29)
	assert decide(OF_17, place=False).decision == "not needed"
	assert decide(OF_17, regular=False).decision == "not needed"


@pytest.mark.parametrize(
	("met", "recorded", "outcome", "code"),
	[
		(contact(UNDER_16, days(5)), None, "fail", "dbs-not-decided"),
		(contact(UNDER_16, days(5)), "Not Needed", "fail", "dbs-not-assured"),
		(contact(UNDER_16, days(5)), "Eligible: Check Asked For", "fail", "dbs-not-assured"),
		(contact(UNDER_16, days(5)), "Eligible: Check Seen", "pass", "dbs-eligible"),
		(contact(OF_17, days(5)), "Eligible: Check Asked For", "fail", "dbs-not-allowed"),
		(contact(OF_17, days(5)), "Eligible: Check Seen", "fail", "dbs-not-allowed"),
		(contact(OF_17, days(5)), "Not Eligible", "not needed", "dbs-16-or-17"),
		(contact(UNDER_16, days(2)), "Not Needed", "not needed", "dbs-not-frequent"),
	],
)
def test_what_was_recorded_is_held_against_the_facts(met, recorded, outcome, code):
	verdict = judge_supervision(decide_supervisor_check(met, FREQUENCY_TESTS), recorded)
	assert (verdict.outcome, verdict.reasons[0].code) == (outcome, code)
	assert verdict.overridable == (code == "dbs-not-decided")
	assert "{" not in verdict.reason


DATES = st.lists(st.dates(MONDAY, MONDAY + timedelta(days=200)), max_size=40)


@given(DATES, st.integers(1, 60))
def test_the_busiest_window_is_what_counting_every_window_finds(dates, window):
	distinct = set(dates)
	slow = max(
		(len({d for d in distinct if day <= d < day + timedelta(days=window)}) for day in distinct), default=0
	)
	assert most_days_within(dates, window) == slow


@given(st.dates(date(2000, 1, 1), date(2014, 1, 1)), DATES, st.booleans(), st.booleans())
def test_no_check_is_ever_eligible_for_supervising_someone_of_16_or_more(
	born, dates, unsupervised, overnight
):
	decided = decide_supervisor_check(Contact(born, tuple(dates), unsupervised, overnight), FREQUENCY_TESTS)
	if decided.decision == "eligible":
		assert (min(dates) - born).days < 16 * 366
		assert unsupervised
