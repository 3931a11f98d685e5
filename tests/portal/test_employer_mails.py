"""Emails to employers, read where they arrive."""

import re
from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from tests import factories as make
from tests.placements.start_gate.complete import checked_agreement
from tests.portal.hosting import finished, monday, running, taken_out_again
from tests.portal.test_employer_functions import sent_to_host
from unlocking_opportunities.council import dates
from unlocking_opportunities.placements import visit_planning
from unlocking_opportunities.portal import identity
from unlocking_opportunities.portal.employer import mails, placements

# Words that no email to a host may contain.
NEVER = ("care", "looked after", "Robin", "young person", "council holds", "social")


@pytest.fixture(scope="module", autouse=True)
def nothing_stays(connected_site):
	with taken_out_again():
		yield


@pytest.fixture(autouse=True)
def host(frappe_site, monkeypatch):
	"""Commit nothing; each test reads its own writes."""
	monkeypatch.setattr(frappe.db, "commit", lambda *arguments, **options: None)
	frappe.db.delete("Email Queue")


def send(source, on=None):
	mails.send_unsent(list(source(getdate(on or today()))))


def invited(employer):
	return make.portal_access(employer=employer).email


def queued(address):
	names = frappe.get_all("Email Queue Recipient", {"recipient": address}, pluck="parent")
	return [frappe.get_doc("Email Queue", name) for name in names]


def read(mail):
	"""Return the subject, text and links of a queued mail."""
	import email
	import email.policy

	message = email.message_from_string(mail.message, policy=email.policy.default)
	html = message.get_body(("html",)).get_content()
	text = " ".join(re.sub(r"<[^>]+>", " ", re.sub(r"(?s)<(style|head).*?</\1>", " ", html)).split())
	return message["Subject"], text, re.findall(r'href="([^"]+)"', html)


def only_mail(address):
	(mail,) = queued(address)
	subject, text, links = read(mail)
	for word in NEVER:
		assert word.lower() not in f"{subject} {text}".lower(), word
	(link,) = {link for link in links if "/employer" in link}
	return subject, link


def test_expiring_checks_are_mailed_once_per_warning():
	agreement = checked_agreement(make.site())
	address = invited(agreement.employer)
	make.set_stored(agreement, expires_on=add_days(today(), 60))
	send(mails.checks_expiring)
	send(mails.checks_expiring)
	subject, link = only_mail(address)
	assert subject.startswith("Your checks run out on ")
	assert link.endswith(f"/employer/checks/{agreement.employer}")
	send(mails.checks_expiring, add_days(today(), 10))
	assert len(queued(address)) == 1
	send(mails.checks_expiring, add_days(today(), 31))
	assert len(queued(address)) == 2
	agreement.renew(nothing_changed=True)
	send(mails.checks_expiring, add_days(today(), 55))
	assert len(queued(address)) == 2


def test_everyone_with_access_is_mailed():
	agreement = checked_agreement(make.site())
	make.set_stored(agreement, expires_on=add_days(today(), 5))
	first, second = invited(agreement.employer), invited(agreement.employer)
	gone = make.set_stored(make.portal_access(employer=agreement.employer), revoked=1).email
	send(mails.checks_expiring)
	assert [len(queued(address)) for address in (first, second, gone)] == [1, 1, 0]


@pytest.fixture
def working():
	"""Return how to make a placement that works on some weekdays, from one day to another, for a host with access.

	The weeks are those round Christmas 2026: the 25th is a Friday, the 28th (in place of the 26th) is a bank holiday too.
	"""

	def make_one(
		weekdays: str, first: str = "2026-12-01", last: str = "2027-01-31", said: tuple = (), **values
	):
		days = [
			{"weekday": day, "start_time": "10:00:00", "end_time": "15:00:00"} for day in weekdays.split()
		]
		done = running(days=days)
		placement = make.set_stored(done.placement, start_date=first, end_date=last, **values)
		for day in said:
			placement.append("attendance", {"attended_on": day, "attendance": "Present"}).db_insert()
		return invited(placement.employer)

	return make_one


WEEKDAYS = "Monday Tuesday Wednesday Thursday Friday"


