"""What every part of the demo uses: the loader, the current day, random generators."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from random import Random
from typing import Any

from frappe.model.document import Document

from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.setup.loader import Loader

SEED = "unlocking-opportunities"
DOMAIN = "demo-council.example"
# Numbers that Ofcom reserves for drama: no one answers them.
LANDLINE = "01632 960{:03}"
MOBILE = "07700 900{:03}"


@dataclass
class World:
	"""The day `today` that the demo is loaded for, and lists that grow as its parts are made."""

	loader: Loader
	today: date
	users: dict[str, str] = field(default_factory=dict)
	wards: dict[str, dict] = field(default_factory=dict)
	people: list["Person"] = field(default_factory=list)
	hosts: list["Host"] = field(default_factory=list)
	places: list[Document] = field(default_factory=list)

	def dice(self, part: str) -> Random:
		"""Return the random generator of one part of the demo, so that a change in one part doesn't affect the
		others.
		"""
		return Random(f"{SEED}/{part}")

	def day(self, days: int) -> date:
		"""Return the day a number of days from today."""
		return self.today + timedelta(days=days)

	def working_day(self, days: int) -> date:
		"""Return the working day a number of days from today, or the next one after it."""
		return add_working_days(self.day(days), 0)

	def add(
		self, doctype: str, values: dict[str, Any], *, by: str = "officer", on: date | None = None
	) -> Document:
		"""Add a record made by the demo user with the key `by` in the morning of `on`, never later than today."""
		on = min(on or self.today, self.today)
		minute = len(self.loader.documents.get(doctype, ())) % 60
		at = datetime.combine(on, time(9, minute))
		return self.loader.add(doctype, values, by=self.users.get(by, by), at=at)

	def team(self) -> list[str]:
		return [user for key, user in self.users.items() if key.startswith("officer")]

	def workers(self) -> list[str]:
		return [user for key, user in self.users.items() if key.startswith("worker")]


@dataclass
class Person:
	"""A young person: the record, and what other parts need to know about them."""

	record: Document
	born: date
	worker: str
	authority: str
	right_to_work: str
	student: bool
	needs: list[dict]
	free_from: date
	accompanied: bool = False


@dataclass
class Host:
	"""An employer with its site, its agreement in force and its approved assessment, if any."""

	record: Document
	site: Document
	contact: str
	supervisor: str
	ready: bool
	agreement: Document | None = None
	assessment: Document | None = None
	assessed_for_children: bool = False


def noon(on: date, hour: int = 12, minute: int = 0) -> datetime:
	"""Return a time of day on a day."""
	return datetime.combine(on, time(hour, minute))


def shares(quotas: dict[Any, int]) -> Iterator[Any]:
	"""Yield each key of `quotas` as many times as its number."""
	for key, number in quotas.items():
		for _ in range(number):
			yield key
