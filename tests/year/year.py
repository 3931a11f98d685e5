"""Live through some months, day by day, and say what went wrong."""

from dataclasses import dataclass, field
from datetime import date, timedelta

import frappe
import pytest

from tests.year import actors, clock, happenings, rules
from tests.year.in_process import (
	Jobs,
	Post,
	as_administrator,
	one_transaction,
	rarely_collecting_garbage,
	scheduled,
)
from tests.year.world import Size, World, fill
from unlocking_opportunities.rules.working_days import is_working_day

MOST_PROBLEMS = 20
DOWN_FOR = 10


@dataclass(frozen=True)
class Period:
	"""The first and the last day. On `down` the server stops for ten days; `again` are days whose night runs twice."""

	first: date
	last: date
	size: Size
	down: date | None = None


@dataclass
class Diary:
	"""What went wrong, each once for each record and rule."""

	world: World
	found: dict[tuple[str, str], str] = field(default_factory=dict)

	def check(self, some: tuple[rules.Rule, ...], messages: list) -> None:
		frappe.set_user("Administrator")
		for rule in some:
			for record, wrong in rule(self.world, messages):
				key = (rule.__name__, record)
				self.found.setdefault(key, self._in_words(rule.__name__, record, wrong))

	def note(self, rule: str, record: str, wrong: str) -> None:
		self.found.setdefault((rule, record), self._in_words(rule, record, wrong))

	def _in_words(self, rule: str, record: str, wrong: str) -> str:
		last = self.world.told(record).replace("\n", "\n\t")
		return f"Seed {self.world.seed}, {self.world.today:%A %d %B %Y}, {rule}:\n{record}: {wrong}\n\t{last}"

	@property
	def is_full(self) -> bool:
		return len(self.found) >= MOST_PROBLEMS


def live(seed: int, period: Period) -> list[str]:
	"""Live through `period` and return what went wrong, in words. Leaves nothing on the site."""
	with (
		pytest.MonkeyPatch.context() as patch,
		rarely_collecting_garbage(),
		one_transaction(patch),
		clock.starting(period.first) as time,
	):
		world = World(seed, time, Jobs(patch), period.size)
		post, diary = Post(patch), Diary(world)
		fill(world)
		post.collect()
		while time.day < period.last and not diary.is_full:
			_one_day(world, period, post, diary)
		return list(diary.found.values())


def _one_day(world: World, period: Period, post: Post, diary: Diary) -> None:
	world.clock.next_day()
	if period.down and period.down <= world.today < period.down + timedelta(days=DOWN_FOR):
		return
	_night(world)
	messages = post.collect()
	diary.check(rules.IN_THE_MORNING, messages)
	if world.today.day == 1:
		_night_again(world, post, diary)
	if is_working_day(world.today):
		_work(world, period, diary)
	_repeat_alarms(world)
	diary.check(rules.IN_THE_EVENING, [*post.collect()])
	if world.today.weekday() == 0:
		diary.check(rules.ONCE_A_WEEK, [])


def _night(world: World) -> None:
	for method in scheduled("daily_long", "daily", "cron"):
		as_administrator(frappe.get_attr(method))
	world.jobs.run()


def _repeat_alarms(world: World) -> None:
	for hour in (12, 17):
		world.clock.set(hour)
		for method in scheduled("cron"):
			as_administrator(frappe.get_attr(method))
		world.jobs.run()
		actors.respond_to_alerts(world)


def _work(world: World, period: Period, diary: Diary) -> None:
	world.clock.set(9)
	working_days = (period.last - period.first).days * 5 / 7 * 0.8
	now_and_then = [(world.size.placements / working_days, actors.propose), *happenings.NOW_AND_THEN]
	for does in [*actors.WORKING_DAY, *(happens for chance, happens in now_and_then if world.chance(chance))]:
		try:
			does(world)
		except (frappe.ValidationError, frappe.PermissionError) as refusal:
			diary.note(
				"nobody is refused what they may do", world.last, f"{type(refusal).__name__}: {refusal}"
			)


def _night_again(world: World, post: Post, diary: Diary) -> None:
	"""Run the night's jobs once more: the same records are left, and nothing is sent."""
	before = _records()
	_night(world)
	for message in post.collect():
		diary.note(
			"a second night sends nothing", message.name or message.to, f"“{message.subject}” to {message.to}"
		)
	after = _records()
	for doctype in before:
		for name in sorted(set(before[doctype].items()) ^ set(after[doctype].items())):
			diary.note(
				"a second night changes nothing",
				name[0],
				f"{doctype}: {before[doctype].get(name[0])}, then {after[doctype].get(name[0])}",
			)


def _records() -> dict[str, dict]:
	return {
		doctype: {row.name: row.status for row in frappe.get_all(doctype, fields=["name", "status"])}
		for doctype in rules.AT_REST
	}