@pytest.mark.parametrize(
	("weekdays", "values", "on", "asked"),
	[
		# In the week that ends, from Friday on, about every day so far.
		(WEEKDAYS, {"first": "2026-12-14"}, "2026-12-17", ""),
		(WEEKDAYS, {}, "2026-12-18", "Who came this week?"),
		(WEEKDAYS, {}, "2026-12-20", "Who came this week?"),
		# The server was down from Friday to Sunday: the week after, until Thursday.
		(WEEKDAYS, {}, "2026-12-21", "Who came last week?"),
		(WEEKDAYS, {}, "2026-12-24", "Who came last week?"),
		# Nobody works on a bank holiday, unless the placement does.
		("Friday", {}, "2026-12-25", ""),
		("Friday", {"works_bank_holidays": 1}, "2026-12-25", "Who came this week?"),
		("Monday", {}, "2027-01-01", ""),
		# Every day is recorded already.
		("Monday Tuesday", {"said": ("2026-12-14", "2026-12-15")}, "2026-12-18", ""),
		("Monday Tuesday", {"said": ("2026-12-14",)}, "2026-12-18", "Who came this week?"),
		# It began on Wednesday, or ended on Tuesday; the other days of the week don't count.
		("Monday Wednesday", {"first": "2026-12-16", "said": ("2026-12-16",)}, "2026-12-18", ""),
		("Monday Wednesday", {"last": "2026-12-15", "said": ("2026-12-14",)}, "2026-12-18", ""),
		("Saturday", {}, "2026-12-17", "Who came last week?"),
		("Saturday", {}, "2026-12-18", ""),
		("Saturday", {}, "2026-12-19", "Who came this week?"),
		# Not about a week before the first day.
		("Saturday", {"first": "2026-12-18"}, "2026-12-17", ""),
	],
)
def test_attendance_is_asked_for_days_worked_and_not_recorded(working, weekdays, values, on, asked):
	address = working(weekdays, **values)
	send(mails.attendance_of_the_week, on)
	send(mails.attendance_of_the_week, on)
	assert [read(mail)[0] for mail in queued(address)] == ([asked] if asked else [])


def test_a_week_is_asked_about_once(working):
	address = working(WEEKDAYS)
	for day in range(18, 25):
		send(mails.attendance_of_the_week, f"2026-12-{day}")
	assert len(queued(address)) == 1


def test_the_link_of_last_week_leads_to_last_week(working):
	address = working(WEEKDAYS)
	send(mails.attendance_of_the_week, "2026-12-22")
	assert only_mail(address)[1].endswith("/employer/attendance/2026-12-14")


def test_a_visit_is_announced_for_the_day_it_is_booked():
	done = running()
	address = invited(done.placement.employer)
	frappe.db.delete("Visit", {"employer": done.placement.employer})
	visit = make.visit(done.placement, due_on="2026-12-11")
	make.set_stored(visit, starts_on="2026-12-16 10:00:00", ends_on="2026-12-16 11:00:00")
	send(mails.visits_coming, "2026-12-10")
	assert queued(address) == []
	send(mails.visits_coming, "2026-12-15")
	assert only_mail(address)[0] == "We're coming to see you on Wednesday 16 December 2026"


def test_visit_is_announced():
	done = running()
	address = invited(done.placement.employer)
	frappe.db.delete("Visit", {"employer": done.placement.employer})
	make.visit(done.placement, due_on=add_days(today(), 1))
	send(mails.visits_coming)
	send(mails.visits_coming)
	assert only_mail(address)[0].startswith("We're coming to see you on ")


@pytest.fixture
def visited(monkeypatch):
	"""A visit tomorrow that the host has been told of; the address, and functions to change it and to read new mails."""
	monkeypatch.setattr(frappe, "enqueue", lambda *arguments, **options: None)
	done = running()
	address = invited(done.placement.employer)
	frappe.db.delete("Visit", {"employer": done.placement.employer})
	visit = make.visit(done.placement, due_on=add_days(today(), 1))
	return SimpleNamespace(visit=visit, address=address, placement=done.placement)


def told(visited, on=None) -> list[str]:
	"""Run the night twice and return the subjects of the mails that came of it."""
	make.empty_mail_queue()
	for _time in range(2):
		send(mails.visits_coming, on)
		send(mails.visits_changed, on)
	return [read(mail)[0] for mail in queued(visited.address)]


def change(visited, **values):
	doc = frappe.get_doc("Visit", visited.visit.name)
	doc.update(values)
	doc.save()


def on(day, words="Our visit has moved to {0}") -> str:
	return words.format(dates.in_full(day))


COMING, OFF = "We're coming to see you on {0}", "We're not coming on {0}"


def test_a_moved_visit_is_told_once_for_each_move(visited):
	first, second = getdate(add_days(today(), 1)), getdate(add_days(today(), 9))
	assert told(visited) == [on(first, COMING)]
	assert told(visited) == []
	change(visited, starts_on=f"{second} 14:00:00")
	assert told(visited) == [on(second)]
	assert told(visited) == []
	change(visited, starts_on=f"{second} 15:30:00")
	assert told(visited) == [on(second)]
	change(visited, starts_on=f"{first} 10:00:00")
	assert told(visited) == [on(first)]
	(mail,) = queued(visited.address)
	text = read(mail)[1]
	assert f"{dates.in_full(second)} at 3:30pm" in text and f"{dates.in_full(first)} at 10am" in text
	assert told(visited, second) == [], "nothing about a day that is past"


