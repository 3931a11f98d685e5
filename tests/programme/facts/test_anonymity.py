"""Facts are general enough to fit k people, but no more than that, whatever the records are."""

from collections import Counter, defaultdict
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from unlocking_opportunities.programme.facts import hierarchies
from unlocking_opportunities.programme.facts.anonymity import Record, generalise

STEPS = (("age", 1), ("age", 2), ("sector", 1), ("ward", 1), ("ward", 2))
WARDS = {"Olney": "North", "Stantonbury": "North", "Tattenhoe": "South", "Unplaced": None}
AGES = (*hierarchies.WIDER_AGE_BANDS, None)


@st.composite
def records(draw):
	paths = {
		"age": hierarchies.age_band(draw(st.sampled_from(AGES))),
		"sector": hierarchies.plain(draw(st.sampled_from(("Retail", "Care", "Farming", None)))),
		"ward": hierarchies.ward(*draw(st.sampled_from([*WARDS.items(), (None, None)]))),
	}
	return Record(paths, (draw(st.integers(0, 30)), draw(st.integers(0, 8))))


tables = st.lists(records(), max_size=80)
thresholds = st.tuples(st.integers(1, 6), st.integers(1, 4))


def covered(rows, shown):
	"""Return the different subjects of each combination. Written independently of the code that it checks."""
	groups = defaultdict(list)
	for row, values in zip(rows, shown, strict=True):
		if values is not None:
			groups[tuple(sorted(values.items()))].append(row.subjects)
	return [tuple(len(set(kind)) for kind in zip(*group, strict=True)) for group in groups.values()]


@given(tables, thresholds)
def test_every_combination_covers_enough_of_each_kind(rows, least):
	for counts in covered(rows, generalise(rows, STEPS, least)):
		assert all(count >= enough for count, enough in zip(counts, least, strict=True))


@given(tables, thresholds)
def test_a_value_is_replaced_only_by_one_that_includes_it(rows, least):
	for row, values in zip(rows, generalise(rows, STEPS, least), strict=True):
		if values is not None:
			assert values.keys() == row.paths.keys()
			assert all(values[name] in path for name, path in row.paths.items())


@given(tables, thresholds, st.randoms(use_true_random=False))
def test_the_order_of_the_records_makes_no_difference(rows, least, dice):
	def outcome(table):
		return Counter(
			(repr(row), repr(values))
			for row, values in zip(table, generalise(table, STEPS, least), strict=True)
		)

	mixed = list(rows)
	dice.shuffle(mixed)
	assert outcome(rows) == outcome(mixed) == outcome(rows)


@given(tables, thresholds)
def test_records_are_withheld_only_where_all_together_cover_too_few(rows, least):
	shown = generalise(rows, STEPS, least)
	everything = [len({row.subjects[kind] for row in rows}) for kind in (0, 1)]
	enough = all(count >= needed for count, needed in zip(everything, least, strict=True))
	assert all((values is not None) == enough for values in shown)


def alike(number, age="18 to 20", sector="Retail", first=0):
	paths = {
		"age": hierarchies.age_band(age),
		"sector": hierarchies.plain(sector),
		"ward": hierarchies.plain(""),
	}
	return [Record(paths, (first + person,)) for person in range(number)]


SHORT = (("age", 1), ("age", 2), ("sector", 1))


def test_nothing_is_lost_where_enough_are_alike():
	rows = [*alike(5), *alike(5, sector="Care", first=10)]
	shown = generalise(rows, SHORT, (5,))
	assert {(values["age"], values["sector"]) for values in shown} == {
		("18 to 20", "Retail"),
		("18 to 20", "Care"),
	}


def test_the_few_become_more_general_and_take_as_few_with_them_as_can_be():
	rows = [*alike(2, age="21 to 25"), *alike(9, first=10)]
	counts = Counter(values["age"] for values in generalise(rows, SHORT, (5,)))
	assert counts == {"18 to 25": 5, "18 to 20": 6}


def test_many_records_of_one_person_are_one_person():
	once = Record({"age": hierarchies.age_band("16 to 17")}, ("the same",))
	others = [Record({"age": hierarchies.age_band("18 to 20")}, (number,)) for number in range(8)]
	shown = generalise([once] * 20 + others, (("age", 1), ("age", 2)), (5,))
	assert "16 to 17" not in {values["age"] for values in shown}
	assert (
		len(
			{
				row.subjects
				for row, values in zip([once] * 20 + others, shown, strict=True)
				if values["age"] == shown[0]["age"]
			}
		)
		>= 5
	)


def test_periods_are_of_the_financial_year_and_sort_as_text():
	assert hierarchies.period(date(2026, 3, 31))[1:] == (
		"2025/26",
		"2025/26 H2 (Oct–Mar)",
		"2025/26 Q4 (Jan–Mar)",
	)
	assert hierarchies.period(date(2026, 4, 1))[1:] == (
		"2026/27",
		"2026/27 H1 (Apr–Sep)",
		"2026/27 Q1 (Apr–Jun)",
	)
	days = [date(2025 + month // 12, month % 12 + 1, 1) for month in range(30)]
	quarters = [hierarchies.period(day)[3] for day in days]
	assert quarters == sorted(quarters)
