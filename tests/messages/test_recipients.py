"""Who is told when people are away or have left: someone always is."""

import frappe
import pytest
from frappe.utils import add_days, add_to_date, getdate, now_datetime, today

from tests import factories as make
from tests.placements.start_gate.complete import acting
from unlocking_opportunities.council import dates
from unlocking_opportunities.council.roles import (
	ADMINISTRATOR,
	MANAGER,
	OFFICER,
	SAFEGUARDING_LEAD,
)
from unlocking_opportunities.daily_work import digest, home_page
from unlocking_opportunities.messages import recipients, staff
from unlocking_opportunities.safeguarding import concerns, not_here
from unlocking_opportunities.unlocking_opportunities.doctype.absence_cover.absence_cover import (
	OverlappingCover,
)


@pytest.fixture
def team(frappe_site, monkeypatch):
	monkeypatch.setattr(frappe, "enqueue", lambda *args, **options: None)
	make.empty_mail_queue()
	frappe.db.delete("DefaultValue", {"defkey": concerns.ASKED_KEY})
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
	make.user("officer")
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


def messages_of(doc) -> list[str]:
	return frappe.get_all("Email Queue", {"reference_name": doc.name}, pluck="name")


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
	acting(team["officer"], concerns.raise_concern, "A Young Person")
	concerns.alert_again()
	assert len(messages_of(settings)) <= 2, "one for who may give roles, one for the others"
	assert bells(settings) == mailed(settings) == expected
	mails = frappe.get_all("Email Queue", {"reference_name": settings.name}, pluck="message")
	assert not any(referral.name in mail for mail in mails)
	assert bells(referral) == set()

	make.empty_mail_queue()
	late = add_to_date(now_datetime(), minutes=-1000)
	frappe.db.set_value("DefaultValue", {"defkey": concerns.ASKED_KEY}, "defvalue", str(late))
	concerns.alert_again()
	concerns.alert_again()
	assert mailed(settings) == expected
	assert len(messages_of(settings)) <= 2

	lead = make.user("lead")
	concerns.alert_again()
	assert mailed(referral) == {lead}


