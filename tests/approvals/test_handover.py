"""Handing over a leaver's work: all of it, to people who may do it, with an account, and each told once."""

from types import SimpleNamespace

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make
from tests.placements.start_gate.complete import acting
from unlocking_opportunities.approvals import handover, ownership
from unlocking_opportunities.approvals.handover import CannotTakeItOn, NobodyToTakeItOn, NotADraft
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.daily_work import digest, home_page


@pytest.fixture
def team(frappe_site, monkeypatch):
	"""An officer who leaves, with three placements, and who takes these on."""
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	leaver, one, two, manager, worker = (
		make.user("officer"),
		make.user("officer"),
		make.user("officer"),
		make.user("manager"),
		make.user("worker"),
	)
	placements = [
		make.placement(make.young_person(worker), make.site(), officer=leaver).name for _ in range(3)
	]
	return SimpleNamespace(
		leaver=leaver, one=one, two=two, manager=manager, worker=worker, placements=placements
	)


def planned(team, leaver=None, *colleagues, **chosen):
	"""Return a saved draft; `chosen` is who gets a certain record."""
	doc = frappe.new_doc("Handover")
	doc.leaver = leaver or team.leaver
	doc.extend("colleagues", [{"user": user} for user in colleagues])
	acting(team.manager, doc.insert)
	for row in doc.items:
		row.given_to = chosen.get(row.record, row.given_to)
	acting(team.manager, doc.save)
	return frappe.get_doc("Handover", doc.name)


def handed_over(team, doc):
	acting(team.manager, doc.start)
	handover.run(doc.name)
	return frappe.get_doc("Handover", doc.name)


def owners(names):
	return [frappe.db.get_value("Placement", name, "officer") for name in names]


def bells(user):
	return frappe.get_all("Notification Log", {"for_user": user}, pluck="subject")


def test_the_work_is_shared_out_and_each_colleague_is_told_once(team):
	done = handed_over(team, planned(team, None, team.one, team.two))
	assert done.status == "Done" and done.started_by == team.manager
	assert not ownership.of(team.leaver)
	assert set(owners(team.placements)) == {team.one, team.two}
	assert {row.given_to for row in done.items if row.moved_on} == {team.one, team.two}
	for user in (team.one, team.two):
		told = [subject for subject in bells(user) if "Handed over" in subject]
		mine = sum(row.given_to == user for row in done.items)
		assert told == [f"Handed over to you: {mine} record" + "s" * (mine > 1)]
		assert abs(mine - len(done.items) / 2) <= 1


def test_a_certain_record_goes_to_whom_the_manager_chose(team):
	first = team.placements[0]
	handed_over(team, planned(team, None, team.one, **{first: team.two}))
	assert owners(team.placements) == [team.two, team.one, team.one]


def test_a_run_that_was_killed_goes_on(team, monkeypatch):
	doc = planned(team, None, team.one, team.two)
	acting(team.manager, doc.start)
	moves, real = [], ownership.why_not

	def killed_at_the_third(work, user, moving=None):
		moves.append(work)
		if len(moves) == 3:
			raise SystemExit
		return real(work, user, moving)

	with monkeypatch.context() as patch:
		patch.setattr(ownership, "why_not", killed_at_the_third)
		with pytest.raises(SystemExit):
			handover.run(doc.name)
	frappe.set_user("Administrator")
	assert frappe.db.get_value("Handover", doc.name, "status") == "Running"
	handover.run(doc.name)
	handover.run(doc.name)
	assert not ownership.of(team.leaver)
	told = [subject for subject in bells(team.one) + bells(team.two) if "Handed over" in subject]
	assert len(told) == 2
	comments = frappe.get_all(
		"Comment", {"reference_name": ["in", team.placements], "content": ["like", "%Handed over from%"]}
	)
	assert len(comments) == 3


