"""The site's clock: Frappe's dates, the stamps of rows and Python's own time follow it.

Redis and the database keep their own time. Nothing of ours asks them for it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime, time, timedelta, timezone
from zoneinfo import ZoneInfo

import time_machine

LONDON = ZoneInfo("Europe/London")


class Clock:
	"""The time in London. It runs on by itself, so that rows made one after the other are stamped in that order."""

	def __init__(self, traveller: time_machine.Traveller, day: date):
		self._traveller = traveller
		self.day = day

	def set(self, hour: int, minute: int = 0) -> None:
		"""Put the clock to a time on the present day."""
		self._traveller.move_to(_moment(self.day, time(hour, minute)))

	def next_day(self) -> date:
		"""Put the clock to just after midnight, when the night's jobs run; the new day."""
		self.day += timedelta(days=1)
		self.set(0, 5)
		return self.day


@contextmanager
def starting(day: date) -> Iterator[Clock]:
	"""The clock, at half past eight on `day`, until the end of the block."""
	with time_machine.travel(_moment(day, time(8, 30)), tick=True) as traveller:
		yield Clock(traveller, day)


def _moment(day: date, at: time) -> datetime:
	# In UTC: a destination with another time zone would change that of the process.
	return datetime.combine(day, at, LONDON).astimezone(timezone.utc)
