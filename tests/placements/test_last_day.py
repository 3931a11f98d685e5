"""A placement that has run: the calendar alone neither stops it nor locks it, and someone is asked how it ended."""

from datetime import datetime, time

import frappe
import pytest
import time_machine
from frappe.utils import add_days, add_years, getdate, today

from tests import factories as make
from tests.placements.start_gate.complete import acting, complete, move
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.daily_work import digest, home_page
from unlocking_opportunities.placements import due, follow_ups, timeline
from unlocking_opportunities.placements.follow_ups import NotOverYet
from unlocking_opportunities.placements.placement_workflow import AfterLastDay, BeforeLastDay
from unlocking_opportunities.placements.start_gate import judge


@pytest.fixture
def on():
	"""Move the clock to ten in the morning of a day, until the test is over."""
	running = []

	def travel(day) -> None:
		while running:
			running.pop().stop()
		running.append(time_machine.travel(datetime.combine(getdate(day), time(10)), tick=False))
		running[0].start()

	yield travel
	while running:
		running.pop().stop()


@pytest.fixture
def ran(frappe_site, monkeypatch, on):
	"""A placement in progress on its first day, with every check passed, and its people."""
	monkeypatch.setattr(frappe.db, "commit", lambda *args, **options: None)
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **options: None)
	done = complete(age=15)
	agreed = move(done.manager, done.placement, "Agree Placement")
	ready = move(done.officer, agreed, "Mark Ready")
	on(ready.start_date)
	move(done.officer, ready, "Start Placement")
	make.empty_mail_queue()
	return done.reload()


@pytest.mark.parametrize("days", [0, 1, 2, 30, 400])
def test_the_calendar_alone_does_not_pause_it(ran, on, days):
	on(add_days(ran.placement.end_date, days))
	judge.judge_all()
	placement = make.stored(ran.placement)
	assert (placement.status, placement.pause_reason or "") == ("In Progress", "")
	assert not frappe.get_all("Email Queue", {"reference_name": placement.name})


@pytest.mark.parametrize("days", [0, 1, 30, 400])
def test_it_can_be_completed_on_its_last_day_and_long_after(ran, on, days):
	on(add_days(ran.placement.end_date, days))
	judge.judge_all()
	done = move(ran.officer, make.stored(ran.placement), "Complete Placement")
	assert (done.status, done.actual_end) == ("Completed", ran.placement.end_date)


@pytest.mark.parametrize("status", ["In Progress", "Paused"])
def test_the_officer_is_asked_on_the_page_and_in_the_digest_until_they_say(ran, on, status):
	make.set_stored(ran.placement, status=status)
	on(add_days(ran.placement.end_date, 20))

	def asked():
		lines = [line for section in acting(ran.officer, home_page.get) for line in section["lines"]]
		return [line["why"] for line in lines if line["name"] == ran.placement.name]

	(text,) = asked()
	assert text == "Its last day is over. Record how it ended, or ask a manager to extend it."
	by_user = digest.by_reader(digest.lines(add_days(getdate(ran.placement.end_date), 20)))
	assert [due.text for due in by_user[ran.officer] if due.name == ran.placement.name] == [text]
	acting(ran.officer, follow_ups.record_outcome, ran.placement.name, "Paid Job", "A job there")
	assert make.stored(ran.placement).status == "Completed"
	assert asked() in ([], ["No feedback yet from: Young Person, Host, Officer"])


@pytest.mark.parametrize(("under_18", "words"), [(1, "ask a manager to extend it"), (0, "or extend it")])
@pytest.mark.parametrize("days", [0, 3])
def test_the_line_says_who_may_extend_it(ran, under_18, words, days):
	make.set_stored(ran.placement, under_18=under_18)
	lines = due.OVER.lines(getdate(add_days(ran.placement.end_date, days)))
	(text,) = [line.text for _owner, line in lines if line.name == ran.placement.name]
	assert words in text


def test_before_the_last_day_it_is_ended_early_and_not_completed(ran, on):
	on(add_days(ran.placement.end_date, -1))
	with pytest.raises(BeforeLastDay, match="End Early"):
		move(ran.officer, make.stored(ran.placement), "Complete Placement")
	with pytest.raises(NotOverYet):
		acting(ran.officer, follow_ups.record_outcome, ran.placement.name, "Paid Job", "A job there")


def test_nothing_is_still_to_come_after_it_ended(ran, on):
	on(add_days(ran.placement.start_date, 1))
	acting(ran.officer, follow_ups.end_early, ran.placement.name, "They moved away", str(getdate()))
	events = acting(ran.officer, timeline.of_placement, ran.placement.name)
	assert [event["text"] for event in events if event["ahead"]] == []


def test_a_paused_placement_does_not_go_on_after_its_last_day(ran, on):
	make.set_stored(ran.placement, status="Paused", pause_reason="They are ill.")
	on(add_days(ran.placement.end_date, 1))
	with pytest.raises(AfterLastDay):
		move(ran.officer, make.stored(ran.placement), "Resume Placement")


# Who saves, whether the person is under 18, how many days the start and the end move, and whether that is allowed.
MOVED = [
	("officer", 1, 0, 7, False),
	("officer", 1, 7, 7, True),
	("officer", 1, 7, 14, False),
	("officer", 1, 0, -7, True),
	("manager", 1, 0, 7, True),
	("officer", 0, 0, 7, True),
]


@pytest.mark.parametrize("status", ["Agreed", "Ready", "In Progress", "Paused"])
@pytest.mark.parametrize(("kind", "under_18", "start", "end", "allowed"), MOVED)
def test_only_a_manager_makes_it_longer_for_someone_under_18(
	frappe_site, status, kind, under_18, start, end, allowed
):
	person = make.young_person(make.standing_user("worker"), age=16 if under_18 else 20)
	placement = make.set_stored(
		make.placement(person, officer=make.standing_user("officer")), status=status, pause_reason="x"
	)
	placement.update(
		{
			"start_date": add_days(placement.start_date, start),
			"end_date": add_days(placement.end_date, end),
		}
	)
	if allowed:
		acting(make.standing_user(kind), placement.save)
		return
	with pytest.raises(RoleNeeded, match="only a manager"):
		acting(make.standing_user(kind), placement.save)


def test_what_a_browser_says_of_their_age_counts_for_nothing(frappe_site):
	officer, person = make.standing_user("officer"), make.young_person(age=16)
	placement = make.set_stored(make.placement(person, officer=officer), status="Agreed")
	placement.update({"end_date": add_days(placement.end_date, 7), "under_18": 0})
	with pytest.raises(RoleNeeded, match="only a manager"):
		acting(officer, placement.save)


@pytest.mark.parametrize(("kind", "allowed"), [("officer", False), ("manager", True)])
def test_only_a_manager_moves_it_to_before_the_18th_birthday(frappe_site, kind, allowed):
	person = make.young_person(age=17)
	birthday = getdate(add_days(today(), 15))
	values = {
		"date_of_birth": add_years(birthday, -18),
		"signing_authority": "Delegated",
		"authority_seen_on": today(),
	}
	frappe.get_doc("Young Person Identity", person.name).update(values).save()
	placement = make.set_stored(
		make.placement(person, officer=make.standing_user("officer")), status="Agreed"
	)
	assert not placement.under_18
	placement.update({"start_date": add_days(birthday, -7), "end_date": add_days(birthday, 14)})
	if allowed:
		acting(make.standing_user(kind), placement.save)
		assert make.stored(placement).under_18
		return
	with pytest.raises(RoleNeeded, match="no manager has agreed"):
		acting(make.standing_user(kind), placement.save)
