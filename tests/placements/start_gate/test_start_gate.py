"""The start gate: for each check a placement that only that check stops, and what an officer is told."""

import frappe
import pytest
from frappe.utils import add_days, add_years, today

from tests.placements.start_gate.complete import acting, complete, first_monday, move
from unlocking_opportunities.agreements import fingerprints
from unlocking_opportunities.approvals.overrides import NotOverridable
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.placements.placement_workflow import BeforeFirstDay, GateClosed
from unlocking_opportunities.placements.start_gate import table
from unlocking_opportunities.placements.start_gate.suitability import NotAllocatedWorker


@pytest.fixture
def child(frappe_site):
	return complete(age=15)


def failing(done) -> dict:
	placement = frappe.get_doc("Placement", done.placement.name)
	return {check["key"]: check for check in placement.gate() if check["outcome"] == "Fail"}


def test_everything_in_place_opens_the_gate(child):
	checks = child.placement.gate()
	assert [check["key"] for check in checks] == list(table.ALL)
	assert {check["outcome"] for check in checks} <= {"Pass", "Pass Until", "Not Needed"}, failing(child)


def write(doctype, name, **values):
	frappe.db.set_value(doctype, name, values)
	frappe.clear_document_cache(doctype, name)


def no_suitability(done):
	write("Placement", done.placement.name, suitability_confirmed_on=None, suitability_hash=None)


def another_supervisor(done):
	# Signed again on the new fingerprints, so that only the allocated worker's confirmation is out of date.
	write("Placement", done.placement.name, suitability_hash="of something else")


def restricted_ward(done):
	doc = frappe.get_doc({"doctype": "Young Person Support Profile", "young_person": done.person.name})
	doc.append("restrictions", {"ward": done.site.ward, "reason": "Lives there"}).parent
	doc.insert()


def no_assessment(done):
	write("Placement", done.placement.name, risk_assessment=None)


def assessment_expired(done):
	write("Risk Assessment", done.assessment.name, status="Expired")


def review_overdue(done):
	write("Risk Assessment", done.assessment.name, review_by=add_days(today(), 5))


def prohibited_for_a_child(done):
	row = next(row for row in done.assessment.prohibited_work if row.question_key == "agents")
	write("Prohibited Work Answer", row.name, answer="Yes")


def need_raises_assessment(done):
	doc = frappe.get_doc({"doctype": "Young Person Support Profile", "young_person": done.person.name})
	doc.append("needs", {"need": "Epilepsy", "control": "Never alone at height", "raises_assessment": 1})
	doc.insert()
	# The assessment is full enough; what is missing is this person's own part.
	hazards = frappe.get_doc(
		{"doctype": "Risk Assessment Hazard", "hazard": "Steps", "parent": done.assessment.name}
	)
	hazards.update({"parenttype": "Risk Assessment", "parentfield": "hazards"}).db_insert()


def findings_not_shared(done):
	write("Placement", done.placement.name, findings_shared_on=None)


def agreement_unchecked(done):
	# The cover was seen when it was checked; only the answers have to be checked again.
	write("Host Agreement", done.agreement.name, status="Awaiting Check")


def no_data_undertaking(done):
	write("Host Agreement", done.agreement.name, data_undertaking=0)


def cover_ends_before_day_one(done):
	write("Host Agreement", done.agreement.name, cover_to=add_days(today(), 3))


def cover_too_low(done):
	write("Host Agreement", done.agreement.name, cover_limit=2_000_000)


def insurer_unknown(done):
	write("Host Agreement", done.agreement.name, insurer_standing="Not Known")


def dbs_undecided(done):
	write("Host Agreement", done.agreement.name, dbs_decision="")


def dbs_asked_unlawfully(done):
	write("Host Agreement", done.agreement.name, dbs_decision="Eligible: Check Asked For")


def day_too_long(done):
	resigned(
		done,
		schedule=[
			{"weekday": "Monday", "start_time": "07:00:00", "end_time": "19:00:00", "break_minutes": 30}
		],
	)


def school_not_asked(done):
	write("Placement", done.placement.name, school_agreed_on=None)


def employment_without_permit(done):
	# Its only Saturday may be Boxing Day.
	write("Placement", done.placement.name, school_arranged=0, works_bank_holidays=1)
	saturday = [{"weekday": "Saturday", "start_time": "10:00:00", "end_time": "13:00:00", "break_minutes": 0}]
	resigned(done, schedule=saturday)


