"""How a placement is assessed, the matrix, who approves, and the seven questions of reg. 19."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.age import ADULT, CHILD, YOUNG_PERSON
from unlocking_opportunities.rules.dated import NoRowInForce
from unlocking_opportunities.rules.defaults import RISK_BANDS
from unlocking_opportunities.rules.risk import (
	PROHIBITED_WORK,
	Hazard,
	OffTheScale,
	ProhibitedAnswer,
	Rating,
	RiskBand,
	UnknownBand,
	approval_route,
	judge_prohibited_work,
	judge_yes,
	overall,
	path,
	rate,
	residual,
)

ON = date(2026, 5, 1)
SCALE = st.integers(1, 5)
HAZARDS = st.builds(Hazard, SCALE, SCALE, SCALE, SCALE)
STATUSES = (CHILD, YOUNG_PERSON, ADULT)


@pytest.mark.parametrize(
	("band", "flags", "expected"),
	[
		("Low Risk", (), "conversation"),
		("Low Risk", ("allergy",), "confirm arrangements"),
		("Less Familiar Risk", (), "confirm arrangements"),
		("Less Familiar Risk", ("allergy", "hearing"), "full assessment"),
		("Higher Risk", (), "full assessment"),
		("Higher Risk", ("allergy",), "full assessment"),
	],
)
def test_an_ordinary_office_needs_a_conversation_and_no_matrix(band, flags, expected):
	assert path(band, flags) == expected


def test_an_unknown_band_is_refused():
	with pytest.raises(UnknownBand):
		path("Quite Safe")


@pytest.mark.parametrize(
	("likelihood", "severity", "rating"),
	[
		(1, 1, "Low"),
		(2, 2, "Low"),
		(1, 4, "Low"),
		(1, 5, "Medium"),
		(5, 1, "Medium"),
		(2, 5, "Medium"),
		(3, 3, "Medium"),
		(3, 4, "High"),
		(5, 5, "High"),
	],
)
def test_the_bands_as_installed(likelihood, severity, rating):
	assert rate(likelihood, severity, RISK_BANDS, ON) == Rating(likelihood * severity, rating)


@given(SCALE, SCALE)
def test_every_score_has_a_rating_and_severity_5_is_never_low(likelihood, severity):
	rating = rate(likelihood, severity, RISK_BANDS, ON).rating
	assert rating in ("Low", "Medium", "High")
	assert severity < 5 or rating != "Low"


def test_values_off_the_scale_and_days_before_the_matrix_are_refused():
	with pytest.raises(OffTheScale):
		rate(0, 5, RISK_BANDS, ON)
	with pytest.raises(OffTheScale):
		rate(1, 6, RISK_BANDS, ON)
	with pytest.raises(NoRowInForce):
		rate(1, 1, RISK_BANDS, date(2020, 1, 1))


def test_a_newer_matrix_replaces_the_old_one_whole():
	newer = (
		RiskBand(date(2026, 6, 1), 1, 6, "Low"),
		RiskBand(date(2026, 6, 1), 7, 14, "Medium"),
		RiskBand(date(2026, 6, 1), 15, 25, "High"),
	)
	assert rate(2, 3, (*RISK_BANDS, *newer), date(2026, 5, 31)).rating == "Medium"
	assert rate(2, 3, (*RISK_BANDS, *newer), date(2026, 6, 1)).rating == "Low"
	assert rate(3, 4, (*RISK_BANDS, *newer), date(2026, 6, 1)).rating == "Medium"


def test_overall_is_the_highest_residual_row_and_not_the_average():
	hazards = [Hazard(5, 5, 1, 1), Hazard(2, 2, 1, 2), Hazard(4, 4, 3, 4)]
	assert overall(hazards, RISK_BANDS, ON) == Rating(12, "High")
	assert overall([], RISK_BANDS, ON) is None


@given(st.lists(HAZARDS, min_size=1, max_size=6), st.data())
def test_a_higher_residual_never_lowers_overall(hazards, data):
	which = data.draw(st.integers(0, len(hazards) - 1))
	row = hazards[which]
	higher = replace(
		row,
		residual_likelihood=data.draw(st.integers(row.residual_likelihood, 5)),
		residual_severity=data.draw(st.integers(row.residual_severity, 5)),
	)
	raised = [*hazards[:which], higher, *hazards[which + 1 :]]
	assert overall(raised, RISK_BANDS, ON).score >= overall(hazards, RISK_BANDS, ON).score


@given(st.lists(HAZARDS, min_size=1, max_size=6))
def test_overall_is_one_of_the_rows(hazards):
	assert overall(hazards, RISK_BANDS, ON) in [residual(hazard, RISK_BANDS, ON) for hazard in hazards]


# Prohibited work

NO = ProhibitedAnswer(False)
YES = ProhibitedAnswer(True)
CONFIRMED = ProhibitedAnswer(True, True, True, True)
ALL_NO = {question.key: NO for question in PROHIBITED_WORK}


def test_there_are_seven_questions_one_for_each_paragraph():
	assert [question.regulation for question in PROHIBITED_WORK] == [
		"19(2)(a)",
		"19(2)(b)",
		"19(2)(c)",
		"19(2)(d)",
		"19(2)(e)(i)",
		"19(2)(e)(ii)",
		"19(2)(e)(iii)",
	]
	assert len({question.key for question in PROHIBITED_WORK}) == 7
	assert all(question.wording.endswith("?") for question in PROHIBITED_WORK)


@pytest.mark.parametrize("question", [question.key for question in PROHIBITED_WORK])
@pytest.mark.parametrize(
	("answer", "status", "outcome", "code"),
	[
		(YES, CHILD, "fail", "prohibited-child"),
		(CONFIRMED, CHILD, "fail", "prohibited-child"),
		(YES, YOUNG_PERSON, "fail", "prohibited-unconfirmed"),
		(replace(CONFIRMED, risk_reduced=False), YOUNG_PERSON, "fail", "prohibited-unconfirmed"),
		(replace(CONFIRMED, competent_supervision=False), YOUNG_PERSON, "fail", "prohibited-unconfirmed"),
		(replace(CONFIRMED, necessary_for_training=False), YOUNG_PERSON, "fail", "prohibited-unconfirmed"),
		(CONFIRMED, YOUNG_PERSON, "pass", "prohibited-conditional"),
		(YES, ADULT, "not needed", "prohibited-adult"),
		(ProhibitedAnswer(None), CHILD, "fail", "prohibited-open"),
	],
)
def test_what_each_answer_allows_at_each_age(question, answer, status, outcome, code):
	verdict = judge_prohibited_work({**ALL_NO, question: answer}, [status])
	assert (verdict.outcome, verdict.reasons[0].code, len(verdict.reasons)) == (outcome, code, 1)
	assert not verdict.overridable
	assert "{" not in verdict.reason


def test_seven_times_no_passes_and_a_missing_answer_does_not():
	assert judge_prohibited_work(ALL_NO, [CHILD]).outcome == "pass"
	assert len(judge_prohibited_work({}, [CHILD]).reasons) == 7


def test_a_placement_that_begins_in_childhood_is_judged_as_a_childs():
	answers = {**ALL_NO, "noise": CONFIRMED}
	assert judge_prohibited_work(answers, [YOUNG_PERSON, CHILD]).outcome == "fail"
	assert judge_prohibited_work(answers, [ADULT, YOUNG_PERSON]).outcome == "pass"
	assert judge_prohibited_work(answers, []).outcome == "fail", "unknown is judged as the youngest"


def test_a_yes_by_age():
	assert [judge_yes(status) for status in STATUSES] == [
		"forbidden",
		"allowed if confirmed",
		"allowed",
	]


# Approval


@pytest.mark.parametrize(
	("rating", "answers", "status", "route"),
	[
		(None, ALL_NO, CHILD, "manager"),
		(Rating(4, "Low"), ALL_NO, CHILD, "manager"),
		(Rating(10, "Medium"), ALL_NO, CHILD, "manager"),
		(Rating(12, "High"), ALL_NO, CHILD, "hs_adviser_then_manager"),
		(Rating(16, "High"), ALL_NO, ADULT, "hs_adviser_then_manager"),
		(Rating(20, "High"), ALL_NO, ADULT, "blocked"),
		(Rating(25, "High"), ALL_NO, YOUNG_PERSON, "blocked"),
		(Rating(1, "Low"), {**ALL_NO, "noise": CONFIRMED}, CHILD, "blocked"),
		(Rating(1, "Low"), {**ALL_NO, "noise": YES}, YOUNG_PERSON, "blocked"),
		(Rating(1, "Low"), {**ALL_NO, "noise": CONFIRMED}, YOUNG_PERSON, "hs_adviser_then_manager"),
		(Rating(1, "Low"), {**ALL_NO, "noise": YES}, ADULT, "manager"),
	],
)
def test_who_approves(rating, answers, status, route):
	prohibited = judge_prohibited_work(answers, [status])
	assert approval_route(rating, blocked_from=20, prohibited=prohibited) == route


@given(SCALE, SCALE, st.booleans())
def test_a_prohibited_yes_for_a_child_can_never_be_approved(likelihood, severity, confirmed):
	prohibited = judge_prohibited_work({**ALL_NO, "agents": CONFIRMED if confirmed else YES}, [CHILD])
	rating = rate(likelihood, severity, RISK_BANDS, ON)
	assert approval_route(rating, blocked_from=20, prohibited=prohibited) == "blocked"
