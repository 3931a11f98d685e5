"""Each morning's mail: to whom it goes, how often, in whose place, and what is on it."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from tests import factories as make
from unlocking_opportunities.daily_work import digest
from unlocking_opportunities.daily_work.digest import ADVISERS, EVERYONE, MANAGERS, Line, Night
from unlocking_opportunities.messages import staff
from unlocking_opportunities.unlocking_opportunities.doctype.absence_cover.absence_cover import (
	CoversThemselves,
	ManagerNeeded,
	NotInTheTeam,
)


@pytest.fixture
def team(frappe_site):
	make.empty_mail_queue()
	frappe.db.delete("DefaultValue", {"defkey": digest.SENT_KEY})
	return {kind: make.standing_user(kind) for kind in ("officer", "manager", "worker", "adviser")}


def tonight() -> Night:
	return Night(getdate(today()), add_days(getdate(today()), -1))


def send(monkeypatch, *lines, on: str | None = None):
	"""Send the digests of the day `on` with only these `lines`, and return who was mailed."""
	make.empty_mail_queue()
	monkeypatch.setattr(digest, "lines", lambda on: iter(lines))
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	if on:
		monkeypatch.setattr(digest, "today", lambda: on)
	digest.send_digests()
	return set(frappe.get_all("Email Queue Recipient", pluck="recipient"))


def line(user, text="Look at it") -> Line:
	return Line(user, "Placement", "PLC-2026-00001", text)


def test_it_is_sent_once_a_day(team, monkeypatch):
	assert send(monkeypatch, line(team["officer"])) == {team["officer"]}
	assert send(monkeypatch, line(team["officer"])) == set()


def test_weekly_readers_have_it_once_in_a_week(team, monkeypatch):
	make.email_preference(team["officer"], "Once a Week")
	monday = add_days(getdate(today()), 7 - getdate(today()).weekday())
	for days, due in ((0, True), (1, False), (6, False), (7, True)):
		sent = send(monkeypatch, line(team["officer"]), on=str(add_days(monday, days)))
		assert (sent == {team["officer"]}) is due, days


def test_whoever_wants_no_mail_has_none(team, monkeypatch):
	make.email_preference(team["officer"], "Not by Email")
	assert send(monkeypatch, line(team["officer"])) == set()


def test_nobody_chooses_for_somebody_else(team):
	frappe.set_user(team["manager"])
	with pytest.raises(frappe.PermissionError):
		make.make("Email Preference", user=team["officer"], digest="Not by Email")


def test_cover_finds_the_lines_of_whoever_is_away(team, monkeypatch):
	other = make.standing_user("officer", "second")
	make.absence_cover(team["officer"], other)
	assert send(monkeypatch, line(team["officer"])) == {other}


def test_two_who_cover_for_each_other_are_both_told(team):
	other = make.standing_user("officer", "second")
	make.absence_cover(team["officer"], other)
	make.absence_cover(other, team["officer"])
	assert staff.in_place_of([team["officer"], other]) == {team["officer"], other}


def test_cover_of_cover_is_told(team):
	second, third = (make.standing_user("officer", which) for which in ("second", "third"))
	make.absence_cover(team["officer"], second)
	make.absence_cover(second, third)
	assert staff.in_place_of([team["officer"]]) == {third}


def test_absence_over_or_yet_to_come_changes_nothing(team):
	other = make.standing_user("officer", "second")
	for first, last in ((-5, -1), (1, 5)):
		make.absence_cover(
			team["officer"], other, from_date=add_days(today(), first), to_date=add_days(today(), last)
		)
	assert staff.in_place_of([team["officer"]]) == {team["officer"]}


def test_an_officer_enters_their_own_absence_and_a_manager_anybodys(team):
	other = make.standing_user("officer", "second")
	frappe.set_user(team["officer"])
	make.absence_cover(team["officer"], other)
	with pytest.raises(frappe.PermissionError):
		make.absence_cover(other, team["officer"])
	frappe.set_user(team["manager"])
	others = make.absence_cover(other, team["officer"])
	frappe.set_user(team["officer"])
	others = frappe.get_doc("Absence Cover", others.name)
	others.cover_by = team["manager"]
	with pytest.raises(frappe.PermissionError):
		others.save()


def test_cover_is_of_the_team_and_a_managers_is_a_manager(team):
	frappe.set_user(team["manager"])
	for away, cover, failure in (
		(team["officer"], team["officer"], CoversThemselves),
		(team["officer"], make.standing_user("employer"), NotInTheTeam),
		(team["manager"], team["officer"], ManagerNeeded),
	):
		with pytest.raises(failure):
			make.absence_cover(away, cover)


def test_urgent_mail_goes_to_both_and_whatever_they_chose(team):
	"""An alert about a child is not turned off, and not lost to an absence entered wrongly."""
	other = make.standing_user("officer", "second")
	make.absence_cover(team["officer"], other)
	make.email_preference(team["officer"], "Not by Email")
	placement = make.placement(make.young_person(age=19), officer=team["officer"])
	make.empty_mail_queue()
	make.not_here_alert(placement)
	assert set(frappe.get_all("Email Queue Recipient", pluck="recipient")) == {team["officer"], other}


def test_other_mail_goes_to_cover_alone_and_the_bell_rings_for_both(team):
	other = make.standing_user("officer", "second")
	make.absence_cover(team["officer"], other)
	pledge = make.pledge()
	make.empty_mail_queue()
	staff.people([team["officer"]], "About it", ["Look"], pledge)
	assert set(frappe.get_all("Email Queue Recipient", pluck="recipient")) == {other}
	rung = set(frappe.get_all("Notification Log", {"document_name": pledge.name}, pluck="for_user"))
	assert rung == {team["officer"], other}


def of(source, doc=None) -> list[Line]:
	return [found for found in source(tonight()) if not doc or found.name == doc.name]


def test_a_young_person_without_a_next_step_is_counted_for_their_worker(team):
	worker = make.standing_user("worker", "two")
	for _number in range(2):
		make.young_person(worker)
	(found,) = (line for line in of(digest.next_steps) if line.user == worker)
	assert (found.name, found.text) == ("", "2 without a next step. Agree one with each of them, and a date.")


def test_a_next_step_whose_day_has_passed_is_asked_about(team):
	done = make.young_person(team["worker"], next_step="Write a CV", next_step_by=add_days(today(), 1))
	late = make.young_person(team["worker"], next_step="Write a CV", next_step_by=add_days(today(), -1))
	assert not of(digest.next_steps, done)
	(found,) = of(digest.next_steps, late)
	assert found.user == team["worker"] and found.text.startswith("The next step was due by")


def test_nobody_elses_young_person_is_named_in_it_and_no_name_is(team):
	person = make.young_person(
		None, next_step="CV", next_step_by=add_days(today(), -1), preferred_name="Planted"
	)
	(found,) = of(digest.next_steps, person)
	assert found.user is EVERYONE and "Planted" not in found.text


def test_a_late_answer_is_the_managers_too(team):
	pledge = make.set_stored(
		make.pledge(officer=team["officer"]), status="Submitted", answer_by=add_days(today(), -1)
	)
	assert [found.user for found in of(digest.pledges_to_answer, pledge)] == [team["officer"], MANAGERS]
	make.set_stored(pledge, answer_by=today())
	assert [found.user for found in of(digest.pledges_to_answer, pledge)] == [team["officer"]]


def test_a_decision_is_its_managers_until_it_is_late(team):
	placement = make.placement(make.young_person(age=16))
	request = frappe.get_doc("Decision Request", {"reference_name": placement.name})
	(found,) = of(digest.decisions_waiting, request)
	assert found.user == request.asked_of and placement.name in found.text
	request.db_set("escalated_on", today())
	assert [found.user for found in of(digest.decisions_waiting, request)] == [MANAGERS]
	request.db_set("status", "Approved")
	assert not of(digest.decisions_waiting, request)


def test_advice_on_a_high_rating_is_the_advisers(team):
	assessment = make.set_stored(make.assessment(), status="Submitted", overall_rating="High")
	(found,) = of(digest.advice_waiting, assessment)
	assert found.user == ADVISERS


def test_paused_with_an_open_gate_is_not_forgotten(team):
	placement = make.placement(make.young_person(age=19), officer=team["officer"])
	make.set_stored(placement, status="Paused", gate_status="Open")
	assert [found.user for found in of(digest.paused_placements, placement)] == [team["officer"]]
	make.set_stored(placement, gate_status="Closed")
	assert not of(digest.paused_placements, placement)
