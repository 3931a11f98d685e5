"""Each morning's mail: to whom it goes, how often, in whose place, and what is on it."""

from email import message_from_string, policy
from pathlib import Path

import frappe
import pytest
from frappe.utils import add_days, getdate, today

import unlocking_opportunities
from tests import factories as make
from unlocking_opportunities.approvals import due as decisions
from unlocking_opportunities.council.roles import HS_ADVISER, MANAGER, TEAM
from unlocking_opportunities.daily_work import digest, home_page
from unlocking_opportunities.daily_work.digest import Line, lines_of
from unlocking_opportunities.employers import due as employers
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.messages.due import Due, Morning, Work
from unlocking_opportunities.placements import due as placements
from unlocking_opportunities.risk_assessments import due as risk_assessments
from unlocking_opportunities.unlocking_opportunities.doctype.absence_cover.absence_cover import (
	CoversThemselves,
	ManagerNeeded,
	NotInTheTeam,
)
from unlocking_opportunities.young_people import due as young_people


@pytest.fixture
def team(frappe_site, monkeypatch):
	make.empty_mail_queue()
	# Nobody has had a digest yet.
	monkeypatch.setattr(digest, "SENT_KEY", f"sent_on_{frappe.generate_hash(length=8)}")
	return {kind: make.standing_user(kind) for kind in ("officer", "manager", "worker", "adviser")}


def this_morning() -> Morning:
	return Morning(getdate(today()), add_days(getdate(today()), -1))


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
	return Line(Due("Placement", "PLC-2026-00001", "Baker", text), TEAM, user)


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
	assert recipients.told([team["officer"], other]) == {team["officer"], other}


def test_cover_of_cover_is_told(team):
	second, third = (make.standing_user("officer", which) for which in ("second", "third"))
	make.absence_cover(team["officer"], second)
	make.absence_cover(second, third)
	assert recipients.told([team["officer"]]) == {third}


def test_absence_over_or_yet_to_come_changes_nothing(team):
	other = make.standing_user("officer", "second")
	for first, last in ((-5, -1), (1, 5)):
		make.absence_cover(
			team["officer"], other, from_date=add_days(today(), first), to_date=add_days(today(), last)
		)
	assert recipients.told([team["officer"]]) == {team["officer"]}


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
	staff.notify([team["officer"]], "About it", ["Look"], pledge)
	assert set(frappe.get_all("Email Queue Recipient", pluck="recipient")) == {other}
	rung = set(frappe.get_all("Notification Log", {"document_name": pledge.name}, pluck="for_user"))
	assert rung == {team["officer"], other}


def of(work: Work, doc=None) -> list[Line]:
	return [found for found in lines_of(work, this_morning()) if not doc or found.due.name == doc.name]


def readers(work: Work, doc) -> list[str | tuple]:
	"""Return the user or the roles of each line about `doc`."""
	return [found.user or found.roles for found in of(work, doc)]


def test_young_people_without_a_next_step_are_counted_for_their_worker(team):
	worker, other = make.standing_user("worker", "two"), make.standing_user("worker", "three")
	for _number in range(2):
		make.young_person(worker)
	alone = make.young_person(other)
	found = {line.user: line.due for line in of(young_people.NO_STEP)}
	text = "2 of your young people have no next step. Agree one with each of them, and a date."
	assert (found[worker].name, found[worker].text) == ("", text)
	assert found[other].name == alone.name


def test_a_next_step_whose_day_has_passed_is_asked_about(team):
	done = make.young_person(team["worker"], next_step="Write a CV", next_step_by=add_days(today(), 1))
	late = make.young_person(team["worker"], next_step="Write a CV", next_step_by=add_days(today(), -1))
	assert not of(young_people.LATE_STEPS, done)
	(found,) = of(young_people.LATE_STEPS, late)
	assert found.user == team["worker"] and found.due.text.startswith("Has the next step happened?")


def test_nobody_elses_young_person_is_named_in_it_and_no_name_is(team):
	person = make.young_person(
		None, next_step="CV", next_step_by=add_days(today(), -1), preferred_name="Planted"
	)
	(found,) = of(young_people.LATE_STEPS, person)
	assert found.roles == TEAM and "Planted" not in str(found)


