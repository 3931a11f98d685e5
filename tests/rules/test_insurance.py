"""Insurance: each reason to fail, policies that run out and are renewed, and properties over time."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.defaults import INSURANCE_LIMITS
from unlocking_opportunities.rules.insurance import (
	ABI_MEMBER,
	CONFIRMED,
	LLOYDS,
	NOT_KNOWN,
	SELF_INSURED,
	Cover,
	PlacementToInsure,
	judge_insurance,
)

POLICY = Cover(
	starts=date(2026, 4, 1), ends=date(2027, 3, 31), limit=10_000_000, standing=ABI_MEMBER, evidence_seen=True
)
FORTNIGHT = PlacementToInsure(date(2026, 9, 1), date(2026, 9, 14))
APPRENTICESHIP = PlacementToInsure(date(2026, 9, 1), date(2028, 2, 29), employee=True)


def judge(cover, placement=FORTNIGHT, **more):
	return judge_insurance(cover, placement, INSURANCE_LIMITS, **more)


def codes(verdict):
	return [finding.code for finding in verdict.reasons]


def test_a_usual_policy_covers_a_fortnight():
	verdict = judge(POLICY)
	assert (verdict.outcome, verdict.until, verdict.ask_renewal_by) == ("pass", None, None)


@pytest.mark.parametrize(
	("cover", "placement", "code", "overridable"),
	[
		(None, FORTNIGHT, "insurance-missing", False),
		((), FORTNIGHT, "insurance-missing", False),
		(replace(POLICY, ends=date(2026, 8, 31)), FORTNIGHT, "insurance-not-on-day", False),
		(replace(POLICY, starts=date(2026, 9, 2)), FORTNIGHT, "insurance-not-on-day", False),
		(replace(POLICY, ends=None), FORTNIGHT, "insurance-not-on-day", False),
		(replace(POLICY, limit=4_999_999), FORTNIGHT, "insurance-too-low", False),
		(replace(POLICY, standing=NOT_KNOWN), FORTNIGHT, "insurer-not-known", False),
		(replace(POLICY, evidence_seen=False), FORTNIGHT, "insurance-not-seen", True),
		(POLICY, replace(FORTNIGHT, end=date(2026, 9, 15)), "insurer-not-notified", True),
		(POLICY, replace(FORTNIGHT, unusual_work=True), "insurer-not-accepted", True),
	],
)
def test_each_reason_to_fail(cover, placement, code, overridable):
	verdict = judge(cover, placement)
	assert (verdict.outcome, codes(verdict), verdict.overridable) == ("fail", [code], overridable)
	assert (
		"sk the host" in verdict.reason
		or "photograph" in verdict.reason
		or "Look the insurer up" in verdict.reason
	)


def test_both_edges_of_a_policy_are_covered_days():
	assert judge(replace(POLICY, starts=FORTNIGHT.start)).outcome == "pass"
	assert judge(replace(POLICY, ends=FORTNIGHT.end)).outcome == "pass"
	assert judge(replace(POLICY, ends=FORTNIGHT.start)).until == FORTNIGHT.start
	council = Cover(kind=SELF_INSURED, starts=FORTNIGHT.start, ends=FORTNIGHT.start, evidence_seen=True)
	assert judge(council).until == FORTNIGHT.start


def test_a_policy_without_a_recorded_limit_covers_nothing():
	unknown = Cover(starts=POLICY.starts, ends=POLICY.ends, standing=ABI_MEMBER, evidence_seen=True)
	assert codes(judge(unknown)) == ["insurance-too-low"] and "£0," in judge(unknown).reason


def test_five_million_is_just_enough():
	assert judge(replace(POLICY, limit=5_000_000)).outcome == "pass"


@pytest.mark.parametrize("standing", [ABI_MEMBER, LLOYDS, CONFIRMED])
def test_abi_lloyds_or_the_insurers_own_word_settle_the_convention(standing):
	assert judge(replace(POLICY, standing=standing)).outcome == "pass"


def test_telling_the_insurer_settles_length_and_its_acceptance_settles_unusual_work():
	longer = replace(FORTNIGHT, end=date(2026, 12, 1))
	assert judge(replace(POLICY, notified_on=date(2026, 8, 1)), longer).outcome == "pass"
	unusual = replace(longer, unusual_work=True)
	assert codes(judge(replace(POLICY, notified_on=date(2026, 8, 1)), unusual)) == ["insurer-not-accepted"]
	assert judge(replace(POLICY, accepted=True), unusual).outcome == "pass"


def test_the_hosts_own_employee_needs_no_notice():
	assert judge(POLICY, replace(FORTNIGHT, end=date(2026, 12, 1), employee=True)).outcome == "pass"


def test_an_apprenticeship_passes_until_the_policy_ends_and_asks_for_the_renewal():
	verdict = judge(POLICY, APPRENTICESHIP)
	assert (verdict.outcome, verdict.until, verdict.ask_renewal_by) == (
		"pass until",
		date(2027, 3, 31),
		date(2027, 3, 1),
	)
	assert verdict.reason == (
		"Insurance covers the placement until 31 March 2027. Ask the host for the renewed certificate by 1 March 2027."
	)


def test_a_policy_that_ends_soon_is_asked_for_at_once():
	verdict = judge(replace(POLICY, ends=date(2026, 9, 5)))
	assert (verdict.until, verdict.ask_renewal_by) == (date(2026, 9, 5), date(2026, 9, 1))


def test_a_renewal_without_a_gap_carries_on_and_one_with_a_gap_does_not():
	renewal = replace(POLICY, starts=date(2027, 4, 1), ends=date(2028, 3, 31))
	assert judge([renewal, POLICY], APPRENTICESHIP).outcome == "pass"
	late = replace(renewal, starts=date(2027, 4, 2))
	assert judge([POLICY, late], APPRENTICESHIP).until == date(2027, 3, 31)
	unseen = replace(renewal, evidence_seen=False)
	assert judge([POLICY, unseen], APPRENTICESHIP).until == date(2027, 3, 31), (
		"a renewal nobody has seen does not count"
	)


def test_a_running_placement_is_judged_from_today():
	renewal = replace(POLICY, starts=date(2027, 4, 1), ends=date(2028, 3, 31))
	assert judge(renewal, APPRENTICESHIP).outcome == "fail"
	assert judge(renewal, APPRENTICESHIP, on=date(2027, 4, 1)).outcome == "pass"
	assert judge(POLICY, APPRENTICESHIP, on=date(2027, 4, 1)).outcome == "fail"


def test_a_self_insured_public_body_needs_its_statement_and_no_policy():
	council = Cover(kind=SELF_INSURED, evidence_seen=True)
	assert judge(council, APPRENTICESHIP).outcome == "pass"
	assert codes(judge(replace(council, evidence_seen=False))) == ["insurance-not-seen"]
	dated = replace(council, ends=date(2026, 12, 31))
	assert judge(dated, APPRENTICESHIP).until == date(2026, 12, 31)


def test_an_open_ended_job_passes_until_the_policy_ends():
	assert judge(POLICY, replace(APPRENTICESHIP, end=None)).until == date(2027, 3, 31)


def test_several_faults_are_told_together():
	verdict = judge(replace(POLICY, limit=1_000_000, standing=NOT_KNOWN))
	assert codes(verdict) == ["insurance-too-low", "insurer-not-known"]
	assert "£1,000,000" in verdict.reason and "£5,000,000" in verdict.reason


DAYS = st.dates(date(2026, 1, 1), date(2028, 12, 31))
COVERS = st.builds(
	Cover,
	starts=DAYS,
	ends=DAYS,
	limit=st.sampled_from([1_000_000, 5_000_000, 10_000_000]),
	standing=st.sampled_from([ABI_MEMBER, LLOYDS, CONFIRMED, NOT_KNOWN]),
	notified_on=st.none() | DAYS,
	accepted=st.booleans(),
	evidence_seen=st.booleans(),
)
WORTH = {"fail": 0, "pass until": 1, "pass": 2}


@given(st.lists(COVERS, max_size=3), DAYS, st.integers(0, 400), st.integers(1, 400), st.booleans())
def test_a_later_end_never_makes_insurance_more_valid(covers, start, length, longer, employee):
	sooner = PlacementToInsure(start, start + timedelta(days=length), employee)
	later = replace(sooner, end=sooner.end + timedelta(days=longer))
	assert WORTH[judge(covers, later).outcome] <= WORTH[judge(covers, sooner).outcome]


@given(st.lists(COVERS, max_size=3), DAYS, st.integers(0, 400))
def test_until_is_a_covered_day_before_the_end(covers, start, length):
	placement = PlacementToInsure(start, start + timedelta(days=length))
	verdict = judge(covers, placement)
	if verdict.until:
		assert placement.start <= verdict.until < placement.end
		assert any(cover.starts <= verdict.until <= cover.ends for cover in covers)
		assert placement.start <= verdict.ask_renewal_by <= verdict.until


@given(st.lists(COVERS, max_size=2), COVERS, DAYS, st.integers(0, 400))
def test_one_more_policy_never_makes_insurance_less_valid(covers, another, start, length):
	placement = PlacementToInsure(start, start + timedelta(days=length))
	assert WORTH[judge([*covers, another], placement).outcome] >= WORTH[judge(covers, placement).outcome]