def not_signed_by_responsible(done):
	row = next(row for row in done.placement.signatures if row.party == "Holder of Parental Responsibility")
	write("Placement Signature", row.name, revoked_on=today())


def authority_not_recorded(done):
	write("Young Person Identity", done.person.name, signing_authority="")


def sharing_not_asked(done):
	write("Placement", done.placement.name, sharing_choice="Not Asked")


def not_released(done):
	write("Share Release", done.release.name, status="Draft")


def safety_item_withdrawn(done):
	write("Share Release Item", done.release.items[0].name, safety_item=1, withdrawn_on=today())


def no_induction(done):
	write("Placement", done.placement.name, induction_planned_on=None)


def induction_too_late(done):
	write("Placement", done.placement.name, induction_planned_on=add_days(done.placement.start_date, 1))


def no_emergency_contact(done):
	write("Young Person Identity", done.person.name, emergency_phone="")


def emergency_contact_unchecked(done):
	write("Placement", done.placement.name, emergency_contact_checked=0)


def right_to_work_unchecked(done):
	write("Young Person Care Record", done.person.name, right_to_work="Not Checked")


def resigned(done, **changes):
	"""Change the terms and have everyone sign again, so that only what changed can stop it."""
	from tests.placements.start_gate.complete import sign

	doc = frappe.get_doc("Placement", done.placement.name)
	doc.update(changes)
	doc.save()
	sign(doc, 15)
	acting(done.worker, frappe.get_doc("Placement", doc.name).confirm_suitability)


STOPPED = [
	# what is wrong, the check that fails, words in its reason, whether a manager may override it
	(no_suitability, "suitability", "select Confirm Suitable", False),
	(another_supervisor, "suitability", "check it again", False),
	(restricted_ward, "suitability", "Not suitable. Ask the allocated worker.", False),
	(no_assessment, "risk_assessment", "No risk assessment has been chosen", False),
	(assessment_expired, "risk_assessment", "Its status is Expired", False),
	(review_overdue, "risk_assessment", "Start the next version", True),
	(prohibited_for_a_child, "risk_assessment", "19(2)(b)", False),
	(need_raises_assessment, "addendum", "Young Person Risk Addendum", True),
	(findings_not_shared, "findings", "main risks and controls", False),
	(agreement_unchecked, "host_agreement", "select Mark Checked", True),
	(no_data_undertaking, "host_agreement", "keep information", False),
	(cover_ends_before_day_one, "insurance", "certificate that covers that day", False),
	(cover_too_low, "insurance", "£5,000,000", False),
	(insurer_unknown, "insurance", "Look the insurer up", False),
	(dbs_undecided, "supervision", "Record the decision", True),
	(dbs_asked_unlawfully, "supervision", "Withdraw the request", False),
	(school_not_asked, "school", "Virtual School", False),
	(employment_without_permit, "permit", "child employment officer", False),
	(not_signed_by_responsible, "agreement", "signed by the holder of parental responsibility.", False),
	(authority_not_recorded, "agreement", "foster carer", False),
	(sharing_not_asked, "sharing", "No one has asked", False),
	(not_released, "sharing", "select Release", False),
	(safety_item_withdrawn, "sharing", "Decide today", False),
	(no_induction, "induction", "what to do in a fire", True),
	(induction_too_late, "induction", "after the first day", True),
	(no_emergency_contact, "emergency_contact", "identity record", False),
	(emergency_contact_unchecked, "emergency_contact", "Call the number", True),
	(right_to_work_unchecked, "right_to_work", "Not suitable. Ask the allocated worker.", False),
]


@pytest.mark.parametrize(
	("spoil", "key", "words", "judgement"), STOPPED, ids=[row[0].__name__ for row in STOPPED]
)
def test_one_thing_missing_stops_it_and_says_what_to_do(child, spoil, key, words, judgement):
	spoil(child)
	stopped = failing(child)
	assert set(stopped) == {key}, stopped
	check = stopped[key]
	assert words in f"{check['reason']} {check['next_step']}"
	assert check["who"]
	assert check["legal"] is not judgement
	agreed = move(child.manager, child.placement, "Agree Placement")
	with pytest.raises(GateClosed):
		move(child.officer, agreed, "Mark Ready")
	assert frappe.db.get_value("Placement", child.placement.name, "status") == "Agreed"


