"""A programme year with a seed, and some months around 29 February. `./dev year` lives through more of them."""

import os
from datetime import date

import pytest

from tests.year.world import Size
from tests.year.year import Period, live

SEEDS = [int(seed) for seed in os.environ.get("UNLOCKING_YEAR_SEEDS", "1").split()]
YEAR = Period(
	date(2026, 9, 1), date(2027, 8, 31), Size(employers=60, placements=120, mentors=4), down=date(2027, 2, 11)
)
LEAP = Period(
	date(2028, 1, 17), date(2028, 4, 28), Size(employers=8, placements=12, mentors=1), down=date(2028, 3, 9)
)

pytestmark = pytest.mark.usefixtures("demo_site")


@pytest.mark.parametrize("period", [YEAR, LEAP], ids=["year", "leap"])
@pytest.mark.parametrize("seed", SEEDS)
def test_nothing_goes_wrong(seed, period):
	problems = live(seed, period)
	assert not problems, "\n\n".join(problems)
