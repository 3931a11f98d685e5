"""Hosts, visitors and placements at the stage a test needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import frappe
from frappe.model.document import Document
from frappe.utils import add_days, getdate, now_datetime, today

from tests import factories as make
from tests.placements.start_gate.complete import Complete, complete
from unlocking_opportunities.access.guarded import ours
from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS
from unlocking_opportunities.portal.identity import Access, Visitor

EVERY_DAY = [
	{"weekday": weekday, "start_time": "10:00:00", "end_time": "15:00:00", "break_minutes": 30}
	for weekday in WEEKDAYS
]


@contextmanager
def taken_out_again() -> Iterator[None]:
	"""Delete afterwards the records committed inside the block."""
	frappe.db.rollback()
	begun = now_datetime()
	yield
	frappe.db.rollback()
	frappe.set_user("Administrator")
	for doctype in frappe.get_all("DocType", {"name": ["in", sorted(ours())], "issingle": 0}, pluck="name"):
		frappe.db.delete(doctype, {"creation": [">=", begun]})
	frappe.db.commit()
	frappe.clear_cache()


def acting_for(*employers: str, email: str = "host@host.example") -> Visitor:
	"""Return a visitor who acts for these employers."""
	accesses = tuple(Access(f"access of {name}", "Employer", name, None, None) for name in employers)
	return Visitor(email, accesses, "session")


def proposed(age: int = 17, **values) -> Complete:
	"""Return a proposed placement with its first items released to the host."""
	done = complete(age=age, **values)
	make.set_stored(done.placement, status="Proposed")
	frappe.db.delete("Placement Signature", {"parent": done.placement.name, "party": "Host"})
	return done.reload()


def running(age: int = 17, since: int = 7, days: list[dict] | None = None) -> Complete:
	"""Return a placement running for `since` days, every day of the week unless `days` is given."""
	done = complete(age=age)
	placement = frappe.get_doc("Placement", done.placement.name)
	make.set_stored(
		placement,
		status="In Progress",
		start_date=add_days(today(), -since),
		actual_start=add_days(today(), -since),
		end_date=add_days(today(), 30),
	)
	for row in placement.schedule:
		frappe.db.delete("Placement Schedule Day", {"name": row.name})
	for number, day in enumerate(days or EVERY_DAY, 1):
		row = placement.append("schedule", day)
		row.idx = number
		row.db_insert()
	return done.reload()


def finished(done: Complete, days_ago: int = 1, status: str = "Completed") -> Document:
	"""Return the placement, ended `days_ago`."""
	return make.set_stored(done.placement, status=status, actual_end=add_days(today(), -days_ago))


def monday() -> object:
	on = getdate(today())
	return on - timedelta(days=on.weekday())