@pytest.mark.parametrize(
	"values",
	[
		{"starts_on": 3, "off_day": 1},
		{"starts_on": -5},
		{"starts_on": None},
	],
)
def test_a_booking_without_a_day_that_fits_is_only_taken_back(visited, values):
	day = getdate(visited.visit.due_on)
	make.set_stored(visited.visit, starts_on=f"{day} 14:00:00")
	assert told(visited) == [on(day, COMING)]
	if values["starts_on"]:
		values = {**values, "starts_on": f"{add_days(today(), values['starts_on'])} 10:00:00"}
	make.set_stored(visited.visit, due_on=add_days(today(), 12), **values)
	assert told(visited) == [on(day, OFF)]
	text = read(queued(visited.address)[0])[1]
	assert "We'll tell you the new day before we come" in text and "now coming" not in text
	assert told(visited) == []
	again = getdate(add_days(today(), 2))
	make.set_stored(visited.visit, starts_on=f"{again} 09:00:00", off_day=0)
	assert told(visited) == [on(again, COMING)]


def test_booked_for_the_day_that_the_host_knows_is_not_told_again(visited):
	assert len(told(visited)) == 1
	change(visited, starts_on=f"{visited.visit.due_on} 14:00:00")
	assert told(visited) == []


def test_a_booked_visit_is_announced_with_its_time(visited):
	change(visited, starts_on=f"{visited.visit.due_on} 14:00:00")
	assert told(visited) == [on(visited.visit.due_on, COMING)]
	assert "We're coming at 2pm." in read(queued(visited.address)[0])[1]


def test_a_cancelled_visit_is_told_once_and_told_anew_if_it_is_on_again(visited):
	day = getdate(visited.visit.due_on)
	told(visited)
	visit_planning.cancel_planned(visited.placement.name)
	assert told(visited) == [on(day, OFF)]
	assert told(visited) == []
	make.set_stored(visited.visit, status="Planned")
	assert told(visited) == [on(day, COMING)]


def test_a_visit_that_is_not_possible_is_told_like_a_cancelled_one(visited):
	day = getdate(visited.visit.due_on)
	told(visited)
	change(visited, reason_not_possible="Officer ill")
	assert make.stored(visited.visit).status == "Not Possible"
	assert told(visited) == [on(day, OFF)]
	assert told(visited) == []


@pytest.mark.parametrize(
	("days", "at", "news"),
	[
		(-1, None, False),
		(-1, "14:00:00", False),
		(0, "00:01:00", False),
		(0, "23:59:59", True),
		(0, None, True),
	],
)
def test_nobody_is_told_of_a_past_visit_that_was_not_possible(visited, days, at, news):
	day = getdate(add_days(today(), days))
	make.set_stored(visited.visit, due_on=day, starts_on=f"{day} {at}" if at else None)
	assert told(visited, day) == [on(day, COMING)]
	make.set_stored(visited.visit, status="Not Possible")
	assert told(visited) == ([on(day, OFF)] if news else [])


@pytest.mark.parametrize(
	("values", "shown"),
	[
		({"due_on": 1}, 1),
		({"due_on": 1, "starts_on": 3}, 3),
		({"due_on": -2, "starts_on": 3}, 3),
		({"due_on": 1, "starts_on": -1}, None),
		({"due_on": 1, "starts_on": 3, "off_day": 1}, None),
		({"due_on": 1, "status": "Not Possible"}, None),
		({"due_on": 1, "kind": "First-day Call"}, None),
	],
)
def test_the_page_names_the_day_of_the_mail(visited, values, shown):
	day = {
		field: add_days(today(), days) for field, days in values.items() if field in ("due_on", "starts_on")
	}
	if "starts_on" in day:
		day["starts_on"] += " 10:00:00"
	make.set_stored(visited.visit, **{**values, **day})
	visitor = identity.Visitor(
		visited.address, (identity.Access("", "Employer", visited.placement.employer, None, None),), None
	)
	page = placements.get_placement(visitor, visited.placement.name)
	assert page.next_visit == (getdate(add_days(today(), shown)) if shown else None)


