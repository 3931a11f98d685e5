"""One process lives the year: its background jobs, its emails and its commits all happen here.

A commit is a savepoint, and the end of the year rolls everything back. So the year leaves nothing on the site, and it's
faster. What takes two connections (the same job twice at once) is tested in `tests/races/`.
"""

import copy
import gc
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from itertools import count

import frappe
import pytest
from frappe.utils import now

from tests import kept
from tests.year.cache import Cache

SAVEPOINT = "the_last_commit"
TABLE = re.compile(r"`(tab[^`]+|information_schema)`")
# What Frappe reads of each DocType again and again.
DEFINITIONS = {
	"information_schema",
	*(
		f"tab{doctype}"
		for doctype in (
			*("DocType", "DocField", "DocPerm", "Custom DocPerm", "Property Setter", "Custom Field"),
			*("Workflow", "Workflow Document State", "Workflow Transition"),
			*("Notification", "Notification Recipient"),
			*("Assignment Rule", "Document Naming Rule", "Milestone Tracker", "User Permission"),
		)
	),
}


@contextmanager
def one_transaction(patch: pytest.MonkeyPatch) -> Iterator[None]:
	"""Make each commit a savepoint, and each rollback go back to it. The end of the block undoes it all."""
	database = frappe.local.db
	database.rollback()
	really_roll_back = database.rollback

	def commit() -> None:
		database.before_rollback.reset()
		database.after_rollback.reset()
		database.before_commit.run()
		if database.transaction_writes:
			database.sql(f"savepoint {SAVEPOINT}")
			database.transaction_writes = 0
		kept.with_metas(database.after_commit.run)()

	def rollback(*, save_point: str | None = None) -> None:
		if save_point:
			really_roll_back(save_point=save_point)
			return
		database.before_commit.reset()
		database.after_commit.reset()
		database.before_rollback.run()
		database.sql(f"rollback to savepoint {SAVEPOINT}")
		database.transaction_writes = 0
		database.after_rollback.run()

	database.sql(f"savepoint {SAVEPOINT}")
	patch.setattr(database, "sql", _reading_definitions_once(database.sql))
	patch.setattr(database, "commit", commit)
	patch.setattr(database, "rollback", rollback)
	Cache().replace(patch)
	frappe.local.cache = {}
	# No page is open that would show a change at once.
	patch.setattr(frappe, "publish_realtime", lambda *arguments, **options: None)
	patch.setattr(frappe, "set_user", _keeping_what_redis_has(frappe.set_user))
	patch.setattr(frappe, "clear_cache", kept.with_metas(frappe.clear_cache))
	try:
		yield
	finally:
		patch.undo()
		really_roll_back()
		frappe.local.cache = {}


@contextmanager
def rarely_collecting_garbage() -> Iterator[None]:
	"""Let Python look for garbage less often: a year makes millions of short-lived objects beside the many that stay."""
	usual = gc.get_threshold()
	gc.freeze()
	gc.set_threshold(100_000, 50, 1000)
	try:
		yield
	finally:
		gc.set_threshold(*usual)
		gc.unfreeze()


@contextmanager
def undone() -> Iterator[None]:
	"""Try something, and undo it at the end of the block."""
	frappe.db.savepoint("trying")
	try:
		yield
	finally:
		frappe.db.rollback(save_point="trying")
		frappe.db.after_commit.reset()
		frappe.db.after_rollback.run()
		frappe.clear_messages()


def _reading_definitions_once(sql: Callable) -> Callable:
	"""Answer again what was asked before about definitions alone, which nobody changes in the year: a fifth of all queries."""
	answers: dict[str, object] = {}

	def asking(query, values=(), *arguments, **options):
		text = str(query)
		read = set(TABLE.findall(text))
		if not read or not read <= DEFINITIONS or not text[:6].upper() == "SELECT":
			return sql(query, values, *arguments, **options)
		key = repr((text, values, arguments, sorted(options.items())))
		if key not in answers:
			answers[key] = sql(query, values, *arguments, **options)
		return [*map(copy.copy, answers[key])]

	return asking


def _keeping_what_redis_has(set_user: Callable[[str], None]) -> Callable[[str], None]:
	"""Frappe forgets what it has read from Redis when the user changes. Nobody else writes there while the year runs."""

	def keeping(username: str) -> None:
		read = frappe.local.cache
		set_user(username)
		frappe.local.cache = read

	return keeping