def test_a_new_lead_is_told_with_the_next_run_of_what_a_former_lead_was_told(team, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	told = acting(team["officer"], concerns.raise_concern, "A Young Person")
	referral = frappe.get_doc(concerns.DOCTYPE, told["reference"])
	nobody_has(SAFEGUARDING_LEAD)
	concerns.alert_again()
	referral.db_set("last_alert_on", add_to_date(now_datetime(), minutes=-1000))
	concerns.alert_again()
	lead = make.user("lead")
	concerns.alert_again()
	assert lead in mailed(referral)


def test_who_may_give_roles_gets_a_button_to_the_users(team):
	nobody_has(SAFEGUARDING_LEAD)
	system = make.user("manager")
	make.make("Has Role", parent=system, parenttype="User", parentfield="roles", role="System Manager")
	acting(team["officer"], concerns.raise_concern, "A Young Person")
	for name in messages_of(make.settings()):
		to = set(frappe.get_all("Email Queue Recipient", {"parent": name}, pluck="recipient"))
		has_button = "Open the list of users" in frappe.db.get_value("Email Queue", name, "message")
		assert has_button == (system in to)
		assert not (system in to and team["manager"] in to)


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


def test_a_visit_that_its_visitor_may_not_open_is_the_teams(team, monkeypatch):
	"""The young person has another worker since."""
	monkeypatch.setattr(home_page, "SHOWN", 500)
	person = make.young_person(worker=team["worker"])
	visit = make.visit(
		make.placement(person, officer=team["officer"]), due_on=today(), visitor=team["worker"]
	)
	colleague = make.standing_user("officer", "second")

	def told():
		lines = [line for line in digest.lines(getdate(today())) if line.due.name == visit.name]
		return {user for user, dues in digest.by_reader(lines).items() if dues}

	def own(user):
		sections = acting(user, home_page.get)
		return {line["name"] for section in sections for line in section["lines"]}

	assert told() == {team["worker"]}
	assert visit.name in own(team["worker"]) and visit.name not in own(colleague)
	frappe.db.set_value("Young Person", person.name, "allocated_worker", make.user("worker"))
	assert team["worker"] not in told()
	assert told() == recipients.holders_of(OFFICER) | recipients.holders_of(MANAGER)
	assert visit.name in own(colleague) and visit.name not in own(team["worker"])


def test_a_worker_keeps_lines_and_messages_until_a_manager_approves_their_cover(team):
	worker, cover = make.user("worker"), make.user("worker")
	people = [make.young_person(worker) for _ in range(3)]
	doc = make.stored(make.placement(people[0], officer=team["officer"]))
	absence = acting(worker, lambda: make.absence_cover(worker, cover))

	def readers():
		lines = [line for line in digest.lines(getdate(today())) if line.user == worker]
		assert lines
		return {user for user, dues in digest.by_reader(lines).items() if dues}

	def told():
		make.empty_mail_queue()
		staff.notify({worker}, "Please look", ["Look"], doc)
		return mailed(doc)

	assert readers() == told() == {worker}
	assert recipients.of_placement(doc.name) == {team["officer"], worker}
	acting(team["manager"], frappe.get_doc("Absence Cover", absence.name).approve)
	assert readers() == told() == {cover}


def test_one_person_has_one_cover_at_a_time(team):
	worker, first, second = make.user("worker"), make.user("worker"), make.user("worker")
	absence = acting(team["manager"], lambda: make.absence_cover(worker, first))
	for days in ((0, 0), (-1, 0), (1, 5), (-1, 5)):
		with pytest.raises(OverlappingCover, match=absence.name):
			from_date, to_date = (add_days(today(), day) for day in days)
			acting(worker, lambda: make.absence_cover(worker, second, from_date=from_date, to_date=to_date))
	after = {"from_date": add_days(today(), 2), "to_date": add_days(today(), 3)}
	acting(worker, lambda: make.absence_cover(worker, second, **after))
	frappe.db.set_value("Absence Cover", {"cover_by": second}, "from_date", today())
	assert recipients.stand_ins([worker]) == {worker: first}, "the approved one, entered before the rule"


@pytest.mark.parametrize("kind", ["administrator", "manager"])
@pytest.mark.parametrize("role", [OFFICER, MANAGER, SAFEGUARDING_LEAD])
def test_managers_and_administrators_see_which_role_nobody_has(team, role, kind):
	if kind == "manager" and role == MANAGER:
		return

	def shown():
		sections = acting(team[kind], home_page.get)
		return [
			line["title"] for section in sections if section["only_when_due"] for line in section["lines"]
		]

	assert role not in shown()
	nobody_has(role)
	assert role in shown()
	by_user = digest.by_reader(digest.lines(getdate(today())))
	assert any(due.title == role for due in by_user[team[kind]])


@pytest.mark.parametrize("expected_at", [None, "09:30:00"])
def test_an_alarm_says_which_day_and_time_it_is_about(team, expected_at, monkeypatch):
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	person = make.young_person(team["worker"], age=16)
	frappe.db.set_value("Young Person Identity", person.name, "carer_email", "carer@home.example")
	of = make.set_stored(make.placement(person, officer=team["officer"]), status="In Progress")
	report = make.not_here_alert(of, expected_at=expected_at)
	three_days_ago = add_to_date(now_datetime(), days=-3)
	report.db_set({"reported_on": three_days_ago, "last_alert_on": three_days_ago})
	make.empty_mail_queue()
	not_here.alert_again()
	assert mailed(report) >= {team["officer"], "carer@home.example"}
	expected = dates.in_full(three_days_ago.date()) + (" at 9:30am" if expected_at else "")
	for name in messages_of(report):
		text = " ".join(frappe.db.get_value("Email Queue", name, "message").replace("=\n", "").split())
		assert expected in text and "today's" not in text
