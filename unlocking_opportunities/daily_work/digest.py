"""The digest: one email each morning to everyone who has something to do.

Each line holds a reference, what needs doing and by when, never a person's name. We record that a user's digest has been
sent, so a second run, or one after a crash, sends only the rest. If a night is missed, the next run includes the
warnings that were due on it. What is due is in the `due.py` of each room.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from functools import cache, partial

import frappe
from frappe import _
from frappe.utils import add_days, get_url, get_url_to_form, get_url_to_list, getdate, today

from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.approvals import due as decisions
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import MANAGER, SAFEGUARDING_LEAD
from unlocking_opportunities.daily_work import due as staff_roles
from unlocking_opportunities.daily_work import invariants
from unlocking_opportunities.data_protection import due as data_protection
from unlocking_opportunities.employers import due as employers
from unlocking_opportunities.mentoring import due as mentoring
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.messages.due import ALWAYS, IF_LATE, Due, Morning, Work
from unlocking_opportunities.placements import due as placements
from unlocking_opportunities.portal.public import due as visitors
from unlocking_opportunities.risk_assessments import due as risk_assessments
from unlocking_opportunities.safeguarding import due as safeguarding
from unlocking_opportunities.safeguarding.concerns import DOCTYPE as CONCERN
from unlocking_opportunities.utils.batches import one_by_one
from unlocking_opportunities.utils.retry import retry_on_conflict
from unlocking_opportunities.young_people import due as young_people

SENT_KEY = "unlocking_opportunities_digest_sent_on"
# When digests were last tried, and when any could be queued.
TRIED_KEY = "unlocking_opportunities_digests_tried_on"
RAN_KEY = "unlocking_opportunities_digests_ran_on"
OF_THE_SITE = "__default"
ROOMS = (
	safeguarding,
	decisions,
	placements,
	employers,
	visitors,
	risk_assessments,
	mentoring,
	young_people,
	data_protection,
	staff_roles,
)


@dataclass(frozen=True)
class Line:
	"""One line of a digest, for `user` or, without one, for everyone with one of `roles`.

	If the user has left and nobody covers for them, it is for `roles` too. Without a name it is about several records and
	links to their list; `records` are their names.
	"""

	due: Due
	roles: tuple[str, ...]
	user: str | None = None
	records: tuple[str, ...] = ()

	def names(self) -> tuple[str, ...]:
		"""The records that its reader must be able to open."""
		return self.records or ((self.due.name,) if self.due.name else ())


def send_digests() -> None:
	"""Send today's digest to each user who has lines and has not had it yet."""
	on = getdate(today())
	by_user = by_reader(lines(on))
	chosen = staff.choices()
	unsent = [user for user in sorted(recipients.enabled(by_user)) if _is_due(user, chosen.get(user), on)]

	retry_on_conflict(partial(_mark, TRIED_KEY, OF_THE_SITE))
	frappe.db.commit()

	def send(user: str) -> None:
		# Locked, so that two runs at once send one digest; the second then reads what the first has stored.
		frappe.db.get_value("User", user, "name", for_update=True)
		if _is_due(user, chosen.get(user), on):
			send_digest(user, by_user[user], on)
			# In the same transaction as the mail, so that a crash here neither repeats nor loses a digest.
			_mark(SENT_KEY, user)

	failed = one_by_one("User", unsent, send)
	if not unsent or len(failed) < len(unsent):
		# If none could be queued, the next run includes what was due today.
		retry_on_conflict(partial(_mark, RAN_KEY, OF_THE_SITE))
		frappe.db.commit()


def send_missing() -> None:
	"""Send today's digests that could not be queued, once that works again. Run each hour."""
	tried_on = _marked(TRIED_KEY, OF_THE_SITE)
	ran_on = _marked(RAN_KEY, OF_THE_SITE)
	if tried_on == today() and ran_on != today():
		send_digests()


def _is_due(user: str, choice: str | None, on: date) -> bool:
	"""Return whether `user` should get a digest on the day `on`: daily, or once a week (weeks start on Monday)."""
	if choice == staff.NOT_BY_EMAIL:
		return False
	last = _marked(SENT_KEY, user)
	first_day = add_days(on, -on.weekday()) if choice == staff.WEEKLY else on
	return not last or getdate(last) < first_day


def _marked(key: str, parent: str) -> str | None:
	"""Return the day stored under `key` for a user or the site. A cached value may be older than what another run stored."""
	return frappe.db.get_value("DefaultValue", {"parent": parent, "defkey": key}, "defvalue")


def _mark(key: str, parent: str) -> None:
	"""Store today under `key`. Frappe's own function would empty the whole site's cache each time."""
	if name := frappe.db.get_value("DefaultValue", {"parent": parent, "defkey": key}):
		frappe.db.set_value("DefaultValue", name, "defvalue", today(), update_modified=False)
		return
	row = frappe.new_doc("DefaultValue")
	row.update({"parent": parent, "parenttype": OF_THE_SITE, "parentfield": "system_defaults"})
	row.update({"defkey": key, "defvalue": today()})
	row.insert(ignore_permissions=True)  # no role writes it by hand


