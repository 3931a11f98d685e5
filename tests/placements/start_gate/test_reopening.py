"""A fact changes: exactly the checks that rested on it are asked again, and changing it back answers nothing."""

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories
from tests.placements.start_gate.complete import acting, complete, move, sign
from unlocking_opportunities.council import dates
from unlocking_opportunities.placements.start_gate import judge, table
from unlocking_opportunities.placements.start_gate.reopening import (
	ANSWERS,
	FACTS,
	IDENTITY,
	OPPORTUNITY,
	SITE,
)

EARLIER = {
	"school": "Oak School",
	"carer_name": "Chris Carer",
	"signatory_name": "Pat Parent",
	"mobile": "07700 900001",
	"emergency_name": "Alex",
	"emergency_phone": "01908 000000",
}


@pytest.fixture
def done(frappe_site):
	"""A placement that passes every check, with everything about the person filled in."""
	done = complete(age=15)
	frappe.get_doc(IDENTITY, done.person.name).update(EARLIER).save()
	frappe.get_doc(SITE, done.site.name).update({"address_line": "1 High Street"}).save()
	acting(done.worker, frappe.get_doc("Placement", done.placement.name).confirm_suitability)
	return done.reload()


def failing(done) -> dict[str, dict]:
	gate = frappe.get_doc("Placement", done.placement.name).gate()
	return {check["key"]: check for check in gate if check["outcome"] == "Fail"}


def another_site(done) -> str:
	return factories.site(frappe.get_doc("Employer", done.site.employer)).name


LATER = {"weekday": "Tuesday", "start_time": "10:00:00", "end_time": "15:00:00", "break_minutes": 30}
# For each fact: a field and another value for it, or how to make one.
CHANGES = {
	"school": {"school": "Elm School"},
	"carer": {"carer_name": "Kim Carer"},
	"signatory": {"signatory_name": "Lou Parent"},
	"emergency": {"emergency_phone": "01908 111111"},
	"phone": {"mobile": "07700 900002", "carer_phone": "01908 222222", "signatory_phone": "01908 333333"},
	"worker": {"allocated_worker": lambda done: factories.standing_user("worker", "second")},
	"ward": {"ward": lambda done: factories.make("Ward", ward_name=frappe.generate_hash(length=6)).name},
	"address": {"address_line": "2 High Street"},
	"kind of place": {"environment_band": "Less Familiar Risk"},
	"work": {"tasks": "Something else"},
	"place": {"site": another_site},
	"supervisor": {"supervisor_name": "Someone Else"},
	"journey": {"journey": "By bus 5"},
	"pay": {"hourly_rate": 3},
	"days": {"schedule": [LATER]},
}


def records(done) -> dict[str, tuple[str, str]]:
	return {
		IDENTITY: (IDENTITY, done.person.name),
		"Young Person": ("Young Person", done.person.name),
		SITE: (SITE, done.site.name),
		OPPORTUNITY: (OPPORTUNITY, done.placement.opportunity),
		"Placement": ("Placement", done.placement.name),
	}


def change(done, key: str, values: dict) -> dict:
	"""Save other values as an officer, and return those before."""
	doc = frappe.get_doc(*records(done)[FACTS[key].doctype])
	values = {field: value(done) if callable(value) else value for field, value in values.items()}
	before = {field: doc.get(field) for field in values}
	if "schedule" in before:
		before["schedule"] = [{field: row.get(field) for field in LATER} for row in before["schedule"]]
	acting(factories.standing_user("officer"), doc.update(values).save)
	return before


def expected(done, key: str) -> set[str]:
	"""The checks that rest on the fact. Where nobody had answered, nothing is asked again."""
	stored = frappe.get_doc("Placement", done.placement.name)
	unasked = {check for check, fields in ANSWERS.items() if not stored.get(fields[0])}
	return set(FACTS[key].checks) - unasked


def test_every_fact_is_tested_and_names_checks_that_exist():
	assert set(CHANGES) == set(FACTS)
	for key, fact in FACTS.items():
		assert {*fact.checks, *fact.compared} <= set(table.CHECKS)
		assert bool(fact.why) == bool(fact.checks), key
		assert all(frappe.get_meta(fact.doctype).has_field(field) for field in fact.fields), key


def test_filling_in_what_was_empty_asks_nothing_again(done):
	assert not failing(done)


@pytest.mark.parametrize("key", FACTS)
def test_exactly_what_rested_on_it_is_asked_again_and_going_back_answers_nothing(done, key):
	asked = expected(done, key)
	before = change(done, key, CHANGES[key])
	stopped = failing(done)
	# A more demanding kind of place may also need more of the assessment, which is the same check.
	assert set(stopped) == asked | set(FACTS[key].compared)
	for check in asked:
		said = stopped[check]["reason"]
		assert f"changed on {dates.day(today())}" in said, said
		assert stopped[check]["next_step"]
	change(done, key, before)
	assert set(failing(done)) == asked


