"""Emails to employers: one task each, linking to a page that needs signing in.

Mail scanners open emails and other people see them, so none names a young person, says what the programme is for, or
has a link that changes anything. Each is recorded as it is sent (Employer Notice), so that a second run, or a run after
a crash, sends only the rest.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe import _
from frappe.query_builder import DocType
from frappe.query_builder.functions import Coalesce, Date
from frappe.utils import add_days, getdate, today

from unlocking_opportunities.council import dates
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import email as portal_mail
from unlocking_opportunities.portal.employer.attendance import SHOWN, monday_of, set_days
from unlocking_opportunities.rules.placement_states import HAS_RUN
from unlocking_opportunities.rules.working_days import add_working_days
from unlocking_opportunities.utils.batches import one_by_one

FRIDAY = 4
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

	@property
	def key(self) -> str:
		return f"{self.notice} {self.about} {self.on}"


def send_all() -> None:
	"""Send what is due today and hasn't been sent. Runs nightly; safe to repeat or interrupt."""
	for source in SOURCES:
		send_unsent(list(source(getdate(today()))))


def send_unsent(mails: list[Mail]) -> None:
	"""Send those of `mails` that have not been sent yet. Commits."""
	addresses = _addresses({mail.employer for mail in mails})
	sent = _sent({mail.key for mail in mails})
	unsent = {mail.key: mail for mail in mails if mail.key not in sent and addresses.get(mail.employer)}

	def send(key: str) -> None:
		_send(unsent[key], addresses[unsent[key].employer])

	one_by_one("Employer Notice", sorted(unsent), send)


def _addresses(employers: set[str]) -> dict[str, list[str]]:
	"""{employer: addresses of the people who act for it, in the order of their invitations}"""
	access = DocType("Portal Access")
	query = frappe.qb.from_(access).select(access.employer, access.email).where(access.kind == "Employer")
	query = query.where((access.revoked == 0) & access.employer.isin([*employers, ""]))
	found: dict[str, list[str]] = {}
	for employer, email in query.orderby(access.creation).run():
		found.setdefault(employer, []).append(email)
	return found


def _sent(keys: set[str]) -> set[str]:
	table = DocType("Employer Notice")
	return {
		row[0] for row in frappe.qb.from_(table).select(table.name).where(table.name.isin([*keys, ""])).run()
	}


def _send(mail: Mail, addresses: Iterable[str]) -> None:
	# In the same transaction as the emails. Its name is unique, so two runs at once send it once.
	notice = frappe.new_doc("Employer Notice")
	notice.update(
		{
			"name": mail.key,
			"employer": mail.employer,
			"notice": mail.notice,
			"about": mail.about,
			"due_on": mail.on,
		}
	)
	notice.insert(ignore_permissions=True)  # no role has permission on this log
	for address in addresses:
		lines = [mail.line, _("Sign in with this email address. There's no password.")]
		portal_mail.send(address, mail.subject, lines, mail.button, mail.page)


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
	"""Visits within the next two working days: on the day they are booked for or, until then, due."""
	table, phone = DocType("Visit"), get_settings().programme_phone
	other_day = _("If the day doesn't suit you, call us.")
	if phone:
		other_day = _("If the day doesn't suit you, call {0}.").format(phone)
	day = Coalesce(Date(table.starts_on), table.due_on)
	query = frappe.qb.from_(table).select(table.employer, table.name, day.as_("day"))
	query = query.where((table.status == "Planned") & table.kind.notin(["First-day Call"]))
	for row in query.where(day[on : add_working_days(on, 2)]).run(as_dict=True):
		yield Mail(
			row.employer,
			"visit",
			row.name,
			row.day,
			_("We're coming to see you on {0}").format(dates.in_full(row.day)),
			_("We'd like to hear how it's going. You don't need to prepare anything. {0}").format(other_day),
			_("See what's planned"),
			"/employer/placements",
		)


def attendance_of_the_week(on: date) -> Iterator[Mail]:
	"""Employers with a day without attendance: from Friday of this week, until Thursday of the week before.

	Each week is asked about once. The week before is asked about late only if nobody could be asked in time.
	"""
	is_this_week = on.weekday() >= FRIDAY
	monday = monday_of(on) if is_this_week else monday_of(on) - timedelta(days=7)
	last = min(on, monday + timedelta(days=6))
	table = DocType("Placement")
	query = frappe.qb.from_(table).select(table.employer, *(table[field] for field in SHOWN))
	query = query.where((table.status == "In Progress") & (table.start_date <= last))
	found = query.where(table.end_date >= monday).run(as_dict=True)
	set_days(found, monday, last)
	for employer in sorted({row.employer for row in found if not all(day.said for day in row.days)}):
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
	attendance_of_the_week,
	feedback_due,
	thanks,
)
