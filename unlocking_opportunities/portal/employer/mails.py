"""Emails to employers: one task each, linking to a page that needs signing in.

Mail scanners open emails and other people see them, so none names a young person, says what the programme is for, or
has a link that changes anything. Each is recorded as it is sent (Employer Notice), so that a second run, or a run after
a crash, sends only the rest.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, time, timedelta

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder import DocType
from frappe.utils import add_days, getdate, now_datetime, today
from pypika.queries import QueryBuilder

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.settings import clock, get_settings
from unlocking_opportunities.messages import email as portal_mail
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import visits
from unlocking_opportunities.portal.employer.attendance import SHOWN, monday_of, set_days
from unlocking_opportunities.rules.placement_states import HAS_RUN
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.utils import jobs
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.server_fields import changed

FRIDAY = 4
# How the notice that nobody comes after all is called.
VISIT_OFF = "visit-off"
# Statuses of a visit that nobody makes.
CALLED_OFF = ("Cancelled", "Not Possible")
# Days after its end during which feedback on a placement is asked for.
FEEDBACK_WITHIN = 30
# Days after which thanks are sent even without feedback.
THANKS_AFTER = 14


@dataclass(frozen=True)
class Mail:
	"""One email to everyone who acts for `employer`. `notice`, `about` and `on` identify it, so it is sent once."""

	employer: str
	notice: str
	about: str
	on: date
	subject: str
	line: str
	button: str
	page: str
	# The time that is told, if any.
	at_time: time | None = None

	@property
	def key(self) -> str:
		return f"{self.notice} {self.about} {self.on}"

	@property
	def content(self) -> tuple[str, ...]:
		return self.employer, self.subject, self.line, self.button, self.page


def send_all() -> None:
	"""Send what is due today and hasn't been sent. Runs nightly; safe to repeat or interrupt."""
	for source in SOURCES:
		send_unsent(list(source(getdate(today()))))


def send_unsent(mails: list[Mail]) -> None:
	"""Send those of `mails` that have not been sent yet. Those that say the same go out as one email. Commits."""
	addresses = identity.get_addresses({mail.employer for mail in mails})
	sent = _sent({mail.key for mail in mails})
	unsent = {mail.key: mail for mail in mails if mail.key not in sent and addresses.get(mail.employer)}
	alike: dict[tuple[str, ...], list[Mail]] = {}
	for _key, mail in sorted(unsent.items()):
		alike.setdefault(mail.content, []).append(mail)
	by_first = {same[0].key: same for same in alike.values()}

	def send(key: str) -> None:
		_send(by_first[key], addresses[unsent[key].employer])

	one_by_one("Employer Notice", by_first, send)


def _sent(keys: set[str]) -> set[str]:
	table = DocType("Employer Notice")
	return {
		row[0] for row in frappe.qb.from_(table).select(table.name).where(table.name.isin([*keys, ""])).run()
	}


def _send(same: list[Mail], addresses: Iterable[str]) -> None:
	"""Send the email that is the same for all of `same`, and record each."""
	for mail in same:
		_record(mail)
	mail = same[0]
	employer = frappe.get_cached_doc("Employer", mail.employer)
	for address in addresses:
		lines = [mail.line, _("Sign in with this email address. There's no password.")]
		portal_mail.send(address, mail.subject, lines, mail.button, mail.page, about=employer)


def _record(mail: Mail) -> None:
	# In the same transaction as the emails. Its name is unique, so two runs at once send it once.
	notice = frappe.new_doc("Employer Notice")
	notice.update(
		{
			"name": mail.key,
			"employer": mail.employer,
			"notice": mail.notice,
			"about": mail.about,
			"due_on": mail.on,
			# As text, because Frappe fills an empty Time with the current one.
			"at_time": str(mail.at_time) if mail.at_time else None,
		}
	)
	notice.insert(ignore_permissions=True)  # no role has permission on this log