def lines(on: date) -> Iterator[Line]:
	"""Yield every line that is due on the day `on`, for all users."""
	ran_on = _marked(RAN_KEY, OF_THE_SITE)
	morning = Morning(on, min(getdate(ran_on), add_days(on, -1)) if ran_on else add_days(on, -1))
	for room in ROOMS:
		for work in room.WORK:
			yield from lines_of(work, morning)
	yield from _broken_invariants()


def lines_of(work: Work, morning: Morning) -> Iterator[Line]:
	"""Yield the lines of one kind of work: for each record's owner or those who get it without one, and for managers."""
	found = [(owner, due) for owner, due in work.lines(morning.on) if work.remind(due, morning)]
	together = _together(work, found) if work.summary else ((owner, due, ()) for owner, due in found)
	for owner, due, records in together:
		yield Line(due, work.unowned, owner, records)
		late = due.by and getdate(due.by) < morning.on
		if owner and (work.managers == ALWAYS or (work.managers == IF_LATE and late)):
			yield Line(due, (MANAGER,))


def _together(
	work: Work, found: list[tuple[str | None, Due]]
) -> Iterator[tuple[str | None, Due, tuple[str, ...]]]:
	"""Yield one line for all the records of each owner, and their names, where there is more than one."""
	by_owner: dict[str | None, list[Due]] = {}
	for owner, due in found:
		by_owner.setdefault(owner, []).append(due)
	for owner, dues in by_owner.items():
		if len(dues) == 1:
			yield owner, dues[0], ()
		else:
			text = str(work.summary).format(len(dues))
			yield owner, Due(work.doctype, "", "", text, when=""), tuple(due.name for due in dues)


def _broken_invariants() -> Iterator[Line]:
	"""Broken invariants, for managers to look into. Those of concerns are for safeguarding leads."""
	for problem in invariants.check():
		text = _("{0} ({1} in all)").format(problem.message, len(problem.names))
		due = Due(problem.doctype, problem.names[0], problem.names[0], text, when="", urgency="today")
		yield Line(due, (SAFEGUARDING_LEAD if problem.doctype == CONCERN else MANAGER,))


def by_reader(found: Iterable[Line]) -> dict[str, list[Due]]:
	"""Return what is due by the user who is told of it, see recipients.py. Nobody is told of what they may not open."""
	found = list(found)
	holders = {roles: _holders(roles) for roles in {line.roles for line in found}}
	named = {line.user for line in found if line.user}
	stand_ins = recipients.stand_ins(named.union(*holders.values()))
	here = recipients.enabled({*stand_ins, *filter(None, stand_ins.values())})

	may_open = _openers(found)

	def readers(users: Iterable[str], line: Line) -> set[str]:
		"""Of each user, their cover or else themselves: the first who is here and may open the record."""
		chosen = (
			(one for one in (stand_ins[user], user) if one in here and may_open(one, line)) for user in users
		)
		return {reader for one in chosen if (reader := next(one, None))}

	by_user: dict[str, list[Due]] = {}
	for line in found:
		owner = readers([line.user], line) if line.user else set()
		for reader in owner or readers(holders[line.roles], line):
			by_user.setdefault(reader, []).append(line.due)
	return by_user


def _holders(roles: tuple[str, ...]) -> set[str]:
	return set().union(*map(recipients.holders_of, roles)) or recipients.instead(roles)


def _openers(found: list[Line]) -> Callable[[str, Line], bool]:
	"""Return whether a user may open all that a line is about. At most one query for each user and DocType."""
	names: dict[str, set[str]] = {}
	for line in found:
		names.setdefault(line.due.doctype, set()).update(line.names())

	@cache
	def readable(user: str, doctype: str) -> set[str]:
		return row_permissions.readable(doctype, names[doctype], user)

	return lambda user, line: readable(user, line.due.doctype).issuperset(line.names())


def send_digest(user: str, for_user: Iterable[Due], on: date) -> None:
	"""Email `user` the lines, the nearest day first. A manager who is also the owner of a record gets it once."""
	unique = {(due.doctype, due.name, due.text): due for due in for_user}.values()
	rows = sorted(unique, key=lambda due: (_order(due, on), due.doctype, due.name))
	frappe.sendmail(
		recipients=[user],
		subject=_("Your work today: {0} to look at").format(len(rows)),
		template="unlocking_digest",
		args={
			"rows": [(due.name or _(due.doctype), _text(due, on), _link(due)) for due in rows],
			"url": get_url("/app/unlocking-opportunities"),
		},
	)


def _order(due: Due, on: date) -> date:
	if due.by:
		return getdate(due.by)
	return on if due.urgency in ("late", "today") else date.max


def _text(due: Due, on: date) -> str:
	"""Return what is due and by when, as sentences."""
	return f"{_sentence(due.text)} {_when(due, on)}".strip()


def _sentence(text: str) -> str:
	return text if not text or text[-1] in ".?!" else f"{text}."


def _when(due: Due, on: date) -> str:
	"""Return by when, as a date: an email may be read on another day."""
	if not due.by or due.when != "{0}":
		return _sentence(due.when.format(dates.day(due.by) if due.by else "").strip())
	if getdate(due.by) < on:
		return _("This was due by {0}.").format(dates.day(due.by))
	return _("Due by {0}.").format(dates.day(due.by))


def _link(due: Due) -> str:
	if due.url:
		return due.url
	return get_url_to_form(due.doctype, due.name) if due.name else get_url_to_list(due.doctype)