def test_the_visitor_reads_that_the_host_will_be_told_only_if_they_know_of_it(visited):
	def says_so():
		doc = frappe.get_doc("Visit", visited.visit.name)
		doc.run_method("onload")
		return doc.get_onload("host_was_told")

	assert not says_so()
	told(visited)
	assert says_so()


def test_what_the_host_was_never_told_needs_no_news(visited):
	change(visited, due_on=add_days(today(), 20))
	assert told(visited) == []
	visit_planning.cancel_planned(visited.placement.name)
	assert told(visited) == []


def test_a_change_is_told_soon_and_not_only_at_night(visited, monkeypatch):
	told(visited)
	soon = []
	monkeypatch.setattr(mails.jobs, "enqueue_once", lambda method, **options: soon.append(method))
	change(visited, notes="Bring the list")
	assert soon == []
	change(visited, starts_on=f"{add_days(today(), 9)} 14:00:00")
	assert soon == ["unlocking_opportunities.portal.employer.mails.send_changed_visits"]
	make.empty_mail_queue()
	mails.send_changed_visits()
	assert len(queued(visited.address)) == 1


def test_no_attendance_is_asked_for_before_a_late_start():
	done = running(since=14)
	make.set_stored(done.placement, actual_start=add_days(monday(), 5))
	address = invited(done.placement.employer)
	send(mails.attendance_of_the_week, add_days(monday(), 4))
	assert queued(address) == []
	send(mails.attendance_of_the_week, add_days(monday(), 5))
	assert only_mail(address)[0] == "Who came this week?"


def test_two_visits_on_one_day_are_announced_once():
	done = running()
	address = invited(done.placement.employer)
	frappe.db.delete("Visit", {"employer": done.placement.employer})
	for kind in ("Regular", "Extra"):
		make.visit(done.placement, kind=kind, due_on=add_days(today(), 1))
	send(mails.visits_coming)
	send(mails.visits_coming)
	only_mail(address)
	make.visit(done.placement, due_on=today())
	send(mails.visits_coming)
	assert len(queued(address)) == 2


def test_feedback_request_then_thanks():
	done = running()
	over = finished(done)
	address = invited(over.employer)
	for source in (mails.feedback_due, mails.thanks):
		send(source)
	assert only_mail(address)[0] == "How did it go?"
	make.placement_feedback(over)
	for source in (mails.feedback_due, mails.thanks):
		send(source)
		send(source)
	assert sorted(read(mail)[0] for mail in queued(address)) == [
		"How did it go?",
		"Your certificate is ready",
	]


def test_thanks_without_feedback_after_two_weeks():
	done, other = running(), running()
	finished(done, days_ago=15), finished(other, days_ago=15, status="Ended Early")
	addresses = invited(done.placement.employer), invited(other.placement.employer)
	send(mails.thanks)
	assert [len(queued(address)) for address in addresses] == [1, 0]


def test_waiting_assessment_is_mailed_once_a_week():
	assessment = sent_to_host()
	address = invited(assessment.employer)
	send(mails.assessments_waiting)
	send(mails.assessments_waiting)
	assert only_mail(address)[1].endswith(f"/employer/assessment/{assessment.name}")


def test_failed_mail_is_retried_and_blocks_no_other(monkeypatch):
	first, second = sent_to_host(), sent_to_host()
	addresses = invited(first.employer), invited(second.employer)
	really = mails.portal_mail.send

	def failing(to, *arguments, **options):
		if to == addresses[0]:
			raise OSError("no mail server")
		really(to, *arguments, **options)

	rolled_back = frappe.db.rollback
	monkeypatch.setattr(
		frappe.db,
		"rollback",
		lambda *a, **k: frappe.db.delete("Employer Notice", {"employer": first.employer}),
	)
	monkeypatch.setattr(mails.portal_mail, "send", failing)
	send(mails.assessments_waiting)
	assert [len(queued(address)) for address in addresses] == [0, 1]
	monkeypatch.setattr(mails.portal_mail, "send", really)
	monkeypatch.setattr(frappe.db, "rollback", rolled_back)
	send(mails.assessments_waiting)
	assert [len(queued(address)) for address in addresses] == [1, 1]


def test_mail_arrives(mailbox, monkeypatch):
	"""Through the queue to the mail server, as the nightly job sends it."""
	monkeypatch.undo()
	assessment = sent_to_host()
	address = invited(assessment.employer)
	frappe.db.commit()
	mails.send_all()
	mailbox.send_queue()
	message = mailbox.wait_for(to=address)
	assert message["Subject"] == "Please read your risk assessment"
	body = message.get_body(("html",)).get_content()
	assert f"/employer/assessment/{assessment.name}" in body
	make.set_stored(assessment, status="Draft")
	frappe.db.commit()
