"""Each rule finds what it is there to find."""

from collections import defaultdict
from datetime import date
from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, add_to_date, getdate, now_datetime, today

from tests import factories as make
from tests.portal.hosting import running
from tests.year import rules
from tests.year.in_process import Message
from unlocking_opportunities.daily_work import digest, home_page

pytestmark = pytest.mark.usefixtures("empty_bells")


def world():
	"""Enough of a world for a rule: the day, and who works at the council."""
	staff = defaultdict(
		list, officer=[make.standing_user("officer")], manager=[make.standing_user("manager")]
	)
	return SimpleNamespace(today=getdate(today()), staff=staff, gone={}, readings=set(), plans={})


def found(rule, messages=()):
	return [record for record, _wrong in rule(world(), list(messages))]


def email(to="host@host.example", said="one", subject="Please call us"):
	return Message("email", to, subject, "Placement", "PLC-1", said, now_datetime())


def test_every_status_is_known():
	assert rules.unclassified() == set()


def test_control_a_message_to_someone_who_has_left():
	left, here = email("gone@council.example"), email("host@host.example")
	assert found(rules.every_message_reaches_someone, [left, here]) == ["PLC-1"]


@pytest.mark.parametrize(("minutes", "wrong"), [(-1, 1), (0, 1), (1, 0)])
def test_control_they_left_after_it_was_sent(minutes, wrong):
	there = world()
	message = email("gone@council.example")
	there.gone["gone@council.example"] = add_to_date(message.at, minutes=minutes)
	assert len([*rules.every_message_reaches_someone(there, [message])]) == wrong


def test_control_the_same_message_twice():
	assert found(rules.nobody_is_told_twice, [email(), email()]) == ["PLC-1"]
	assert found(rules.nobody_is_told_twice, [email(), email(said="another")]) == []


@pytest.mark.parametrize(
	("day", "wrong"),
	[
		("Friday 9 January 2099", 0),
		("Monday 9 January 2099", 1),
		("9 January 2099", 0),
		("Friday 9 January 2026", 1),
	],
)
def test_control_a_day_that_has_passed_or_has_another_weekday(day, wrong):
	message = email(subject=f"We're coming to see you on {day}")
	assert len(found(rules.days_in_subjects_are_right, [message])) == wrong


@pytest.mark.parametrize(("ended", "said"), [(0, 0), (-30, 0), (-5, 1)])
def test_control_a_placement_that_nobody_can_complete(frappe_site, ended, said):
	done = running(since=60)
	make.set_stored(done.placement, end_date=add_days(today(), ended), actual_start=None)
	assert found(rules.what_has_ended_can_be_completed).count(done.placement.name) == 1 - said


def test_control_an_overdue_record_on_no_list(frappe_site, monkeypatch):
	done = running(since=60)
	pledge = make.pledge()
	frappe.db.set_value(
		"Employer Pledge", pledge.name, "modified", add_days(today(), -60), update_modified=False
	)
	make.set_stored(done.placement, end_date=add_days(today(), -3))
	both = {pledge.name, done.placement.name}
	assert not both & set(found(rules.what_is_overdue_is_listed))
	monkeypatch.setattr(digest, "ROOMS", ())
	monkeypatch.setattr(home_page, "SECTIONS", ())
	assert both <= set(found(rules.what_is_overdue_is_listed))


def test_control_a_visit_on_a_day_nobody_works(frappe_site):
	done = running(days=[{"weekday": "Monday", "start_time": "10:00:00", "end_time": "14:00:00"}])
	visit = make.visit(done.placement, kind="Regular", due_on=next_tuesday())
	notice = {
		"notice": "visit",
		"about": visit.name,
		"due_on": visit.due_on,
		"employer": done.placement.employer,
	}
	make.employer_notice(**notice)
	assert done.placement.name in found(rules.hosts_are_asked_about_days_worked)


def next_tuesday() -> date:
	day = getdate(today())
	return add_days(day, (1 - day.weekday()) % 7 or 7)