def test_a_late_answer_is_the_managers_too(team):
	pledge = make.set_stored(
		make.pledge(officer=team["officer"]), status="Submitted", answer_by=add_days(today(), -1)
	)
	assert readers(employers.ANSWERS, pledge) == [team["officer"], (MANAGER,)]
	make.set_stored(pledge, answer_by=today())
	assert readers(employers.ANSWERS, pledge) == [team["officer"]]


def test_a_decision_is_its_managers_until_it_is_late(team):
	placement = make.placement(make.young_person(age=16))
	request = frappe.get_doc("Decision Request", {"reference_name": placement.name})
	(found,) = of(decisions.PLACEMENTS, placement)
	assert found.user == request.asked_of and found.due.url.endswith(f"/decide/{request.name}")
	request.db_set("escalated_on", today())
	assert readers(decisions.PLACEMENTS, placement) == [(MANAGER,)]
	request.db_set("status", "Approved")
	assert not of(decisions.PLACEMENTS, placement)


def test_advice_on_a_high_rating_is_the_advisers(team):
	assessment = make.set_stored(make.assessment(), status="Submitted", overall_rating="High")
	assert readers(risk_assessments.ADVICE, assessment) == [(HS_ADVISER,)]


def test_paused_with_an_open_gate_is_not_forgotten(team):
	placement = make.placement(make.young_person(age=19), officer=team["officer"])
	make.set_stored(placement, status="Paused", gate_status="Open")
	assert readers(placements.PAUSED, placement) == [team["officer"]]
	make.set_stored(placement, gate_status="Closed")
	assert not of(placements.PAUSED, placement)


@pytest.mark.parametrize(("days", "reminded"), [(3, False), (2, True), (0, True), (-5, True)])
def test_a_visit_is_in_it_from_two_working_days_before(team, days, reminded):
	monday = getdate("2026-06-01")
	visit = make.visit(make.placement(make.young_person(age=19)), visitor=team["officer"])
	make.set_stored(visit, due_on=add_days(monday, days))
	morning = Morning(monday, add_days(monday, -1))
	found = [line.user for line in lines_of(placements.VISITS, morning) if line.due.name == visit.name]
	assert found == ([team["officer"]] if reminded else [])


@pytest.mark.parametrize(("status", "readers"), [("Proposed", 0), ("Agreed", 2)])
def test_outstanding_checks_are_in_it_once_a_placement_is_agreed(team, status, readers):
	placement = make.placement(make.young_person(age=19), officer=team["officer"])
	make.set_stored(placement, status=status, gate_status="Closed")
	found = [*of(placements.CLOSED_GATES, placement), *of(placements.PROPOSED, placement)]
	assert len(found) == readers


def test_it_says_the_day_and_never_how_far_away_it_is(team):
	"""An email may be read on another day."""
	make.empty_mail_queue()
	on = getdate("2026-06-01")
	dues = [
		Due("Placement", f"PLC-{number}", "Baker", "Look.", by=add_days(on, number), when=when)
		for number, when in ((-1, "{0}"), (0, "{0}"), (1, "Starts: {0}"))
	]
	digest.send_digest(team["officer"], dues, on)
	message = message_from_string(frappe.get_last_doc("Email Queue").message, policy=policy.default)
	text = message.get_body(("html",)).get_content()
	days = [
		text.index(day)
		for day in ("This was due by 31 May 2026.", "Due by 1 June 2026.", "Starts: 2 June 2026")
	]
	assert days == sorted(days) and "omorrow" not in text


def test_each_room_with_work_is_in_it():
	package = Path(unlocking_opportunities.__file__).parent
	rooms = {path.parent for path in package.rglob("due.py") if path.parent.name != "messages"}
	assert {Path(room.__file__).parent for room in digest.ROOMS} == rooms
	shown = {work for section in home_page.SECTIONS for work in section.work}
	unseen = [work for room in digest.ROOMS for work in room.WORK if work not in shown]
	assert unseen == [placements.CLOSING_GATES]  # the page shows the check that runs out instead
