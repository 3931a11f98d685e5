"""What has to be true on every day. Each rule yields (record, what is wrong), in words that need no other file.

A rule that fails is a fault of the product or of the rule. Find out which before changing either.
"""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from datetime import datetime, timedelta

import frappe
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate

from tests.year.in_process import Message, undone
from tests.year.world import World
from unlocking_opportunities.access.guarded import ours
from unlocking_opportunities.access.row_permissions import restrict
from unlocking_opportunities.approvals.workflows import DEFINITIONS
from unlocking_opportunities.daily_work import digest, home_page, invariants
from unlocking_opportunities.placements.start_gate.timetable import days_worked
from unlocking_opportunities.portal.employer.attendance import monday_of
from unlocking_opportunities.programme.facts import sync
from unlocking_opportunities.rules.placement_states import BEGUN, RUNNING

Problem = tuple[str, str]

# Statuses that wait for nobody. In every other status a record waits for someone, and is on a list once it is overdue.
AT_REST = {
	"Accident": ("Closed",),
	"Callback Request": ("Done",),
	"Concern Referral": ("Acknowledged",),
	"Data Rights Request": ("Answered",),
	"Decision Request": ("Approved", "Returned", "Overtaken"),
	"Disposal Review": ("Done",),
	"Employer Pledge": ("Accepted", "Declined", "Fulfilled", "Expired", "Withdrawn"),
	"Handover": ("Done", "Not Needed"),
	"Host Agreement": ("Checked", "Superseded", "Expired"),
	"Mentor": ("Active", "Paused", "Left"),
	"Mentoring Pairing": ("Active", "Ended"),
	"Not Here Alert": ("Closed",),
	"Placement": ("In Progress", "Completed", "Ended Early", "Cancelled"),
	"Placement Request": ("Agreed", "Declined"),
	"Risk Assessment": ("Approved", "Superseded", "Expired"),
	"Share Release": ("Released", "Withdrawn", "Ended"),
	# A waiting one is tried again by the server.
	"Unsent Message": ("Waiting", "Sent", "Dismissed"),
	"Visit": ("Done", "Not Possible", "Cancelled"),
}
# DocTypes whose status says what something is, not that someone has to do something.
NO_WORK = {
	*(
		"Allocation Round",
		"Council Report",
		"Employer",
		"Legal Hold",
		"Placement Opportunity",
		"Programme Event",
	),
	*("Placement Fact", "Steering Group Partner", "Visit Fact", "Young Person", "Young Person Fact"),
}
# A record that has waited for so many days without a change is overdue, whatever its own dates say.
WAITS = 21
# The day after which a record in one of these statuses is overdue.
BY = {
	("Placement", "Proposed"): "start_date",
	("Placement", "Agreed"): "start_date",
	("Placement", "Ready"): "start_date",
	("Placement", "In Progress"): "end_date",
	("Placement", "Paused"): "end_date",
	("Employer Pledge", "Submitted"): "answer_by",
	("Employer Pledge", "Under Review"): "answer_by",
	("Visit", "Planned"): "due_on",
	("Decision Request", "Waiting"): "due_on",
	("Data Rights Request", "Open"): "acknowledge_by",
	("Data Rights Request", "Acknowledged"): "due_on",
}
DAY = re.compile(r"(\w+day)? ?(\d{1,2} [A-Z][a-z]+ 20\d\d)")
ALARMS = ("Not Here Alert", "Concern Referral")


