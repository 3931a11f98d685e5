"""What is due: the kinds of work, and one line for each record that needs it.

The `due.py` of a room lists its kinds of work in WORK. The home page and the digest choose from them and draw them, so
what is due, who does it, by when and how we say it are written once. No line holds a person's name.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date, datetime

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.utils import add_days, getdate
from pypika.functions import Coalesce, NullIf
from pypika.queries import QueryBuilder
from pypika.terms import Criterion, Term

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import TEAM
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.rules.working_days import add_working_days

# When the managers hear of a record that someone else looks after.
IF_LATE, ALWAYS = "if late", "always"


@dataclass(frozen=True)
class Due:
	"""One record that needs something. Whoever draws it says how far away the day `by` is.

	`detail` may hold what someone typed, so it is for the page only and never for an email. `when` is for work without
	such a day, or puts words around it: "Starts: {0}". `urgency` is late or today where no day decides. `url` is where an
	email leads, if that is not the record's form. `actions` are methods of the record that the home page has buttons for.
	"""

	doctype: str
	name: str
	title: str
	text: str = ""
	detail: str = ""
	by: date | None = None
	when: str = "{0}"
	urgency: str = ""
	url: str = ""
	actions: tuple[str, ...] = ()


@dataclass(frozen=True)
class Morning:
	"""The day `on` that a digest is for, and the day `since` on which the last run was complete."""

	on: date
	since: date

	def warns(self, last_day: date) -> bool:
		"""Return whether to warn about `last_day`: once at each warning in the settings, daily from the last one."""
		settings, day = get_settings(), getdate(last_day)
		left, left_before = (day - self.on).days, (day - self.since).days
		steps = (settings.first_warning_days, settings.second_warning_days)
		return 0 <= left <= settings.last_warning_days or any(left <= step < left_before for step in steps)


def daily(due: Due, morning: Morning) -> bool:
	return True


def never(due: Due, morning: Morning) -> bool:
	return False


def from_the_day(due: Due, morning: Morning) -> bool:
	return bool(due.by) and getdate(due.by) <= morning.on


def weekly(due: Due, morning: Morning) -> bool:
	# The Monday's, or the next one after it if no run was complete on that day.
	return morning.since < add_days(morning.on, -morning.on.weekday())


def at_warnings(due: Due, morning: Morning) -> bool:
	return morning.warns(due.by)


def working_days_before(days: int) -> Callable[[Due, Morning], bool]:
	"""Return the rule that reminds daily from so many working days (England) before the day it is due."""
	return lambda due, morning: bool(due.by) and due.by <= add_working_days(morning.on, days)


@dataclass(frozen=True, eq=False)
class Work:
	"""One kind of work.

	`find` takes a day and returns a query of the records that need it then, the most urgent first, with their `name`;
	`describe` takes one of its rows and the day. `owners` are the columns that name who does it: the first one that is
	set does it, and it also shows on the home pages of the others. Without an owner it is for everyone with the roles
	`unowned`. `remind` says which lines a digest has. `managers`, IF_LATE or ALWAYS, hear of owned records as well.
	"""

	doctype: str
	find: Callable[[date], QueryBuilder]
	describe: Callable[[frappe._dict, date], Due]
	owners: Callable[[], tuple[Term, ...]] = tuple
	unowned: tuple[str, ...] = TEAM
	remind: Callable[[Due, Morning], bool] = daily
	managers: str = ""
	# Only its owner's, even on the home page of someone who sees everyone's work.
	is_personal: bool = False
	# Which records a user can't do, because they have worked on them.
	barred: Callable[[str], Criterion] | None = None
	# How a digest says it of several records at once, with {0} for their number.
	summary: object = None

	def lines(self, on: date) -> Iterator[tuple[str | None, Due]]:
		"""Yield each line that is due on the day `on`, with who does it. No row rule applies: for digests only."""
		owner = Coalesce(*(NullIf(column, "") for column in self.owners()), None)
		for row in self.find(on).select(owner.as_("due_owner")).run(as_dict=True):
			yield row.due_owner, self.describe(row, on)


def since(day: date | datetime | None) -> str:
	"""Return since when a record waits, in words."""
	return _("Waiting since {0}").format(dates.day(day)) if day else ""


def columns(*names: str) -> Callable[[], tuple[Term, ...]]:
	"""Return the columns called "DocType.fieldname", as the owners of some work. Its query joins those DocTypes."""
	split = [name.split(".") for name in names]
	return lambda: tuple(DocType(doctype)[fieldname] for doctype, fieldname in split)


def ends_soon(last_day: Term, on: date) -> Criterion:
	"""Return the criterion that `last_day` is within the first warning of the settings. What has run out is included."""
	return last_day <= add_days(on, get_settings().first_warning_days)