def checks_expiring(on: date) -> Iterator[Mail]:
	"""Agreements that reach a warning in the settings before they or their insurance run out, unless being renewed."""
	settings, table = get_settings(), DocType("Host Agreement")
	steps = sorted((settings.first_warning_days, settings.second_warning_days, settings.last_warning_days))
	until = add_days(on, steps[-1])
	renewal = DocType("Host Agreement").as_("renewal")
	query = frappe.qb.from_(table).left_join(renewal).on(renewal.renewal_of == table.name)
	query = query.select(table.employer, table.name, table.expires_on, table.cover_to).where(
		renewal.name.isnull()
	)
	runs_out = table.expires_on[on:until] | table.cover_to[on:until]
	for row in query.where((table.status == "Checked") & runs_out).run(as_dict=True):
		last = min(filter(None, (row.expires_on, row.cover_to)))
		# The latest step reached is due, so a missed night is made up for.
		step = next(step for step in steps if (last - on).days <= step)
		yield Mail(
			row.employer,
			f"checks-{step}",
			row.name,
			last,
			_("Your checks run out on {0}").format(dates.in_full(last)),
			_("Please renew them before then. If nothing has changed, it only takes one answer."),
			_("Renew your checks"),
			f"/employer/checks/{row.employer}",
		)


def assessments_waiting(on: date) -> Iterator[Mail]:
	"""Risk assessments waiting for the host, once a week."""
	table = DocType("Risk Assessment")
	query = frappe.qb.from_(table).select(table.employer, table.name)
	query = query.where((table.status == "With Employer") & table.host_confirmed_on.isnull())
	for row in query.run(as_dict=True):
		yield Mail(
			row.employer,
			"assessment",
			row.name,
			monday_of(on),
			_("Please read your risk assessment"),
			_("We've written down what we talked about. Please read it and tell us if it's right."),
			_("Read the risk assessment"),
			f"/employer/assessment/{row.name}",
		)


def visits_coming(on: date) -> Iterator[Mail]:
	"""Visits within the next two working days: on the day they are booked for or, until then, due.

	One booked for a day on which nobody works has to be booked again before the host is told.
	"""
	table = DocType("Visit")
	day = visits.get_day(table)
	query = _visits_to_hosts().where(visits.is_coming(table))
	rows = query.where(day[on : add_working_days(on, 2)]).run(as_dict=True)
	told = _told_of_visits([row.name for row in rows])
	for row in rows:
		last = _last_told(told, row.name)
		if last and last.due_on >= on:
			continue  # they know, or `visits_changed` tells them
		subject = _("We're coming to see you on {0}").format(dates.in_full(row.day))
		line = _("We'd like to hear how it's going. You don't need to prepare anything. {0}")
		if row.starts_on:
			when = _("We're coming at {0}.").format(dates.at(row.starts_on.time()))
			line = f"{when} {line}"
		yield _visit_mail(row, told, "visit", row.day, subject, line.format(_other_day()))