def test_nobody_is_given_work_that_they_may_not_do(team):
	worker_leaves = planned(team, team.worker, team.one)
	with pytest.raises(NobodyToTakeItOn, match=r"3 Young Person.*Unlocking Allocated Worker"):
		acting(team.manager, worker_leaves.start)
	chosen = planned(team, None, team.two, **{team.placements[0]: team.worker})
	with pytest.raises(CannotTakeItOn, match="need one of these roles"):
		acting(team.manager, chosen.start)
	frappe.db.set_value("User", team.two, "enabled", 0)
	with pytest.raises(NobodyToTakeItOn):
		acting(team.manager, planned(team, None, team.two).start)
	assert owners(team.placements) == [team.leaver] * 3


def visits_of(team, visitor, *workers):
	"""A visit to a young person of each of `workers`, to be made by `visitor`."""
	return [
		make.visit(
			make.placement(make.young_person(worker), make.site(), officer=team.one), visitor=visitor
		).name
		for worker in workers
	]


def visitors(names):
	return [frappe.db.get_value("Visit", name, "visitor") for name in names]


def may_open(user, name):
	return frappe.has_permission("Visit", "read", doc=name, user=user)


def test_a_visit_goes_only_to_someone_who_may_open_it(team):
	stranger = make.user("worker")
	theirs, of_others = visits_of(team, team.leaver, stranger, team.worker)
	chosen = planned(team, None, team.one, **{of_others: stranger})
	with pytest.raises(CannotTakeItOn, match="may not open"):
		acting(team.manager, chosen.start)
	done = handed_over(team, planned(team, None, stranger, team.one, **{theirs: stranger}))
	assert visitors([theirs, of_others]) == [stranger, team.one]
	for row in done.items:
		assert frappe.has_permission(row.record_type, "read", doc=row.record, user=row.given_to), row.record


def test_without_anyone_who_may_open_a_visit_nothing_moves(team):
	for name in team.placements:
		frappe.db.set_value("Placement", name, "officer", team.one)
	visits = visits_of(team, team.leaver, team.worker, team.worker)
	with pytest.raises(NobodyToTakeItOn, match="2 Visit"):
		acting(team.manager, planned(team, None, make.user("worker")).start)
	assert visitors(visits) == [team.leaver] * 2


def test_a_workers_visits_move_with_the_young_people(team):
	stranger, successors = make.user("worker"), [make.user("worker"), make.user("worker")]
	visits = visits_of(team, team.worker, team.worker, team.worker, team.worker, stranger)
	done = handed_over(team, planned(team, team.worker, *successors, team.one))
	assert not [row.problem for row in done.items if row.problem] and not ownership.of(team.worker)
	assert all(may_open(visitor, name) for visitor, name in zip(visitors(visits), visits, strict=True))
	assert visitors(visits)[3] == team.one


def test_a_decision_goes_to_a_manager_who_did_not_ask_for_it(team):
	asked = make.user("manager")
	child = make.placement(make.young_person(age=16), make.site(), officer=team.one)
	request = frappe.get_doc("Decision Request", {"reference_name": child.name})
	request.db_set({"asked_of": asked, "asked_by": team.manager})
	work = ownership.Owned("Decision Request", request.name, "asked_of")
	assert work in ownership.of(asked)
	assert ownership.why_not(work, team.one)
	assert ownership.why_not(work, team.manager)
	assert not ownership.why_not(work, make.user("manager"))


def test_what_someone_else_has_taken_meanwhile_stays_theirs(team):
	doc = planned(team, None, team.one)
	acting(team.manager, doc.start)
	frappe.db.set_value("Placement", team.placements[1], "officer", team.two)
	handover.run(doc.name)
	assert owners(team.placements) == [team.one, team.two, team.one]
	(row,) = [row for row in frappe.get_doc("Handover", doc.name).items if row.problem]
	assert row.record == team.placements[1] and not row.moved_on


@pytest.mark.parametrize("kind", ["officer", "worker", "adviser", "lead", "analyst"])
def test_only_managers_and_administrators_hand_over(team, kind):
	with pytest.raises(RoleNeeded):
		acting(make.user(kind), handover.open_for, team.leaver)
	with pytest.raises(frappe.PermissionError):
		acting(make.user(kind), planned(team, None, team.one).start)


