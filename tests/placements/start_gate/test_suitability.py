"""Whether a place is suitable: said by the worker or their approved cover; why it isn't stays restricted."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from tests import factories as make
from tests.placements.start_gate.complete import acting, complete
from unlocking_opportunities.access import row_permissions
from unlocking_opportunities.approvals import due as decisions_due
from unlocking_opportunities.approvals.facts import get_facts
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.daily_work import home_page
from unlocking_opportunities.placements import follow_ups
from unlocking_opportunities.placements.start_gate import judge, suitability
from unlocking_opportunities.placements.start_gate.suitability import NotAllocatedWorker
from unlocking_opportunities.unlocking_opportunities.doctype.absence_cover.absence_cover import (
	AnotherManagerNeeded,
)

REASON = "The father of a friend works there"


@pytest.fixture
def done(frappe_site):
	done = complete(age=17)
	done.cover = make.user("worker")
	done.lead = make.standing_user("lead")
	frappe.db.set_value(
		"Placement",
		done.placement.name,
		dict.fromkeys(("suitability_confirmed_by", "suitability_confirmed_on", "suitability_hash")),
	)
	return done.reload()


def cover(done, by="manager", **values):
	doc = acting(getattr(done, by), lambda: make.absence_cover(done.worker, done.cover, **values))
	return frappe.get_doc("Absence Cover", doc.name)


def placement(done):
	return frappe.get_doc("Placement", done.placement.name)


def confirm(done, user):
	return acting(user, placement(done).confirm_suitability)


def check(done):
	(found,) = [check for check in placement(done).gate() if check["key"] == "suitability"]
	return found


def reads(user, doctype, name):
	return frappe.has_permission(doctype, "read", name, user=user)


def test_the_approved_cover_confirms_and_it_says_so(done):
	cover(done)
	confirm(done, done.cover)
	stored = placement(done)
	assert (stored.suitability_confirmed_by, stored.suitability_confirmed_for) == (done.cover, done.worker)
	assert check(done)["outcome"] == "Pass"
	names = [frappe.utils.get_fullname(user) for user in (done.cover, done.worker)]
	assert all(name in check(done)["reason"] for name in names)


@pytest.mark.parametrize("days", [(1, 2), (-9, -1)])
def test_cover_that_is_not_in_date_opens_nothing(done, days):
	first, last = (add_days(today(), number) for number in days)
	cover(done, from_date=first, to_date=last)
	assert not reads(done.cover, "Young Person", done.person.name)
	with pytest.raises(frappe.PermissionError):
		confirm(done, done.cover)


def test_cover_opens_the_workers_people_once_approved_and_nobody_elses(done):
	other = make.young_person(make.user("worker"))
	doc = cover(done, by="worker")
	assert not reads(done.cover, "Young Person", done.person.name)
	acting(done.manager, doc.approve)
	for doctype, name in (
		("Young Person", done.person.name),
		("Young Person Identity", done.person.name),
		("Placement", done.placement.name),
	):
		assert reads(done.cover, doctype, name)
	listed = acting(done.cover, lambda: frappe.get_list("Young Person", pluck="name"))
	assert set(listed) == set(frappe.get_all("Young Person", {"allocated_worker": done.worker}, pluck="name"))
	assert not reads(done.cover, "Young Person", other.name)
	frappe.db.set_value("Absence Cover", doc.name, "to_date", add_days(today(), -1))
	assert not reads(done.cover, "Young Person", done.person.name)


def test_only_a_manager_who_is_not_part_of_it_approves_cover(done):
	doc = cover(done, by="worker")
	for user in (done.worker, done.officer, done.cover):
		with pytest.raises(frappe.PermissionError):
			acting(user, doc.approve)
	with pytest.raises(RoleNeeded):
		acting(done.worker, doc.approve)
	manager = make.user("manager", "worker")
	frappe.db.delete("Absence Cover", {"name": doc.name})
	own = acting(done.worker, lambda: make.absence_cover(done.worker, manager))
	with pytest.raises(AnotherManagerNeeded):
		acting(manager, frappe.get_doc("Absence Cover", own.name).approve)


def test_a_change_to_approved_cover_needs_approval_again(done):
	doc = cover(done)
	assert doc.approved_by == done.manager
	doc.to_date = add_days(doc.to_date, 30)
	acting(done.worker, doc.save)
	assert not frappe.db.get_value("Absence Cover", doc.name, "approved_on")
	sent = frappe.get_doc("Absence Cover", doc.name)
	sent.update({"approved_by": done.manager, "approved_on": today()})
	acting(done.worker, sent.save)
	assert not frappe.db.get_value("Absence Cover", doc.name, "approved_on")


def test_a_manager_is_asked_to_approve_the_cover_of_a_worker(done):
	doc = cover(done, by="worker")
	sections = {section["title"]: section for section in acting(done.manager, home_page.get)}
	assert doc.name in [line["name"] for line in sections["Cover to approve"]["lines"]] or (
		sections["Cover to approve"]["total"] > home_page.SHOWN
	)


def test_officers_and_managers_who_cover_do_not_confirm(done):
	for user in (done.officer, make.user("manager")):
		frappe.db.delete("Absence Cover", {"user": done.worker})
		acting(done.manager, lambda user=user: make.absence_cover(done.worker, user))
		with pytest.raises(NotAllocatedWorker):
			confirm(done, user)


def test_not_suitable_closes_the_gate_without_saying_why(done):
	acting(done.worker, placement(done).refuse_suitability, REASON)
	found = check(done)
	assert (found["outcome"], found["reason"]) == ("Fail", "Not suitable. Ask the allocated worker.")
	refusal = frappe.get_doc("Suitability Refusal", {"placement": done.placement.name})
	assert (refusal.reason, refusal.refused_by) == (REASON, done.worker)


def test_the_reason_is_nowhere_else(done):
	acting(done.worker, placement(done).refuse_suitability, REASON)
	judge.judge_now([done.placement.name])
	for doctype in frappe.get_all("DocType", {"issingle": 0, "is_virtual": 0}, pluck="name"):
		if doctype == "Suitability Refusal" or not frappe.db.table_exists(doctype):
			continue
		meta = frappe.get_meta(doctype)
		for field in meta.fields:
			if field.fieldtype in ("Small Text", "Text", "Long Text", "Code", "Data", "Text Editor", "JSON"):
				if frappe.db.has_column(doctype, field.fieldname):
					assert not frappe.db.count(doctype, {field.fieldname: ["like", f"%{REASON}%"]}), (
						doctype,
						field.fieldname,
					)


def test_who_may_read_the_reason(done):
	acting(done.worker, placement(done).refuse_suitability, REASON)
	cover(done)
	name = frappe.db.get_value("Suitability Refusal", {"placement": done.placement.name})
	for user in (done.worker, done.cover, done.manager, done.lead):
		assert reads(user, "Suitability Refusal", name), user
	for kind in ("officer", "worker", "adviser", "analyst", "administrator"):
		user = make.user(kind)
		assert not reads(user, "Suitability Refusal", name), kind
		rows = row_permissions.criterion("Suitability Refusal", user)
		table = frappe.qb.DocType("Suitability Refusal")
		assert not frappe.qb.from_(table).select(table.name).where(rows).run()


def test_a_running_placement_is_paused_and_the_officer_told(done):
	confirm(done, done.worker)
	frappe.db.set_value("Placement", done.placement.name, {"status": "In Progress", "start_date": today()})
	acting(done.worker, placement(done).refuse_suitability, REASON)
	judge.judge_now([done.placement.name])
	stored = placement(done)
	assert stored.status == "Paused"
	assert REASON not in stored.pause_reason
	told = frappe.get_all("Notification Log", {"for_user": done.officer}, pluck="subject")
	assert f"Not suitable: {done.placement.name}" in told
	assert [subject for subject in told if "aused" in subject] == [f"Paused today: {done.placement.name}"]


def lines_of(user, done):
	"""What the user's home page says about the placement."""
	lines = [line for section in acting(user, home_page.get) for line in section["lines"]]
	return {line["why"] for line in lines if line["name"] == done.placement.name}


