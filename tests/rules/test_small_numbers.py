import pytest

from unlocking_opportunities.rules.small_numbers import published, published_share


@pytest.mark.parametrize(
	"count,shown", [(0, None), (1, None), (4, None), (5, 5), (7, 5), (8, 10), (12, 10), (13, 15), (498, 500)]
)
def test_a_count(count, shown):
	assert published(count) == shown


@pytest.mark.parametrize(
	"numerator,denominator,shown",
	[
		(40, 80, 50),
		(4, 80, None),  # four did
		(77, 80, None),  # three did not
		(80, 80, 100),
		(3, 4, None),
		(52, 60, 83),  # 50 of 60, never 87
	],
)
def test_a_share(numerator, denominator, shown):
	assert published_share(numerator, denominator) == shown
