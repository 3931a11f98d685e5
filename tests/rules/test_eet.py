"""SSDA903 activity codes proposed from facts."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.rules.defaults import EET_TERMS
from unlocking_opportunities.rules.eet import (
	ACTIVITIES,
	IN_TOUCH,
	EetFacts,
	UnknownCode,
	activity_window,
	is_eet,
	propose,
)

CODES = {"F1", "P1", "F2", "P2", "F4", "P4", "F5", "P5", "G4", "G5", "G6", "0"}


@pytest.mark.parametrize(
	("facts", "code", "certain"),
	[
		(EetFacts("YES", "higher education", 30), "F1", True),
		(EetFacts("YES", "higher education", 8), "P1", True),
		(EetFacts("YES", "other education", 16), "F2", True),
		(EetFacts("YES", "other education", 15.5), "P2", True),
		(EetFacts("YES", "apprenticeship", 37), "F4", True),
		(EetFacts("YES", "apprenticeship", 15), "P4", True),
		(EetFacts("YES", "work or training", 35), "F5", True),
		(EetFacts("YES", "work or training", 10), "P5", True),
		(EetFacts("YES", "work or training"), "P5", False),
		(EetFacts("YES", "work or training", 30, short_unpaid=True), "G5", False),
		(
			EetFacts("YES", "work or training", 30, short_unpaid=True, barrier="illness or disability"),
			"G4",
			False,
		),
		(EetFacts("YES", "other education", 20, short_unpaid=True), "F2", True),
		(EetFacts("YES"), "G5", True),
		(EetFacts("YES", barrier="illness or disability"), "G4", True),
		(EetFacts("YES", barrier="pregnancy or parenting"), "G6", True),
		(EetFacts("NO", "work or training", 30), "0", True),
		(EetFacts("DIED"), "0", True),
		(EetFacts("RHOM"), "0", True),
		(EetFacts("REFU"), "0", False),
		(EetFacts("NREQ", "apprenticeship", 30), "F4", True),
	],
)
def test_the_code_that_fits(facts, code, certain):
	proposal = propose(facts, EET_TERMS)
	assert (proposal.code, proposal.certain) == (code, certain)


def test_a_short_unpaid_placement_is_never_proposed_as_employment():
	proposal = propose(EetFacts("YES", "work or training", 35, short_unpaid=True), EET_TERMS)
	assert not is_eet(proposal.code)
	assert "does not count as employment" in proposal.reason.message


def test_the_reason_names_what_stands_in_the_way():
	told = propose(EetFacts("YES", barrier="illness or disability"), EET_TERMS).reason.message
	assert told == "Not in education, employment or training because of illness or disability."
	assert propose(EetFacts("YES"), EET_TERMS).reason.message.endswith("for other reasons.")


def test_unknown_words_are_refused():
	with pytest.raises(UnknownCode):
		propose(EetFacts("MAYBE"), EET_TERMS)
	with pytest.raises(UnknownCode):
		propose(EetFacts("YES", "gardening"), EET_TERMS)


FACTS = st.builds(
	EetFacts,
	st.sampled_from(IN_TOUCH),
	st.none() | st.sampled_from(sorted(ACTIVITIES)),
	st.none() | st.floats(0, 60),
	st.booleans(),
	st.none() | st.sampled_from(["illness or disability", "pregnancy or parenting", "other"]),
)


@given(FACTS)
def test_only_current_codes_are_proposed_each_with_a_reason(facts):
	proposal = propose(facts, EET_TERMS)
	assert proposal.code in CODES
	assert proposal.reason.message and "{" not in proposal.reason.message


@given(FACTS)
def test_someone_without_an_activity_is_never_in_one(facts):
	if facts.activity is None:
		assert not is_eet(propose(facts, EET_TERMS).code)


def test_the_days_about_a_birthday():
	assert activity_window(date(2007, 5, 31), 19, EET_TERMS) == (date(2026, 2, 28), date(2026, 6, 30))
	assert activity_window(date(2007, 1, 15), 19, EET_TERMS) == (date(2025, 10, 15), date(2026, 2, 15))