def test_the_account_cannot_be_edited_or_started_again(team):
	done = handed_over(team, planned(team, None, team.one))
	done.items[0].given_to = team.two
	done.status = "Draft"
	acting(team.manager, done.save)
	stored = frappe.get_doc("Handover", done.name)
	assert stored.status == "Done" and stored.items[0].given_to == team.one
	with pytest.raises(NotADraft):
		acting(team.manager, stored.start)


def test_disabling_a_user_with_work_puts_it_on_the_managers_home_page(team):
	user = frappe.get_doc("User", team.leaver)
	user.enabled = 0
	user.save()
	for reader in (team.manager, make.user("administrator")):
		sections = {section["title"]: section for section in acting(reader, home_page.get)}
		lines = sections["Work of people who have left"]["lines"]
		assert team.leaver in [line["title"] for line in lines]
	doc = frappe.get_doc("Handover", {"leaver": team.leaver})
	doc.append("colleagues", {"user": team.one})
	acting(team.manager, doc.save)
	handed_over(team, doc)
	sections = {section["title"]: section for section in acting(team.manager, home_page.get)}
	lines = sections["Work of people who have left"]["lines"]
	assert team.leaver not in [line["title"] for line in lines]


def test_a_user_disabled_another_way_is_found_by_the_daily_run(team):
	frappe.db.set_value("User", team.leaver, "enabled", 0)
	handover.offer_all()
	draft = {"leaver": team.leaver, "status": "Draft"}
	written = frappe.db.get_value("Handover", draft, "modified")
	handover.offer_all()
	assert frappe.db.count("Handover", draft) == 1
	# A manager may have it open: it isn't written again without need.
	assert frappe.db.get_value("Handover", draft, "modified") == written
	for name in team.placements:
		frappe.db.set_value("Placement", name, "officer", team.one)
	for work in ownership.of(team.leaver):
		frappe.db.set_value(work.doctype, work.name, work.fieldname, team.one)
	handover.offer_all()
	assert frappe.db.get_value("Handover", {"leaver": team.leaver}, "status") == "Not Needed"


def test_every_link_to_a_user_is_handed_over_or_history(frappe_site):
	ours = frappe.get_all("DocType", {"module": "Unlocking Opportunities"}, pluck="name")
	links = {
		(doctype, field.fieldname)
		for doctype in ours
		for field in frappe.get_meta(doctype).fields
		if field.fieldtype == "Link" and field.options == "User"
	}
	assert links == set(ownership.BY_FIELD) | ownership.HISTORY
	assert not set(ownership.BY_FIELD) & ownership.HISTORY


def test_the_owners_of_every_kind_of_due_work_are_handed_over(frappe_site):
	named = {
		(term.table.get_table_name().removeprefix("tab"), term.name)
		for room in digest.ROOMS
		for work in room.WORK
		for owner in work.owners()
		for term in owner.fields_()
		if term.name in ("officer", "visitor", "allocated_worker", "asked_of", "user")
	}
	assert ("Placement", "officer") in named
	assert named <= set(ownership.BY_FIELD)


def test_everything_that_is_due_moves(team):
	"""Whatever the digest has for the leaver, of any kind, isn't for them afterwards."""
	make.callback_request(officer=team.leaver)
	make.set_stored(make.placement(make.young_person(), make.site(), officer=team.leaver),
		status="Ended Early", actual_end=add_days(today(), -400),
	)  # fmt: skip
	due = [line for line in digest.lines(frappe.utils.getdate(today())) if line.user == team.leaver]
	assert due
	handed_over(team, planned(team, None, team.one))
	due = [line for line in digest.lines(frappe.utils.getdate(today())) if line.user == team.leaver]
	assert due == []


def test_a_draft_is_closed_when_they_are_back(team):
	user = frappe.get_doc("User", team.leaver)
	user.enabled = 0
	user.save()
	draft = {"leaver": team.leaver, "status": "Draft"}
	assert frappe.db.exists("Handover", draft)
	user.enabled = 1
	user.save()
	assert not frappe.db.exists("Handover", draft)
	assert frappe.db.get_value("Handover", {"leaver": team.leaver}, "status") == "Not Needed"