def restricted(done):
	doc = frappe.new_doc("Young Person Support Profile")
	doc.update({"young_person": done.person.name})
	doc.append("restrictions", {"employer": done.placement.employer, "reason": REASON})
	doc.insert()


def refused(done):
	acting(done.worker, placement(done).refuse_suitability, REASON)


@pytest.mark.parametrize("status", ["Proposed", "Agreed"])
@pytest.mark.parametrize("spoil", [refused, restricted])
def test_the_lists_say_not_suitable_and_what_to_do_whatever_the_reason(done, spoil, status, monkeypatch):
	monkeypatch.setattr(home_page, "SHOWN", 100_000)
	spoil(done)
	make.set_stored(done.placement, status=status)
	judge.judge_now([done.placement.name])
	said = "Not suitable. Look for another place, or cancel this one."
	for user in (done.officer, done.worker):
		assert lines_of(user, done) == {said}, user
	request = frappe.db.get_value("Decision Request", {"reference_name": done.placement.name})
	if status == "Proposed":
		asked = {
			line.text
			for _to, line in decisions_due.PLACEMENTS.lines(getdate())
			if line.name == done.placement.name
		}
		assert asked == {said}
		_record, _facts, cautions = acting(
			done.manager, get_facts, frappe.get_doc("Decision Request", request)
		)
		assert any("Not suitable" in text and "Look for another place" in text for text in cautions)