def test_every_check_has_a_placement_that_only_it_stops():
	tested = {row[1] for row in STOPPED} | {"hours", "pay"}  # those two have tests of their own below
	tested.add("host")  # tests/employers/test_changes.py
	assert tested == set(table.ALL)


def test_a_placement_without_a_day_of_work_is_stopped_by_its_hours(child):
	tuesday = add_days(child.placement.start_date, 1)
	write("Placement", child.placement.name, start_date=tuesday, end_date=add_days(tuesday, 3))
	hours = failing(child)["hours"]
	assert hours["codes"] == ("no-day-worked",) and not hours["legal"]


def test_a_day_too_long_is_stopped_by_its_hours(frappe_site):
	done = complete(age=17)
	doc = frappe.get_doc("Placement", done.placement.name)
	long_day = [{"weekday": "Monday", "start_time": "08:00:00", "end_time": "18:00:00", "break_minutes": 30}]
	doc.update({"schedule": long_day, "pay_exemption": "Shadowing Only"}).save()
	from tests.placements.start_gate.complete import sign

	sign(doc, 17)
	stopped = failing(done)
	assert set(stopped) == {"hours"}, stopped
	assert "8" in stopped["hours"]["reason"]
	assert stopped["hours"]["legal"]


def test_unpaid_work_over_school_age_is_stopped_by_pay_alone(frappe_site):
	done = complete(age=17)
	stopped = failing(done)
	assert set(stopped) == {"pay"}, stopped
	assert "minimum wage" in stopped["pay"]["reason"]


def test_ready_then_started_when_the_gate_is_open(child, monkeypatch):
	agreed = move(child.manager, child.placement, "Agree Placement")
	ready = move(child.officer, agreed, "Mark Ready")
	assert (ready.status, ready.gate_status) == ("Ready", "Open")
	with pytest.raises(BeforeFirstDay):
		move(child.officer, ready, "Start Placement")


def test_a_manager_overrides_a_check_left_to_judgement_with_a_reason(child):
	no_induction(child)
	placement = frappe.get_doc("Placement", child.placement.name)
	with pytest.raises(RoleNeeded):
		acting(child.officer, placement.override, "induction", "They know the place")
	with pytest.raises(frappe.MandatoryError):
		acting(child.manager, placement.override, "induction", " ")
	acting(child.manager, placement.override, "induction", "Worked there last summer")
	done = frappe.get_doc("Placement", child.placement.name)
	(check,) = [check for check in done.gate() if check["key"] == "induction"]
	assert check["outcome"] == "Overridden"
	assert "Worked there last summer" in check["reason"]
	assert (done.overrides[0].made_by, done.overrides[0].check_key) == (child.manager, "induction")


@pytest.mark.parametrize("spoil", [no_suitability, findings_not_shared, cover_too_low, no_assessment])
def test_no_one_sets_aside_what_the_law_forbids(child, spoil):
	spoil(child)
	key = next(iter(failing(child)))
	placement = frappe.get_doc("Placement", child.placement.name)
	with pytest.raises(NotOverridable):
		acting(child.manager, placement.override, key, "We know them well")


def test_an_override_sent_with_the_form_is_not_kept(child):
	placement = frappe.get_doc("Placement", child.placement.name)
	placement.append(
		"overrides", {"check_key": "insurance", "reason": "x", "made_by": child.manager, "made_on": today()}
	)
	placement.gate_status = "Open"
	acting(child.officer, placement.save)
	stored = frappe.get_doc("Placement", child.placement.name)
	assert not stored.overrides
	assert stored.gate_status == "Not Checked"


def test_only_the_allocated_worker_says_that_it_is_suitable(child):
	no_suitability(child)
	placement = frappe.get_doc("Placement", child.placement.name)
	for somebody_else in (child.officer, child.manager):
		with pytest.raises(NotAllocatedWorker):
			acting(somebody_else, placement.confirm_suitability)


def test_a_change_to_what_was_signed_revokes_every_signature(child):
	placement = frappe.get_doc("Placement", child.placement.name)
	placement.end_date = add_days(placement.end_date, 7)
	acting(child.officer, placement.save)
	stored = frappe.get_doc("Placement", child.placement.name)
	assert all(row.revoked_on for row in stored.signatures)
	assert "agreement" in failing(child)


