"""The time to parse texts that the check for incomplete tags accepts.

It has to be proportional to their length, not to its square.
"""

from bs4 import BeautifulSoup

from tests.perf.printed import seconds, show
from unlocking_opportunities.access import markup

SHAPES = ('<img src="', "<", "<!-- x>", "</a", "<![CDATA[")
LENGTHS = (200_000, 400_000)
# Four would be quadratic.
MOST_TIMES = 3


def test_what_passes_is_read_in_linear_time():
	rows = []
	for shape in SHAPES:
		texts = [shape * markup.MOST_LEFT_OVER + "x" * length for length in LENGTHS]
		assert not any(map(markup.is_laborious, texts))
		once, twice = (
			min(seconds(lambda text=text: BeautifulSoup(text, "html.parser")) for _time in range(5))
			for text in texts
		)
		rows.append((shape, round(once * 1e3, 1), round(twice * 1e3, 1), round(twice / once, 1)))
	show("Texts with as many incomplete tags as pass", ("tag", "200,000: ms", "400,000: ms", "times"), rows)
	assert all(times < MOST_TIMES for *_columns, times in rows)
