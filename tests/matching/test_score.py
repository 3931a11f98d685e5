"""What is true of every fit."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from tests.matching.strategies import SECTORS, days, people, places, scales
from unlocking_opportunities.matching import defaults, score
from unlocking_opportunities.matching.score import Scale, Weight

SHIPPED = Scale(score.weights_on(defaults.WEIGHTS, date(2026, 6, 1)), **defaults.JOURNEY)


@given(people, places, scales)
def test_a_fit_is_from_0_to_100_and_always_the_same(person, place, scale):
	fit = score.fit(person, place, scale)
	assert 0 <= fit <= 100
	assert score.fit(person._replace(), place._replace(), scale) == fit


@given(people, places, scales, st.sampled_from(SECTORS))
def test_more_interest_never_lowers_a_fit(person, place, scale, sector):
	keener = person._replace(interests=person.interests | {sector})
	assert score.fit(keener, place, scale) >= score.fit(person, place, scale)


@given(people, places, scales, days)
def test_more_free_days_never_lower_a_fit_with_known_days(person, place, scale, more):
	if person.days:
		freer = person._replace(days=person.days | more)
		assert score.fit(freer, place, scale) >= score.fit(person, place, scale)


@given(people, places, scales)
def test_willing_to_travel_further_never_lowers_a_fit(person, place, scale):
	further = person._replace(travel_minutes=person.travel_minutes * 2)
	assert score.fit(further, place, scale) >= score.fit(person, place, scale)


@given(people, places, scales)
def test_a_host_that_would_do_it_again_never_fits_worse(person, place, scale):
	again, never = place._replace(host_again="Yes"), place._replace(host_again="No")
	assert (
		score.fit(person, again, scale) >= score.fit(person, place, scale) >= score.fit(person, never, scale)
	)


@given(people, places, people, places, scales, st.sampled_from(tuple(score.FACTORS)))
def test_a_factor_that_weighs_nothing_has_no_effect(person, place, other, elsewhere, scale, factor):
	"""With a weight of 0, the factor may have any measure."""
	without = Scale({**scale.weights, factor: 0}, scale.minutes_to_set_off, scale.minutes_per_km)
	left_out = {key: weight for key, weight in scale.weights.items() if key != factor}
	same = Scale(left_out, scale.minutes_to_set_off, scale.minutes_per_km)
	assert score.fit(person, place, without) == score.fit(person, place, same)
	assert factor not in {part.factor for part in score.explain(person, place, without)}


@given(people, places)
def test_where_all_weigh_nothing_every_fit_is_nought(person, place):
	assert score.fit(person, place, Scale(dict.fromkeys(score.FACTORS, 0), **defaults.JOURNEY)) == 0


@given(people, places, scales)
def test_the_explanation_adds_up_to_the_fit_and_is_in_words(person, place, scale):
	parts = score.explain(person, place, scale)
	total = sum(part.share * part.measure for part in parts)
	assert abs(100 * total - score.fit(person, place, scale)) <= 0.051
	assert all(0 <= part.measure <= 1 and part.said.message.endswith(".") for part in parts)


@given(people, places)
def test_the_explanation_holds_no_word_of_their_goals(person, place):
	said = " ".join(part.said.message for part in score.explain(person, place, SHIPPED))
	assert not any(word in said for word in person.goals)


def test_the_weights_in_force_are_those_of_the_day():
	rows = (
		Weight(date(2025, 1, 1), "Travel", 20),
		Weight(date(2026, 1, 1), "Travel", 50),
		Weight(date(2027, 1, 1), "Goals", 10),
		Weight(None, "Interest", 5),
	)
	assert score.weights_on(rows, date(2025, 12, 31)) == {"Travel": 20}
	assert score.weights_on(rows, date(2026, 1, 1)) == {"Travel": 50}
	assert score.weights_on(rows, date(2024, 1, 1)) == {}


@given(people, places)
def test_a_journey_takes_as_long_there_as_back(person, place):
	back = score.travel_minutes(person._replace(at=place.at), place._replace(at=person.at), SHIPPED)
	assert score.travel_minutes(person, place, SHIPPED) == back or not (person.at and place.at)


def test_every_factor_has_a_shipped_weight():
	assert {row.factor for row in defaults.WEIGHTS} == set(score.FACTORS)
	assert sum(row.weight for row in defaults.WEIGHTS) == 100
