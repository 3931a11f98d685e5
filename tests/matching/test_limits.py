"""Each limit with its reason: one place that only that limit rules out."""

from datetime import date, time

import pytest
from hypothesis import given

from tests.matching.strategies import TODAY, people, places
from unlocking_opportunities.matching import limits
from unlocking_opportunities.matching.profiles import Engagement, Person, Place, Restriction
from unlocking_opportunities.rules import defaults, pay

LAW = limits.Law(defaults.HOURS_LAW.regimes, defaults.HOURS_LAW.limits)
BORN = date(2009, 3, 1)  # 17, over school leaving age
PUPIL = date(2011, 3, 1)  # 15, in Year 10
ALEX = Person(
	name="YP-1",
	born=BORN,
	ward="North",
	days=frozenset({0, 1, 2}),
	hours=16,
	right_to_work=pay.UNRESTRICTED,
)
CAFE = Place(
	name="OPP-1",
	employer="EMP-1",
	site="SITE-1",
	ward="South",
	kind="Work Experience",
	sector="Hospitality",
	days=frozenset({1, 3}),
	hours=12,
	closes_on=date(2026, 12, 1),
)


def reasons(person, place, on=TODAY):
	return [finding.message for finding in limits.limits(person, place, on, LAW)]


def test_a_suitable_pair_has_no_reasons():
	assert reasons(ALEX, CAFE) == []


@pytest.mark.parametrize(
	("person", "place", "reason"),
	[
		({"active": False}, {}, "Their record is on hold or closed."),
		({"born": None}, {}, "Their date of birth has not been recorded yet."),
		({"declined": frozenset({"OPP-1"})}, {}, "They have said no to it."),
		(
			{"engagements": (Engagement("OPP-1", date(2026, 9, 1), 0, False),)},
			{},
			"They have already been proposed or placed here.",
		),
		({}, {"open": False}, "The place is not open."),
		({}, {"left": 0}, "Every place is taken."),
		(
			{"free_from": date(2027, 1, 4)},
			{},
			"It ends on 1 December 2026. The earliest they could start is 4 January 2027.",
		),
		(
			{},
			{"closes_on": date(2026, 5, 1)},
			"It ends on 1 May 2026. The earliest they could start is 1 June 2026.",
		),
		({"days": frozenset({4, 5})}, {}, "They are not free on any of its days."),
		({"hours": 8}, {}, "It takes 12 hours a week. They have 8 hours free."),
		(
			{"engagements": (Engagement("OPP-2", date(2026, 9, 1), 7.5, True),)},
			{},
			"It takes 12 hours a week. They have 8.5 hours free.",
		),
		(
			{"access": frozenset({"step_free"})},
			{"access": frozenset({"quiet_space"})},
			"They need step-free access. We do not know that the site has this.",
		),
		({}, {"minimum_age": 18}, "It takes people aged 18 and over."),
		(
			{"hours": 0},
			{"hours": 42},
			"It takes 42 hours a week. At their age the legal maximum is 40 hours.",
		),
		(
			{"born": PUPIL},
			{"kind": "Apprenticeship"},
			"An apprenticeship can start only after school leaving age.",
		),
		(
			{"born": date(2013, 3, 1)},
			{"kind": "Work Experience"},
			"Work experience is open from Year 10.",
		),
		(
			{"born": date(2013, 3, 1)},
			{"kind": "Paid Job", "paid": True},
			"No one under 14 may be employed.",
		),
		(
			{"born": PUPIL, "hours": 0},
			{"kind": "Paid Job", "paid": True, "hours": 36},
			"It takes 36 hours a week. At their age the legal maximum is 35 hours.",
		),
		(
			{"born": PUPIL},
			{"kind": "Paid Job", "paid": True, "ends_at": time(21)},
			"At their age, no one may work before 07:00 or after 19:00.",
		),
	],
)
def test_each_limit_alone_says_why(person, place, reason):
	assert reasons(ALEX._replace(**person), CAFE._replace(**place)) == [reason]


@pytest.mark.parametrize(
	("person", "place"),
	[
		({"restrictions": (Restriction(employer="EMP-1"),)}, {}),
		({"restrictions": (Restriction(site="SITE-1"),)}, {}),
		({"restrictions": (Restriction(ward="South"),)}, {}),
		({"restrictions": (Restriction(ward="South", until=TODAY),)}, {}),
		({"right_to_work": pay.NO_PERMISSION}, {}),
		({"right_to_work": pay.RESTRICTED_BY_VISA}, {"kind": "Paid Job", "paid": True, "host": "charity"}),
		({"right_to_work": pay.TIME_LIMITED, "right_to_work_until": date(2026, 5, 1)}, {}),
		({"right_to_work": ""}, {}),
		# No other reason is given with it: that would tell the two apart.
		({"right_to_work": pay.NO_PERMISSION, "active": False, "hours": 1}, {"left": 0}),
	],
)
def test_what_is_restricted_reads_the_same_whatever_the_cause(person, place):
	told = reasons(ALEX._replace(**person), CAFE._replace(**place))
	assert told == ["Not suitable. Ask the allocated worker."]


def test_a_restriction_that_has_run_out_no_longer_counts():
	lapsed = ALEX._replace(restrictions=(Restriction(ward="South", until=date(2026, 5, 31)),))
	assert reasons(lapsed, CAFE) == []


def test_volunteering_for_a_charity_is_open_without_permission_to_work():
	asylum = ALEX._replace(right_to_work=pay.NO_PERMISSION)
	assert reasons(asylum, CAFE._replace(host=pay.CHARITY_HOST)) == []


def test_a_talk_asks_no_one_for_the_right_to_work():
	assert reasons(ALEX._replace(right_to_work=""), CAFE._replace(kind="Talk or Visit")) == []


@given(people, places)
def test_a_place_that_is_declined_full_or_restricted_is_always_closed(person, place):
	for closed in (
		(person._replace(declined=frozenset({place.name})), place),
		(person, place._replace(left=0)),
		(person._replace(restrictions=(Restriction(employer=place.employer),)), place),
	):
		assert limits.limits(*closed, TODAY, LAW)


@given(people, places)
def test_every_reason_is_a_sentence_and_the_same_again(person, place):
	told = reasons(person, place)
	assert told == reasons(person._replace(), place._replace())
	assert all(reason.endswith(".") for reason in told)