class Jobs:
	"""The background jobs that wait, in order. A job is queued when its transaction is committed, as it says."""

	def __init__(self, patch: pytest.MonkeyPatch):
		self.waiting: dict[object, Callable[[], object]] = {}
		patch.setattr(frappe, "enqueue", self.enqueue)
		# Emails are collected and never sent, see Post.
		self.ignored = ("frappe.email.queue.flush", "unlocking_opportunities.messages.email.flush_and_forget")

	def enqueue(
		self,
		method,
		queue="default",
		timeout=None,
		enqueue_after_commit=False,
		job_id=None,
		now=False,
		deduplicate=False,
		**arguments,
	):
		"""In place of `frappe.enqueue`."""
		for option in ("event", "is_async", "job_name", "at_front", "on_success", "on_failure"):
			arguments.pop(option, None)
		if method in self.ignored:
			return
		if now:
			frappe.call(method, **arguments)
			return

		# Equal jobs do the same work, so one is enough: they find it, or are deduplicated.
		key = job_id or (str(method), repr(sorted(arguments.items())))

		def queue_it() -> None:
			self.waiting.setdefault(key, lambda: frappe.call(method, **arguments))

		frappe.db.after_commit.add(queue_it) if enqueue_after_commit else queue_it()

	def run(self) -> None:
		"""Run every job that waits, and those that they queue, each in a transaction of its own."""
		while self.waiting:
			job = self.waiting.pop(next(iter(self.waiting)))
			as_administrator(job)


def as_administrator(work: Callable[[], object]) -> None:
	"""Run a job as the scheduler does, and commit."""
	if frappe.session.user != "Administrator":
		frappe.set_user("Administrator")
	work()
	frappe.db.commit()
	after_job()


def after_job() -> None:
	"""What Frappe calls after each job, such as the access log. Actors' requests are logged in the same way."""
	for hook in frappe.get_hooks("after_job"):
		frappe.call(hook, method="the year", kwargs={}, result=None)
	frappe.db.commit()


def scheduled(*kinds: str) -> list[str]:
	"""The methods that the app asks the scheduler to run, of these kinds ("daily", "cron", …): all of them, by rule."""
	from unlocking_opportunities import hooks

	found: list[str] = []
	for kind in kinds:
		events = hooks.scheduler_events.get(kind, [])
		found += (
			[method for methods in events.values() for method in methods]
			if isinstance(events, dict)
			else events
		)
	return found


@dataclass(frozen=True)
class Message:
	"""An email, or a notification in the Desk (`by`: "email" or "bell"), to one reader, sent `at` that time.

	`said`: what an email says.
	"""

	by: str
	to: str
	subject: str
	doctype: str
	name: str
	said: str
	at: datetime


class Post:
	"""Takes the emails and notifications out of their tables, as a mail server and a reader do.

	What we pass to `frappe.sendmail` is queued without building the mail around it, which takes most of a night's time. How
	mails look is tested in `tests/messages/`.
	"""

	def __init__(self, patch: pytest.MonkeyPatch):
		self._numbers = count(1)
		patch.setattr(frappe, "sendmail", self.queue)

	def queue(
		self,
		recipients,
		subject,
		template=None,
		args=None,
		message="",
		reference_doctype=None,
		reference_name=None,
		**options,
	):
		"""In place of `frappe.sendmail`: queued in the present transaction."""
		said = repr([template, args, message])
		rows = [
			(next(self._numbers), now(), to, subject, said, reference_doctype, reference_name)
			for to in recipients
		]
		# Columns of an Email Queue that take these.
		columns = [
			"name",
			"creation",
			"sender",
			"message_id",
			"message",
			"reference_doctype",
			"reference_name",
		]
		frappe.db.bulk_insert("Email Queue", columns, rows)

	def collect(self) -> list[Message]:
		"""Return what has come since the last time."""
		return [*self._emails(), *self._bells()]

	def _emails(self) -> list[Message]:
		queue = frappe.qb.DocType("Email Queue")
		query = frappe.qb.from_(queue).select(
			*(queue.sender, queue.message_id, queue.reference_doctype, queue.reference_name),
			*(queue.message, queue.creation),
		)
		rows = query.orderby(queue.creation).run()
		frappe.db.delete("Email Queue")
		return [
			Message("email", to, subject, doctype or "", name or "", said, at)
			for to, subject, doctype, name, said, at in rows
		]

	def _bells(self) -> list[Message]:
		table = frappe.qb.DocType("Notification Log")
		query = frappe.qb.from_(table).select(
			table.for_user, table.subject, table.document_type, table.document_name, table.creation
		)
		rows = query.orderby(table.creation).run()
		frappe.db.delete("Notification Log")
		return [
			Message("bell", to, subject, doctype or "", name or "", "", at)
			for to, subject, doctype, name, at in rows
		]
