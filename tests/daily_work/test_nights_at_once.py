"""Two nightly runs at once, on connections of their own, and the run after ten nights that were missed."""

from concurrent.futures import ThreadPoolExecutor
from email import message_from_string, policy
from threading import Barrier

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from tests import factories as make
from tests.placements.start_gate.complete import checked_agreement
from unlocking_opportunities.council import dates
from unlocking_opportunities.daily_work import digest, nightly
from unlocking_opportunities.daily_work.digest import Line
from unlocking_opportunities.messages.due import Due, Morning, weekly

PEOPLE = 6


@pytest.fixture
def readers(frappe_site, monkeypatch):
	"""Users with one line each in today's digest, which nobody has had yet."""
	users = [make.standing_user("officer", f"night{number}") for number in range(PEOPLE)]
	monkeypatch.setattr(digest, "SENT_KEY", f"sent_on_{frappe.generate_hash(length=8)}")
	monkeypatch.setattr(
		digest,
		"lines",
		lambda on: [Line(Due("Employer", user, user, "Look at it"), (), user) for user in users],
	)
	# Other tests leave records that break them, and each would be an error here.
	monkeypatch.setattr(nightly.invariants, "check", list)
	make.empty_mail_queue()
	frappe.db.delete("Error Log")
	frappe.db.commit()
	yield users
	frappe.db.rollback()
	make.empty_mail_queue()
	frappe.db.delete("Error Log")
	frappe.db.delete("DefaultValue", {"defkey": digest.SENT_KEY})
	frappe.db.commit()


def at_once(work, times: int = 2) -> list:
	"""Run `work` in threads that begin together, each connected like a worker, and return what they return."""
	site, together = frappe.local.site, Barrier(times)

	def run(_number):
		frappe.init(site=site)
		frappe.connect()
		try:
			frappe.set_user("Administrator")
			together.wait()
			return work()
		finally:
			frappe.destroy()

	frappe.db.commit()
	with ThreadPoolExecutor(times) as pool:
		return list(pool.map(run, range(times)))


def mailed(users) -> list[str]:
	"""Return which of `users` got a digest, as often as they did. What other tests left may have them mailed too."""
	frappe.db.rollback()
	digests = frappe.get_all("Email Queue", {"reference_name": ["is", "not set"]}, pluck="name")
	to = {"recipient": ["in", users], "parent": ["in", digests or [""]]}
	return sorted(frappe.get_all("Email Queue Recipient", to, pluck="recipient"))


def errors() -> list[str]:
	"""Return the titles in the Error Log, without the line that Frappe adds when a lock is taken."""
	frappe.db.rollback()
	titles = frappe.get_all("Error Log", pluck="method")
	return [title for title in titles if not title.startswith("Filelock: ")]


def test_digests_sent_at_once_reach_everyone_once(readers):
	at_once(digest.send_digests)
	assert (mailed(readers), errors()) == (sorted(readers), [])


def test_a_second_run_ends_at_once_and_says_so(readers):
	at_once(nightly.nightly)
	assert mailed(readers) == sorted(readers)
	assert errors() == ["Unlocking Opportunities: nightly job"]


def test_the_next_night_runs_again(frappe_site, monkeypatch):
	ran = []
	monkeypatch.setattr(nightly, "STEPS", {"only": lambda: ran.append(1)})
	nightly.nightly()
	nightly.nightly()
	assert ran == [1, 1]


def test_no_step_fails_or_sends_twice_when_run_at_once(readers):
	"""On a bench of several machines each has lock files of its own."""
	for name, step in nightly.STEPS.items():
		at_once(step)
		assert errors() == [], name
	assert mailed(readers) == sorted(readers)


@pytest.fixture
def neglected(frappe_site, monkeypatch):
	"""A host whose nights have been missed for ten days: an agreement that runs out soon, and visits past and to come."""
	officer = make.standing_user("officer", "night0")
	monkeypatch.setattr(frappe.db, "commit", lambda *arguments, **options: None)
	monkeypatch.setattr(digest, "SENT_KEY", f"sent_on_{frappe.generate_hash(length=8)}")
	frappe.db.set_default(digest.RAN_KEY, add_days(today(), -10))
	agreement = checked_agreement(make.site(make.employer(officer=officer)))
	make.set_stored(agreement, expires_on=add_days(today(), 5))
	placement = make.placement(
		make.young_person(), frappe.get_doc("Employer Site", agreement.site), officer=officer
	)
	for days in (-6, 1):
		make.set_stored(make.visit(placement), due_on=add_days(today(), days))
	make.empty_mail_queue()
	return officer, make.portal_access(employer=agreement.employer).email


def test_after_ten_missed_nights_nothing_goes_out_late_or_twice(neglected):
	officer, host = neglected
	for _night in range(2):
		nightly.nightly()
		assert sorted(subject.partition(" on ")[0] for subject in subjects(host)) == [
			"We're coming to see you",
			"Your checks run out",
		]
		assert len([subject for subject in subjects(officer) if subject.startswith("Your work today")]) == 1
	(visit,) = (subject for subject in subjects(host) if subject.startswith("We're coming"))
	assert visit.endswith(dates.in_full(add_days(getdate(today()), 1)))


def subjects(address: str) -> list[str]:
	queued = frappe.get_all("Email Queue Recipient", {"recipient": address}, pluck="parent")
	mails = (frappe.db.get_value("Email Queue", name, "message") for name in queued)
	return [message_from_string(mail, policy=policy.default)["Subject"] for mail in mails]


def day_kept(key):
	return frappe.db.get_value("DefaultValue", {"parent": digest.OF_THE_SITE, "defkey": key}, "defvalue")


def test_without_email_for_a_night_the_digests_follow_and_lose_nothing(readers, monkeypatch):
	monkeypatch.setattr(digest, "RAN_KEY", f"ran_on_{frappe.generate_hash(length=8)}")
	monkeypatch.setattr(digest, "TRIED_KEY", f"tried_on_{frappe.generate_hash(length=8)}")
	really = frappe.sendmail

	def down(**options):
		raise frappe.OutgoingEmailError

	monkeypatch.setattr(frappe, "sendmail", down)
	digest.send_missing()
	assert not frappe.db.exists("Error Log", {"method": ["like", "%User%"]})  # no night has run yet
	digest.send_digests()
	assert day_kept(digest.RAN_KEY) is None
	monkeypatch.setattr(frappe, "sendmail", really)
	for _hour in range(2):
		digest.send_missing()
		assert mailed(readers) == sorted(readers)
	assert day_kept(digest.RAN_KEY) == today()
	frappe.db.delete("DefaultValue", {"defkey": ["in", [digest.RAN_KEY, digest.TRIED_KEY]]})
	frappe.db.commit()


@pytest.mark.parametrize(
	("on", "since", "due"),
	[
		("2027-05-10", "2027-05-09", True),
		("2027-05-11", "2027-05-10", False),
		("2027-05-11", "2027-05-09", True),
		("2027-05-14", "2027-05-07", True),
		("2027-05-16", "2027-05-15", False),
	],
)
def test_weekly_lines_come_once_a_week_even_if_monday_was_missed(on, since, due):
	assert weekly(None, Morning(getdate(on), getdate(since))) == due