def visits_changed(on: date) -> Iterator[Mail]:
	"""Visits whose host was told of a day that is still to come, and which have moved or been called off since.

	One that isn't booked for another day on which we could come is only taken back: the new day is told once it's booked.
	"""
	table, notice = DocType("Visit"), DocType("Employer Notice")
	about = frappe.qb.from_(notice).select(notice.about)
	about = about.where(notice.notice.like("visit%") & (notice.due_on >= on))
	query = _visits_to_hosts().where(table.status.isin(["Planned", *CALLED_OFF]) & table.name.isin(about))
	rows = query.run(as_dict=True)
	told = _told_of_visits([row.name for row in rows])
	for row in rows:
		last = _last_told(told, row.name)
		if not last or last.due_on < on or (row.status == "Not Possible" and _is_past(last)):
			continue
		before = _day_and_time(last.due_on, last.at_time)
		if row.status in CALLED_OFF:
			subject = _("We're not coming on {0}").format(dates.in_full(last.due_on))
			line = _("We said we'd come to see you on {0}. That visit is cancelled.").format(before)
			yield _visit_mail(row, told, VISIT_OFF, last.due_on, subject, line)
		elif _has_no_day(row, last, on):
			subject = _("We're not coming on {0}").format(dates.in_full(last.due_on))
			line = _(
				"We said we'd come to see you on {0}. We'll tell you the new day before we come."
			).format(before)
			yield _visit_mail(row, told, VISIT_OFF, last.due_on, subject, line)
		elif _is_other_time(row, last):
			at = row.starts_on.time() if row.starts_on else None
			subject = _("Our visit has moved to {0}").format(dates.in_full(row.day))
			line = _("We said we'd come to see you on {0}. We're now coming on {1}. {2}")
			line = line.format(before, _day_and_time(row.day, at), _other_day())
			yield _visit_mail(row, told, "visit", row.day, subject, line)


def tell_of_change(visit: Document, method: str | None = None) -> None:
	"""Tell the host soon when a visit they know of moves or is called off (Visit: on_update)."""
	if not changed(visit, "starts_on", "due_on", "status"):
		return
	if frappe.db.exists("Employer Notice", {"about": visit.name, "due_on": [">=", today()]}):
		jobs.enqueue_once(f"{__name__}.send_changed_visits")


def send_changed_visits() -> None:
	"""Job of `tell_of_change`."""
	send_unsent(list(visits_changed(getdate(today()))))


def _visits_to_hosts() -> QueryBuilder:
	table = DocType("Visit")
	query = frappe.qb.from_(table).select(
		*(table.employer, table.name, table.status, table.starts_on, table.off_day),
		visits.get_day(table).as_("day"),
	)
	return query.where(visits.is_to_host(table))


def _told_of_visits(names: list[str]) -> dict[str, list[frappe._dict]]:
	"""{visit: what its host was told of it, in order}"""
	table = DocType("Employer Notice")
	query = frappe.qb.from_(table).select(table.about, table.notice, table.due_on, table.at_time)
	query = query.where(table.about.isin([*names, ""]) & table.notice.like("visit%"))
	told: dict[str, list[frappe._dict]] = {}
	for row in query.orderby(table.creation).run(as_dict=True):
		told.setdefault(row.about, []).append(row)
	for rows in told.values():
		rows.sort(key=lambda row: int(row.notice.rpartition("-")[2]) if "-" in row.notice else 1)
	return told


def _last_told(told: dict[str, list[frappe._dict]], visit: str) -> frappe._dict | None:
	"""What the host was told last, or None if that was nothing, or that nobody comes."""
	last = told[visit][-1] if told.get(visit) else None
	return None if last and last.notice.startswith(VISIT_OFF) else last


def _has_no_day(row: frappe._dict, last: frappe._dict, on: date) -> bool:
	"""Return whether the visit is booked for a day that doesn't fit or has passed, or isn't booked any more."""
	return bool(row.off_day) or row.day < on or (last.at_time is not None and not row.starts_on)


def _is_past(last: frappe._dict) -> bool:
	"""Return whether the time that the host was told has passed, so that someone may have come."""
	if last.due_on != getdate(today()):
		return last.due_on < getdate(today())
	return bool(last.at_time) and clock(last.at_time) <= now_datetime().time()


def _is_other_time(row: frappe._dict, last: frappe._dict) -> bool:
	"""Return whether a visit has another day than its host was told, or another time if they were told one."""
	if row.day != last.due_on:
		return True
	return bool(last.at_time) and row.starts_on.time() != clock(last.at_time)


