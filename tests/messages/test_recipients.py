"""Who is told when people are away or have left: someone always is."""

import frappe
import pytest
from frappe.utils import add_days, add_to_date, getdate, now_datetime, today

from tests import factories as make
from tests.placements.start_gate.complete import acting
from unlocking_opportunities.council.roles import (
	ADMINISTRATOR,
	MANAGER,
	OFFICER,
	SAFEGUARDING_LEAD,
)
from unlocking_opportunities.daily_work import digest, home_page
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.safeguarding import concerns, not_here


@pytest.fixture
def team(frappe_site, monkeypatch):
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **options: None)
	make.empty_mail_queue()
	return {
		kind: make.standing_user(kind) for kind in ("officer", "manager", "worker", "lead", "administrator")
	}


def leave(*users: str) -> None:
	for user in users:
		frappe.db.set_value("User", user, "enabled", 0)


def nobody_has(*roles: str) -> None:
	for role in roles:
		leave(*recipients.holders_of(role))


def bells(doc) -> set[str]:
	return set(frappe.get_all("Notification Log", {"document_name": doc.name}, pluck="for_user"))


def mailed(doc) -> set[str]:
	queued = frappe.get_all("Email Queue", {"reference_name": doc.name}, pluck="name")
	return set(frappe.get_all("Email Queue Recipient", {"parent": ["in", queued or [""]]}, pluck="recipient"))


def test_the_rule_step_by_step(team):
	officer, cover = team["officer"], make.standing_user("officer", "second")
	make.standing_user("officer", "third")  # who is left
	assert recipients.told([officer]) == {officer}
	make.absence_cover(officer, cover)
	assert recipients.told([officer]) == {cover}
	leave(cover)
	assert recipients.told([officer]) == {officer}
	leave(officer)
	assert recipients.told([officer]) == recipients.holders_of(OFFICER) != set()
	nobody_has(OFFICER)
	assert recipients.told([officer]) == recipients.holders_of(MANAGER) != set()
	nobody_has(MANAGER)
	assert recipients.told([officer]) == recipients.holders_of(ADMINISTRATOR) != set()
	nobody_has(ADMINISTRATOR)
	assert recipients.told([officer]) == recipients.holders_of("System Manager")


def running(team):
	of = make.placement(make.young_person(worker=team["worker"]), officer=team["officer"])
	make.set_stored(of, status="In Progress", actual_start=today(), start_date=today())
	return make.stored(of)


def test_not_here_reaches_the_officers_once_officer_and_worker_have_left(team):
	of = running(team)
	leave(team["officer"], team["worker"])
	report = make.not_here_alert(of)
	assert bells(report) == mailed(report) == recipients.holders_of(OFFICER) != set()
	assert make.stored(report).alerts_sent == 1


def test_an_alert_that_reaches_nobody_does_not_count_and_is_sent_with_the_next_run(team, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	of = running(team)
	with monkeypatch.context() as nobody:
		nobody.setattr(staff, "notify", lambda *args, **options: set())
		report = make.not_here_alert(of)
	assert make.stored(report).alerts_sent == 0 and not make.stored(report).last_alert_on
	not_here.alert_again()
	assert make.stored(report).alerts_sent == 1
	assert {team["officer"], team["worker"]} <= mailed(report)


def test_a_concern_without_a_lead_reaches_managers_who_learn_nothing_of_it(team, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	nobody_has(SAFEGUARDING_LEAD)
	told = acting(team["officer"], concerns.raise_concern, "A Young Person")
	assert told["leads_told"] == 0
	settings, referral = make.settings(), frappe.get_doc(concerns.DOCTYPE, told["reference"])
	expected = recipients.holders_of(MANAGER) | recipients.holders_of("System Manager")
	assert bells(settings) == mailed(settings) == expected
	mails = frappe.get_all("Email Queue", {"reference_name": settings.name}, pluck="message")
	assert not any(referral.name in mail for mail in mails)
	assert bells(referral) == set()

	make.empty_mail_queue()
	late = add_to_date(now_datetime(), minutes=-1000)
	referral.db_set("last_alert_on", late)
	concerns.alert_again()
	assert mailed(settings) == expected

	lead = make.standing_user("lead", "new")
	referral.db_set("last_alert_on", late)
	concerns.alert_again()
	assert lead in mailed(referral)


@pytest.mark.parametrize("left", [(), (OFFICER,), (OFFICER, MANAGER)], ids=["officers", "managers", "admins"])
def test_what_a_leavers_records_need_reaches_whoever_is_left(team, left):
	of = running(team)
	leave(team["officer"])
	nobody_has(*left)
	expected = recipients.instead((OFFICER,))
	asked = make.placement_request(of)
	answered = make.placement_answer(of)
	for record in (asked, answered):
		assert mailed(record) == expected != set(), record.doctype


def test_every_line_of_a_leaver_is_on_colleagues_digests_and_home_pages(team, monkeypatch):
	monkeypatch.setattr(home_page, "SHOWN", 500)
	of = make.placement(make.young_person(), officer=team["officer"], start_date=add_days(today(), 3))
	make.set_stored(of, status="Agreed", gate_status="Closed")
	colleague = make.standing_user("officer", "second")

	def own(user):
		sections = acting(user, home_page.get)
		return {line["name"] for section in sections for line in section["lines"]}

	assert of.name not in own(colleague)
	leave(team["officer"])
	assert of.name in own(colleague)
	lines = [line for line in digest.lines(getdate(today())) if line.user == team["officer"]]
	assert lines
	by_user = digest.by_reader(lines)
	for line in lines:
		assert any(line.due in dues for dues in by_user.values()), line
	assert team["officer"] not in by_user


def test_managers_work_never_falls_to_officers(team):
	nobody_has(MANAGER)
	assert not recipients.told((), roles=(MANAGER,)) & recipients.holders_of(OFFICER)


@pytest.mark.parametrize("role", [OFFICER, MANAGER, SAFEGUARDING_LEAD])
def test_administrators_see_which_role_nobody_has(team, role):
	def shown():
		sections = acting(team["administrator"], home_page.get)
		return [
			line["title"] for section in sections if section["only_when_due"] for line in section["lines"]
		]

	assert role not in shown()
	nobody_has(role)
	assert role in shown()
	by_user = digest.by_reader(digest.lines(getdate(today())))
	assert any(due.title == role for due in by_user[team["administrator"]])