def every_move_has_a_mover(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""Every status in which a record waits for someone has a move that an enabled user may make."""
	held = frappe.qb.DocType("Has Role")
	user = frappe.qb.DocType("User")
	roles = set(
		frappe.qb.from_(held)
		.join(user)
		.on(user.name == held.parent)
		.where(user.enabled == 1)
		.select(held.role)
		.run(pluck=True)
	)
	for definition in DEFINITIONS:
		able = {move.source for move in definition.moves if roles & set(move.roles)}
		stuck = definition.state_names - able - set(AT_REST[definition.doctype])
		for name in frappe.get_all(definition.doctype, {"status": ["in", [*stuck, ""]]}, pluck="name"):
			yield name, "nobody who is enabled may move it on"


def what_is_overdue_is_listed(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""Every overdue record is in a digest, or on the home page of a manager or a lead."""
	listed: set[str] | None = None
	for doctype, name, status, since in _overdue(world):
		if listed is None:
			listed = _listed(world)
		if name not in listed:
			yield name, f"{doctype} has been {status} since {since}, and is on nobody's list"


def _overdue(world: World) -> Iterator[tuple[str, str, str, object]]:
	for doctype, at_rest in AT_REST.items():
		at_rest = [*at_rest, *(status for of, status in BY if of == doctype)]
		waiting = frappe.get_all(
			doctype,
			{"status": ["not in", at_rest], "modified": ["<", add_days(world.today, -WAITS)]},
			["name", "status", "modified"],
		)
		yield from ((doctype, row.name, row.status, getdate(row.modified)) for row in waiting)
	for (doctype, status), field in BY.items():
		late = frappe.get_all(doctype, {"status": status, field: ["<", world.today]}, ["name", field])
		yield from ((doctype, row.name, status, row[field]) for row in late)


def _listed(world: World) -> set[str]:
	"""The names on the digests of enabled users, and on the home pages of one reader of each kind who is enabled."""
	by_reader = digest.by_reader(digest.lines(world.today))
	enabled = _enabled()
	found = {due.name for reader, dues in by_reader.items() if reader in enabled for due in dues}
	for kind in ("manager", "lead", "worker"):
		user = next((user for user in world.staff[kind] if user not in world.gone), None)
		if user:
			found |= _on_home_page(world, user)
	# A decision is listed by the record that it is about.
	requests = frappe.get_all("Decision Request", {"status": "Waiting"}, ["name", "reference_name"])
	return found | {row.name for row in requests if row.reference_name in found}


def _on_home_page(world: World, user: str) -> set[str]:
	frappe.set_user(user)
	try:
		roles, reader = set(frappe.get_roles()), home_page.Reader(user, world.today, everyone=True)
		found = set()
		for section in home_page.SECTIONS:
			if roles & set(section.roles):
				for work in section.work:
					query = restrict(work.find(world.today).where(reader.sees(work)), work.doctype)
					found.update(row.name for row in query.run(as_dict=True))
		return found
	finally:
		frappe.set_user("Administrator")


def every_message_reaches_someone(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""No colleague is written to who has left."""
	enabled = _enabled()
	for message in messages:
		had_left = message.at >= world.gone.get(message.to, message.at)
		if message.to.endswith("@council.example") and message.to not in enabled and had_left:
			yield (
				message.name or message.to,
				f"“{message.subject}” went by {message.by} to {message.to}, who has left",
			)


def nobody_is_told_twice(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""The same message goes to the same person once a day. Alarms repeat until someone answers."""
	# The alarm to a carer has no reference but that in its subject.
	missed = frappe.get_all("Not Here Alert", {"reported_on": [">=", world.today]}, pluck="placement")
	emails = [
		message
		for message in messages
		if message.by == "email"
		and message.doctype not in ALARMS
		and not any(message.subject.endswith(placement) for placement in missed)
	]
	alike = Counter((message.to, message.subject, message.doctype, message.name) for message in emails)
	for identity in [identity for identity, times in alike.items() if times > 1]:
		same = [one for one in emails if (one.to, one.subject, one.doctype, one.name) == identity]
		# Two with the same subject may say different things, or lead to different records.
		for times in Counter(message.said for message in same).values():
			if times > 1:
				yield same[0].name or same[0].to, f"“{same[0].subject}” went {times} times to {same[0].to}"


def days_in_subjects_are_right(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""A day in a subject line hasn't passed, and its weekday is the right one."""
	for message in messages:
		for weekday, day in DAY.findall(message.subject):
			named = datetime.strptime(day, "%d %B %Y").date()
			if named < world.today or (weekday and weekday != f"{named:%A}"):
				yield message.name or message.to, f"“{message.subject}” went to {message.to} on {world.today}"


def hosts_are_asked_about_days_worked(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""What we write to hosts is about days that are worked, that aren't answered yet, and that aren't long past."""
	for notice in frappe.get_all(
		"Employer Notice", {"creation": [">=", world.today]}, ["notice", "about", "due_on", "employer"]
	):
		if notice.notice == "attendance":
			yield from _about_attendance(world, notice)
		elif notice.notice == "visit":
			yield from _about_visit(world, notice)
		elif notice.notice.startswith("checks") and notice.due_on < world.today:
			yield (
				notice.about,
				f"the host was told on {world.today} that its checks run out on {notice.due_on}",
			)


def _about_attendance(world: World, notice: frappe._dict) -> Iterator[Problem]:
	last = min(world.today, notice.due_on + timedelta(days=6))
	if notice.due_on < monday_of(world.today) - timedelta(days=7):
		yield notice.employer, f"the host was asked on {world.today} about the week of {notice.due_on}"
	for name in frappe.get_all(
		"Placement", {"employer": notice.employer, "status": ["in", BEGUN]}, pluck="name"
	):
		placement = frappe.get_doc("Placement", name)
		said = {getdate(row.attended_on) for row in placement.attendance}
		first = max(notice.due_on, getdate(placement.actual_start))
		if set(days_worked(placement, first, min(last, getdate(placement.actual_end or last)))) - said:
			return
	yield (
		notice.employer,
		f"the host was asked who came in the week of {notice.due_on}, and there is no day to answer",
	)


def _about_visit(world: World, notice: frappe._dict) -> Iterator[Problem]:
	visit = frappe.get_doc("Visit", notice.about)
	placement = frappe.get_doc("Placement", visit.placement)
	said = f"the host was told of {visit.name} ({visit.kind}) on {notice.due_on}"
	if notice.due_on not in (getdate(visit.starts_on or visit.due_on), getdate(visit.due_on)):
		yield placement.name, f"{said}, and it is on {visit.starts_on or visit.due_on}"
	if visit.kind != "Before Start" and not days_worked(placement, notice.due_on, notice.due_on):
		yield placement.name, f"{said}, when nobody works: {placement.start_date} to {placement.end_date}"


def nothing_is_stopped_by_the_calendar(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""The start gate pauses only what something has happened to, whose papers have run out, or after it has said so in time."""
	rows = frappe.get_all(
		"Placement",
		{
			"status": "Paused",
			"pause_reason": ["like", "Paused by the start gate%"],
			"modified": [">=", world.today],
		},
		["name", "pause_reason", "employer", "risk_assessment", "end_date"],
	)
	for row in rows:
		plan = world.plans[row.name]
		announced = plan.warned and plan.warned < world.today
		if not (plan.disturbed or announced or _papers_ran_out(world, row)):
			yield row.name, f"it was stopped although nothing had happened to it: {row.pause_reason}"
		if row.end_date < world.today:
			yield row.name, f"it was stopped after its last day, {row.end_date}"


def _papers_ran_out(world: World, row: frappe._dict) -> bool:
	valid = {
		"employer": row.employer,
		"status": "Checked",
		"expires_on": [">=", world.today],
		"cover_to": [">=", world.today],
	}
	review_by = frappe.db.get_value("Risk Assessment", row.risk_assessment, "review_by")
	return not frappe.db.exists("Host Agreement", valid) or not review_by or review_by < world.today


def what_has_ended_can_be_completed(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""On its last day and a month later a placement can be completed, and someone is asked to."""
	days = [world.today, add_days(world.today, -30)]
	names = frappe.get_all("Placement", {"status": ["in", RUNNING], "end_date": ["in", days]}, pluck="name")
	if not names:
		return
	officer = next(user for user in world.staff["officer"] if user not in world.gone)
	asked = {due.name for dues in digest.by_reader(digest.lines(world.today)).values() for due in dues}
	for name in names:
		if name not in asked:
			yield name, "its last day has come, and no digest asks anyone to complete it"
		if refused := _refused(officer, name):
			yield name, f"its last day has come, and it can't be completed: {refused}"


def _refused(officer: str, name: str) -> str:
	"""Why the officer may not complete the placement; tried, and undone."""
	frappe.set_user(officer)
	try:
		with undone():
			apply_workflow(frappe.get_doc("Placement", name), "Complete Placement")
	except frappe.ValidationError as error:
		return f"{type(error).__name__}: {error}"
	finally:
		frappe.clear_document_cache("Placement", name)
		frappe.set_user("Administrator")
	return ""


def no_job_fails(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""The error log stays empty. The nightly check writes broken invariants there too."""
	for row in frappe.get_all("Error Log", ["name", "method", "error"]):
		yield row.method, f"the error log says: {row.error[-1500:]}"
	frappe.db.delete("Error Log")


def invariants_hold(world: World, messages: list[Message]) -> Iterator[Problem]:
	for problem in invariants.check():
		for name in problem.names:
			yield name, problem.message


def facts_equal_a_rebuild(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""What was released today is what the records say."""
	for fact in sync.FACTS:
		release = frappe.db.get_value(
			"Fact Release", fact.doctype, ["released_on", "smallest_group"], as_dict=True
		)
		if not release or getdate(release.released_on) != world.today:
			continue
		before = _rows_of(fact)
		with undone():
			sync.release(fact, release.smallest_group, list(sync.read(fact)))
			after = _rows_of(fact)
		if before != after:
			yield (
				fact.doctype,
				f"the facts have {len(before)} rows and a rebuild {len(after)}, or other values",
			)


def _rows_of(fact) -> list[tuple]:
	return sorted(map(repr, frappe.get_all(fact.doctype, fields=fact.fields(), as_list=True)))


def readings_are_logged(world: World, messages: list[Message]) -> Iterator[Problem]:
	"""Each time someone opened an identity record today, the access log says so."""
	logged = frappe.get_all(
		"Record Access Log", {"creation": [">=", world.today]}, ["user", "record"], as_list=True
	)
	for reader, person in world.readings - set(logged):
		yield person, f"{reader} read the identity record, and the access log doesn't say so"
	world.readings.clear()


def _enabled() -> set[str]:
	return set(frappe.get_all("User", {"enabled": 1}, pluck="name"))


Rule = Callable[[World, list[Message]], Iterable[Problem]]
# Before anyone has come to work, and in the evening.
IN_THE_MORNING: tuple[Rule, ...] = (
	no_job_fails,
	nothing_is_stopped_by_the_calendar,
	what_has_ended_can_be_completed,
	hosts_are_asked_about_days_worked,
	every_message_reaches_someone,
	nobody_is_told_twice,
	days_in_subjects_are_right,
)
IN_THE_EVENING: tuple[Rule, ...] = (
	no_job_fails,
	readings_are_logged,
	every_message_reaches_someone,
	nobody_is_told_twice,
)
# What is on no list one week is on none the next.
ONCE_A_WEEK: tuple[Rule, ...] = (
	every_move_has_a_mover,
	what_is_overdue_is_listed,
	invariants_hold,
	facts_equal_a_rebuild,
)


def unclassified() -> set[str]:
	"""The DocTypes of ours with a status that no rule here knows."""
	with_status = {doctype for doctype in ours() if frappe.get_meta(doctype).has_field("status")}
	return with_status - set(AT_REST) - NO_WORK