def _visit_mail(
	row: frappe._dict, told: dict[str, list], notice: str, on: date, subject: str, line: str
) -> Mail:
	number = len(told.get(row.name, ())) + 1
	return Mail(
		row.employer,
		# The first is called only "visit".
		notice if number == 1 else f"{notice}-{number}",
		row.name,
		on,
		subject,
		line,
		_("See what's planned"),
		"/employer/placements",
		row.starts_on.time() if row.starts_on and notice != VISIT_OFF else None,
	)


def _day_and_time(day: date, at: time | str | None) -> str:
	return _("{0} at {1}").format(dates.in_full(day), dates.at(at)) if at else dates.in_full(day)


def _other_day() -> str:
	phone = get_settings().programme_phone
	if phone:
		return _("If the day doesn't suit you, call {0}.").format(phone)
	return _("If the day doesn't suit you, call us.")


def attendance_of_the_week(on: date) -> Iterator[Mail]:
	"""Employers with a day without attendance since the start: from Friday of this week, until Thursday of the week before.

	Each week is asked about once. The week before is asked about late only if nobody could be asked in time.
	"""
	is_this_week = on.weekday() >= FRIDAY
	monday = monday_of(on) if is_this_week else monday_of(on) - timedelta(days=7)
	last = min(on, monday + timedelta(days=6))
	table = DocType("Placement")
	query = frappe.qb.from_(table).select(
		table.employer, table.actual_start, *(table[field] for field in SHOWN)
	)
	query = query.where((table.status == "In Progress") & (table.actual_start <= last))
	found = query.where(table.end_date >= monday).run(as_dict=True)
	set_days(found, monday, last)
	for employer in sorted({row.employer for row in found if _has_day_to_answer(row)}):
		yield Mail(
			employer,
			"attendance",
			employer,
			monday,
			_("Who came this week?") if is_this_week else _("Who came last week?"),
			_("Please tell us who came on which day. It only takes one tap for each day."),
			_("Tell us who came"),
			"/employer/attendance" if is_this_week else f"/employer/attendance/{monday}",
		)


def _has_day_to_answer(placement: frappe._dict) -> bool:
	# A placement that started late has no attendance before that, whatever its first day was to be.
	return any(not day.said and day.day >= placement.actual_start for day in placement.days)


def feedback_due(on: date) -> Iterator[Mail]:
	"""Ended placements without the host's feedback."""
	for row in _ended(on, within=FEEDBACK_WITHIN):
		if not row.given:
			yield Mail(
				row.employer,
				"feedback",
				row.name,
				row.actual_end,
				_("How did it go?"),
				_(
					"A placement with you has ended. Please tell us how it went by answering 6 short questions."
				),
				_("Tell us how it went"),
				f"/employer/feedback/{row.name}",
			)


def thanks(on: date) -> Iterator[Mail]:
	"""Completed placements with feedback, or two weeks after their end."""
	for row in _ended(on, within=FEEDBACK_WITHIN + THANKS_AFTER):
		if row.status == "Completed" and (row.given or (on - row.actual_end).days >= THANKS_AFTER):
			yield Mail(
				row.employer,
				"thanks",
				row.name,
				row.actual_end,
				_("Your certificate is ready"),
				_("Thank you for giving someone a place to learn. You can download your certificate."),
				_("Get your certificate"),
				"/employer/certificate",
			)


def _ended(on: date, within: int) -> list[frappe._dict]:
	table, given = DocType("Placement"), DocType("Placement Feedback")
	query = (
		frappe.qb.from_(table)
		.left_join(given)
		.on((given.placement == table.name) & (given.party == "Host"))
		.select(table.employer, table.name, table.status, table.actual_end, given.name.as_("given"))
		.where(table.status.isin(HAS_RUN))
	)
	return query.where(table.actual_end[add_days(on, -within) : add_days(on, -1)]).run(as_dict=True)


SOURCES: tuple[Callable[[date], Iterable[Mail]], ...] = (
	checks_expiring,
	assessments_waiting,
	visits_coming,
	visits_changed,
	attendance_of_the_week,
	feedback_due,
	thanks,
)