def told(done):
	"""The emails and notifications to the officer that the place isn't suitable."""
	filters = {"for_user": done.officer, "subject": f"Not suitable: {done.placement.name}"}
	return frappe.get_all("Notification Log", filters, pluck="email_content")


def test_the_officer_reads_who_said_it(done, monkeypatch):
	said = []
	monkeypatch.setattr(
		suitability.staff, "notify", lambda to, subject, lines, document: said.append(lines[0])
	)
	cover(done)
	acting(done.cover, placement(done).refuse_suitability, REASON)
	(line,) = said
	assert line.startswith(frappe.utils.get_fullname(done.cover)) and "covers for" in line


def test_said_again_nobody_is_told_again(done):
	for reason in (REASON, "Another reason"):
		acting(done.worker, placement(done).refuse_suitability, reason)
	assert len(told(done)) == 1
	assert frappe.db.count("Suitability Refusal", {"placement": done.placement.name}) == 2


@pytest.mark.parametrize("status", ["Proposed", "Agreed", "Ready"])
def test_once_its_days_are_over_nobody_is_asked_as_if_they_were_ahead(done, status, monkeypatch):
	monkeypatch.setattr(home_page, "SHOWN", 100_000)
	judge.judge_now([done.placement.name])
	past = {"start_date": add_days(today(), -10), "end_date": add_days(today(), -5)}
	for gate in ("Closed", "Open"):
		make.set_stored(done.placement, status=status, gate_status=gate, **past)
		(said,) = lines_of(done.officer, done)
		assert said.startswith("Its days are over."), said
		assert all(text.startswith("Its days are over.") for text in lines_of(done.worker, done))
		assert not follow_ups.needed_from_host(placement(done))


def test_from_the_home_page_it_is_the_same(done):
	with pytest.raises(row_permissions.NotReadable):
		acting(make.user("worker"), suitability.confirm_for, done.placement.name)
	with pytest.raises(NotAllocatedWorker):
		acting(done.officer, suitability.refuse_for, done.placement.name, REASON)
	acting(done.worker, suitability.confirm_for, done.placement.name)
	assert placement(done).suitability_confirmed_by == done.worker
	acting(done.worker, suitability.refuse_for, done.placement.name, REASON)
	assert placement(done).suitability_refused_on


def test_a_reason_is_needed(done):
	with pytest.raises(frappe.MandatoryError):
		acting(done.worker, placement(done).refuse_suitability, "  ")
	assert not placement(done).suitability_refused_on


def test_the_worker_may_change_their_mind_and_a_change_of_place_asks_again(done):
	acting(done.worker, placement(done).refuse_suitability, REASON)
	confirm(done, done.worker)
	assert check(done)["outcome"] == "Pass"
	acting(done.worker, placement(done).refuse_suitability, REASON)
	changed = placement(done)
	changed.supervisor_name = "Another Supervisor"
	acting(done.officer, changed.save)
	assert "not confirmed yet" in check(done)["reason"]


def test_nobody_else_says_not_suitable_or_sends_it_with_the_form(done):
	for user in (done.officer, done.manager, done.cover):
		with pytest.raises(frappe.PermissionError):
			acting(user, placement(done).refuse_suitability, REASON)
	sent = placement(done)
	sent.suitability_refused_on = today()
	acting(done.officer, sent.save)
	assert not placement(done).suitability_refused_on


def test_both_buttons_are_on_the_form_and_on_the_home_page_line(done):
	judge.judge_now([done.placement.name])

	def on_form(user):
		doc = placement(done)
		acting(user, doc.run_method, "onload")
		return doc.get_onload("suitability_answers")

	both = ["confirm_suitability", "refuse_suitability"]
	assert on_form(done.worker) == both
	assert on_form(done.officer) == on_form(done.manager) == []
	cover(done)
	assert on_form(done.cover) == both
	for user in (done.worker, done.cover):
		sections = {section["title"]: section for section in acting(user, home_page.get)}
		section = sections["Suitability to confirm"]
		assert section["total"] and all(line["actions"] == both for line in section["lines"])
	acting(done.worker, placement(done).refuse_suitability, REASON)
	assert on_form(done.worker) == ["confirm_suitability"]