def test_a_taster_for_an_adult_asks_for_four_things_only(frappe_site):
	done = complete(age=20, kind="Taster")
	assert [check["key"] for check in done.placement.gate()] == [
		"host",
		"insurance",
		"sharing",
		"emergency_contact",
	]


def test_a_talk_asks_only_for_a_host(frappe_site):
	done = complete(age=15, kind="Talk or Visit")
	assert [check["key"] for check in done.placement.gate()] == ["host"]


def test_insurance_that_renews_on_the_way_passes_until_a_date(frappe_site):
	done = complete(age=15)
	until = add_days(first_monday(), 4)
	write("Host Agreement", done.agreement.name, cover_to=until)
	(check,) = [check for check in done.reload().placement.gate() if check["key"] == "insurance"]
	assert (check["outcome"], str(check["valid_until"])) == ("Pass Until", str(until))
	assert "renewed certificate" in check["next_step"]


def test_a_running_placement_is_paused_the_day_its_insurance_lapses(child):
	from unlocking_opportunities.placements.start_gate import judge

	agreed = move(child.manager, child.placement, "Agree Placement")
	ready = move(child.officer, agreed, "Mark Ready")
	# As on the first day.
	write(
		"Placement", ready.name, status="In Progress", actual_start=today(), start_date=add_days(today(), -7)
	)
	write("Host Agreement", child.agreement.name, cover_to=add_days(today(), -1))
	queued = frappe.db.count("Email Queue")
	judge.judge_now([ready.name])
	paused = frappe.get_doc("Placement", ready.name)
	assert paused.status == "Paused"
	assert "Insurance" in paused.pause_reason
	assert frappe.db.count("Email Queue") > queued
	told = frappe.get_all("Notification Log", filters={"document_name": ready.name}, pluck="for_user")
	assert {child.officer, child.worker} <= set(told)
	judge.judge_now([ready.name])
	assert frappe.db.count("Notification Log", {"document_name": ready.name}) == len(told), (
		"told once, not each night"
	)


def test_no_one_is_asked_for_a_parents_signature_from_the_day_they_are_18(frappe_site):
	done = complete(age=17)
	started = {"status": "In Progress", "actual_start": today(), "start_date": add_days(today(), -7)}
	write("Placement", done.placement.name, **started)
	for row in done.reload().placement.signatures:
		write("Placement Signature", row.name, terms_hash=fingerprints.of_agreement(done.placement))
	grown_up = {"date_of_birth": add_days(add_years(today(), -18), -3), "signing_authority": "Own"}
	write("Young Person Identity", done.person.name, **grown_up)
	assert done.reload().placement.under_18
	assert "agreement" not in failing(done)
	write("Young Person Identity", done.person.name, date_of_birth=add_days(add_years(today(), -18), 3))
	assert "the holder of parental responsibility" in failing(done)["agreement"]["reason"]


def test_the_18th_birthday_alone_stops_no_running_placement(frappe_site):
	done = complete(age=17)
	started = {"status": "In Progress", "actual_start": today(), "start_date": add_days(today(), -7)}
	write("Placement", done.placement.name, **started)
	for row in done.reload().placement.signatures:
		write("Placement Signature", row.name, terms_hash=fingerprints.of_agreement(done.placement))
	eighteen_today = add_years(today(), -18)
	write("Young Person Identity", done.person.name, date_of_birth=add_days(eighteen_today, 1))
	the_day_before = set(failing(done.reload()))
	for day in (0, -1, -30):
		write("Young Person Identity", done.person.name, date_of_birth=add_days(eighteen_today, day))
		# Whoever was entered as signing for them still is.
		assert set(failing(done.reload())) <= the_day_before


def test_ready_goes_back_when_a_check_fails_before_the_start(child):
	from unlocking_opportunities.placements.start_gate import judge

	ready = move(child.officer, move(child.manager, child.placement, "Agree Placement"), "Mark Ready")
	no_induction(child)
	judge.judge_now([ready.name])
	assert frappe.db.get_value("Placement", ready.name, "status") == "Agreed"


def test_what_restricts_a_person_is_not_in_the_results(child):
	restricted_ward(child)
	placement = frappe.get_doc("Placement", child.placement.name)
	told = frappe.as_json(placement.gate())
	assert "Lives there" not in told
	assert "Not suitable. Ask the allocated worker." in told