@pytest.mark.parametrize(
	("key", "values"),
	[
		("school", {"school": "  oak  SCHOOL"}),
		("emergency", {"emergency_phone": "01908000000"}),
		("carer", {"carer_phone": "01908 444444"}),
	],
)
def test_the_same_thing_typed_differently_is_no_change(done, key, values):
	change(done, key, values)
	assert not failing(done)


def test_asking_the_new_school_settles_it_and_the_reason_goes(done):
	change(done, "school", CHANGES["school"])
	done.reload().placement.update({"school_agreed_on": today()}).save()
	assert not failing(done)
	done.reload().placement.update({"school_agreed_on": None}).save()
	assert "changed on" not in failing(done)["school"]["reason"]


def test_the_officer_reads_who_to_ask(done):
	change(done, "school", CHANGES["school"])
	assert "Ask the new one." in failing(done)["school"]["reason"]
	comments = frappe.get_all("Comment", {"reference_name": done.placement.name}, pluck="content")
	(said,) = [text for text in comments if "The school changed" in text]
	assert "Elm" not in said and "Oak" not in said


def test_a_stale_form_brings_nothing_back(done):
	stale = done.reload().placement
	change(done, "emergency", CHANGES["emergency"])
	with pytest.raises(frappe.TimestampMismatchError):
		stale.save()


def test_the_other_parents_signature_is_revoked_and_the_rest_hold(done):
	change(done, "signatory", CHANGES["signatory"])
	revoked = {row.party for row in done.reload().placement.signatures if row.revoked_on}
	assert revoked == {"Holder of Parental Responsibility"}
	sign(done.placement, 15)
	assert set(failing(done)) == {"findings"}


def test_a_new_worker_need_not_confirm_it_again_and_may(done):
	change(done, "worker", CHANGES["worker"])
	assert not failing(done)
	acting(factories.standing_user("worker", "second"), done.reload().placement.confirm_suitability)
	assert not failing(done)


def test_a_ready_placement_follows_in_the_same_transaction(done):
	move(done.officer, move(done.manager, done.placement, "Agree Placement"), "Mark Ready")
	change(done, "school", CHANGES["school"])
	assert not done.reload().placement.school_agreed_on
	judge.judge_where({"young_person": done.person.name})  # the job that the save has queued
	assert done.reload().placement.status == "Agreed"


def test_a_child_who_works_there_is_not_sent_home_because_the_carer_changed(done):
	factories.set_stored(done.placement, status="In Progress", actual_start=today(), start_date=today())
	frappe.db.set_value("Placement Signature", {"parent": done.placement.name}, "revoked_on", None)
	change(done, "carer", CHANGES["carer"])
	assert not failing(done)["findings"]["legal"]


def test_an_ended_placement_keeps_its_answers(done):
	factories.set_stored(done.placement, status="Cancelled")
	change(done, "school", CHANGES["school"])
	assert done.reload().placement.school_agreed_on


def test_a_longer_placement_needs_the_schools_agreement_from_the_old_last_day_on(done):
	move(done.manager, done.placement, "Agree Placement")
	until = done.reload().placement.end_date
	acting(done.manager, done.placement.extend_until, str(add_days(until, 14)))
	(school,) = [check for check in done.reload().placement.gate() if check["key"] == "school"]
	assert (school["outcome"], str(school["valid_until"])) == ("Pass Until", str(until))
	done.placement.update({"school_agreed_on": add_days(today(), -1)}).save()
	(school,) = [check for check in done.reload().placement.gate() if check["key"] == "school"]
	assert school["outcome"] == "Pass"


def test_what_else_stands_there_stops_no_check(done):
	before = {check["key"]: check["outcome"] for check in done.placement.gate()}
	damaged = {"reopened_checks": "not ours\nschool\t2026-01-01"}
	frappe.db.set_value("Placement", done.placement.name, damaged)
	judge.judge_now([done.placement.name])
	assert {check["key"]: check["outcome"] for check in done.reload().placement.gate()} == before


def test_nobody_writes_the_reasons(done):
	done.placement.update(
		{"reopened_checks": "school\tschool\t2026-01-01", "school_agreed_until": "2030-01-01"}
	)
	done.placement.save()
	assert not done.reload().placement.reopened_checks
	assert str(done.placement.school_agreed_until) != "2030-01-01"


def test_every_fact_that_changed_since_the_answer_is_named(done):
	change(done, "supervisor", CHANGES["supervisor"])
	change(done, "address", CHANGES["address"])
	change(done, "pay", CHANGES["pay"])
	stopped = failing(done)
	day = dates.day(today())
	for said in (f"The supervisor changed on {day}.", f"The address changed on {day}."):
		assert said in stopped["suitability"]["reason"]
	for said in (f"The supervisor changed on {day}.", f"The pay changed on {day}."):
		assert said in stopped["agreement"]["reason"]
	acting(done.worker, done.reload().placement.confirm_suitability)
	change(done, "journey", CHANGES["journey"])
	assert "supervisor" not in failing(done)["suitability"]["reason"].split("The allocated")[0]
