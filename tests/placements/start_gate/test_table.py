"""The table of checks is complete, and docs/start-gate.md agrees with it."""

from pathlib import Path

import pytest

from unlocking_opportunities.employers.opportunities import BOOKABLE
from unlocking_opportunities.placements.start_gate import table
from unlocking_opportunities.placements.start_gate.checks import CHECKS
from unlocking_opportunities.rules.age import ADULT, CHILD, YOUNG_PERSON

PAGE = Path(__file__).parents[3] / "docs/start-gate.md"
AGES = {"everyone": {CHILD, YOUNG_PERSON, ADULT}, "under 18": {CHILD, YOUNG_PERSON}, "child": {CHILD}}
COLUMNS = (("Work Experience", "Internship"), ("Apprenticeship", "Paid Job"), ("Taster",))


def test_every_bookable_kind_and_age_is_in_the_table():
	assert set(table.APPLIES) == set(BOOKABLE)
	assert all(set(ages) == {CHILD, YOUNG_PERSON, ADULT} for ages in table.APPLIES.values())
	assert set(table.CHECKS) == set(CHECKS)


@pytest.mark.parametrize("key", table.CHECKS)
def test_the_page_says_what_the_table_says(key):
	title = table.CHECKS[key].title
	rows = [line.split(" | ") for line in PAGE.read_text().splitlines() if line.startswith(f"| {title} |")]
	assert len(rows) == 1, title
	for said, kinds in zip(rows[0][2:5], COLUMNS, strict=True):
		for kind in kinds:
			applies = {age for age, keys in table.APPLIES[kind].items() if key in keys}
			assert applies == AGES[said], (kind, title)


def test_someone_who_crosses_a_boundary_gets_the_checks_of_both_ages():
	both = table.checks_for("Paid Job", {CHILD, ADULT})
	assert set(both) == set(table.APPLIES["Paid Job"][CHILD]) | set(table.APPLIES["Paid Job"][ADULT])
	assert list(both) == [key for key in table.CHECKS if key in both]
