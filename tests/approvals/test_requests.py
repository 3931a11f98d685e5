"""Who is asked to decide, when, and what happens then: each as the user who does it."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, getdate, today

from tests import factories as make
from tests.security.conftest import complete_assessment
from unlocking_opportunities.approvals import answers, escalation, overrides, requests
from unlocking_opportunities.council.roles import RoleNeeded
from unlocking_opportunities.council.settings import get_settings
from unlocking_opportunities.messages import recipients
from unlocking_opportunities.rules.working_days import add_working_days


@pytest.fixture
def team(frappe_site, monkeypatch):
	"""An officer, an adviser, a worker and two managers, and no one else who decides."""
	users = {kind: make.standing_user(kind) for kind in ("officer", "adviser", "worker")}
	users |= {which: make.standing_user("manager", which) for which in ("first", "second")}
	# The nightly job commits after each record. Nothing here may be kept: the other users would stay disabled.
	monkeypatch.setattr(frappe.db, "commit", lambda: None)
	for other in set(recipients.holders_of("Unlocking Manager")) - set(users.values()):
		frappe.db.set_value("User", other, "enabled", 0)
	# Requests left by tests over HTTP would change whose turn it is.
	frappe.db.delete("Decision Request", {"asked_of": ["in", list(users.values())]})
	return users


def waiting_for(doc, **filters):
	return frappe.get_doc("Decision Request", {"reference_name": doc.name, "status": "Waiting", **filters})


def settled_of(doc):
	return frappe.get_last_doc("Decision Request", {"reference_name": doc.name})


def answer(request, which: str, reason: str = "", by: str = "first"):
	frappe.set_user(make.standing_user("manager", by))
	record = frappe.get_doc(request.reference_doctype, request.reference_name)
	answers.apply_answer(
		request.name, which, reason, answers.make_mark(frappe.get_doc(request.doctype, request.name), record)
	)


def mailed(subject: str) -> set[str]:
	"""Return who was sent an email with `subject`."""
	queued = frappe.get_all("Email Queue", {"message": ["like", f"%Subject: {subject}%"]}, pluck="name")
	return set(frappe.get_all("Email Queue Recipient", {"parent": ["in", queued]}, pluck="recipient"))


def a_childs_placement(officer=None):
	frappe.set_user(officer or "Administrator")
	return make.placement(make.young_person(age=16))


def submitted_assessment():
	assessment = complete_assessment(make.site())
	apply_workflow(assessment, "Submit Assessment")
	return frappe.get_doc("Risk Assessment", assessment.name)


def test_one_manager_is_asked_and_the_next_request_goes_to_the_other(team):
	first, second = (waiting_for(a_childs_placement()) for _number in range(2))
	assert {first.asked_of, second.asked_of} == {team["first"], team["second"]}
	assert mailed(f"Please decide: {first.name}") == {first.asked_of}
	assert first.due_on == add_working_days(getdate(today()), get_settings().decision_days)


def test_an_adults_placement_waits_for_no_one(team):
	placement = make.placement(make.young_person(age=20))
	assert not frappe.db.exists("Decision Request", {"reference_name": placement.name})


def test_approving_takes_the_place_and_writes_the_history(team):
	placement = a_childs_placement(team["officer"])
	answer(waiting_for(placement), answers.APPROVE, "Good fit")
	assert make.stored(placement).status == "Agreed"
	decided = settled_of(placement)
	assert (decided.status, decided.decided_by, decided.reason) == ("Approved", team["first"], "Good fit")
	history = frappe.get_all(
		"Comment", {"reference_name": placement.name, "comment_type": "Info"}, pluck="content"
	)
	assert any(decided.name in text and "Approved" in text for text in history)
	assert mailed(f"Approved: {placement.name}") == {team["officer"]}


def test_returning_leaves_it_where_it_is_with_the_reason_and_it_can_be_asked_again(team):
	placement = a_childs_placement(team["officer"])
	answer(waiting_for(placement), answers.RETURN, "Ask the school first")
	assert make.stored(placement).status == "Proposed"
	assert settled_of(placement).reason == "Ask the school first"
	assert mailed(f"Returned: {placement.name}") == {team["officer"]}
	assert not requests.is_waiting(placement, "Placement")
	frappe.set_user(team["officer"])
	make.stored(placement).ask_manager_again()
	make.stored(placement).ask_manager_again()
	assert frappe.db.count("Decision Request", {"reference_name": placement.name, "status": "Waiting"}) == 1


def test_decided_on_the_form_it_is_settled_too(team):
	placement = a_childs_placement()
	frappe.set_user(team["second"])
	apply_workflow(make.stored(placement), "Agree Placement")
	assert (settled_of(placement).status, settled_of(placement).decided_by) == ("Approved", team["second"])


def test_cancelled_meanwhile_it_is_overtaken(team):
	placement = a_childs_placement()
	placement.end_reason = "They changed their mind"
	apply_workflow(placement.save(), "Cancel Placement")
	assert settled_of(placement).status == "Overtaken"


def test_an_assessment_is_approved_and_locked(team):
	assessment = submitted_assessment()
	answer(waiting_for(assessment), answers.APPROVE)
	assert (make.stored(assessment).status, make.stored(assessment).docstatus) == ("Approved", 1)
	assert make.stored(assessment).approved_by == team["first"]


def test_a_returned_assessment_says_why_on_itself(team):
	assessment = submitted_assessment()
	answer(waiting_for(assessment), answers.RETURN, "Say who locks the shed")
	returned = make.stored(assessment)
	assert (returned.status, returned.return_reason) == ("Returned", "Say who locks the shed")
	assert settled_of(assessment).status == "Returned"


def test_who_worked_on_an_assessment_is_not_asked(team):
	frappe.set_user(team["first"])
	assessment = complete_assessment(make.site())
	frappe.set_user("Administrator")
	apply_workflow(assessment, "Submit Assessment")
	assert waiting_for(assessment).asked_of == team["second"]


def test_a_high_rating_waits_for_the_adviser_first(team):
	assessment = submitted_assessment()
	frappe.db.delete("Decision Request", {"reference_name": assessment.name})
	make.set_stored(assessment, status="Draft", overall_rating="Low")
	hazard = {"hazard": "Saw", "initial_likelihood": "5", "initial_severity": "4"}
	high = make.stored(assessment)
	high.append(
		"hazards", {**hazard, "residual_likelihood": "4", "residual_severity": "4", "action_owner": "Sam"}
	)
	high.save()
	make.set_stored(high, status="Submitted")
	high = make.stored(high)
	assert high.overall_rating == "High", high.overall_rating
	assert not requests.is_waiting(high, "Risk Assessment")
	frappe.set_user(make.standing_user("adviser"))
	high.agree_as_adviser("Guard fitted")
	assert requests.is_waiting(high, "Risk Assessment")


def test_a_pairing_waits_once_the_young_person_has_said_yes(team):
	mentor = make.set_stored(make.mentor(), status="Active", checks_valid_until=add_days(today(), 90))
	pairing = make.pairing(make.young_person(), mentor)
	assert not requests.is_waiting(pairing, "Mentoring Pairing")
	pairing.young_person_agreed_on = today()
	pairing.save()
	answer(waiting_for(pairing), answers.APPROVE)
	assert (make.stored(pairing).status, make.stored(pairing).approved_by) == ("Approved", team["first"])


@pytest.fixture
def override(team):
	"""An officer's request to override a missing induction."""
	placement = make.placement(make.young_person(age=19), officer=team["officer"])
	frappe.set_user(team["officer"])
	make.stored(placement).request_override("induction", "They know the place well")
	return waiting_for(placement, kind="Override")


def test_an_officer_asks_and_a_manager_overrides_the_check(override, team):
	assert (override.check_key, override.why) == ("induction", "They know the place well")
	answer(override, answers.APPROVE)
	placement = frappe.get_doc("Placement", override.reference_name)
	(row,) = placement.overrides
	assert (row.check_key, row.reason, row.made_by) == (
		"induction",
		"They know the place well",
		team["first"],
	)
	assert settled_of(placement).status == "Approved"
	assert mailed(f"Override approved: {placement.name}") == {team["officer"]}


def test_a_check_is_asked_about_once_and_only_with_a_reason(override):
	frappe.set_user(make.standing_user("officer"))
	placement = frappe.get_doc("Placement", override.reference_name)
	with pytest.raises(overrides.AlreadyAsked):
		placement.request_override("induction", "Again")
	with pytest.raises(frappe.MandatoryError):
		placement.request_override("host_agreement", " ")


def test_what_the_law_forbids_cannot_even_be_asked(override):
	frappe.set_user(make.standing_user("officer"))
	placement = frappe.get_doc("Placement", override.reference_name)
	with pytest.raises(overrides.NotOverridable):
		placement.request_override("suitability", "We trust them")


def test_a_worker_does_not_ask_for_an_override(frappe_site):
	worker = make.standing_user("worker")
	placement = make.placement(make.young_person(worker, age=19))
	frappe.set_user(worker)
	with pytest.raises(RoleNeeded):
		make.stored(placement).request_override("induction", "Please")


def test_what_goes_wrong_with_the_check_later_is_not_set_aside_unseen(override):
	override.db_set("covers", "something-else")
	with pytest.raises(overrides.CheckChanged):
		answer(frappe.get_doc("Decision Request", override.name), answers.APPROVE)
	assert not frappe.get_doc("Placement", override.reference_name).overrides


def test_an_override_of_a_settled_check_is_refused(override):
	placement = frappe.get_doc("Placement", override.reference_name)
	placement.induction_planned_on = add_days(today(), 21)
	placement.save()
	with pytest.raises(overrides.NothingToOverride):
		answer(override, answers.APPROVE)


def test_late_the_others_are_asked_once(team):
	request = waiting_for(a_childs_placement())
	other = next(user for user in (team["first"], team["second"]) if user != request.asked_of)
	escalation.escalate_all()
	assert not frappe.db.get_value("Decision Request", request.name, "escalated_on"), "it is not late yet"
	request.db_set("due_on", add_days(today(), -1))
	make.empty_mail_queue()
	for _night in range(2):
		escalation.escalate_all()
	sent = frappe.get_all(
		"Email Queue", {"message": ["like", f"%Please decide: {request.name}%"]}, pluck="name"
	)
	assert len(sent) == 1
	assert mailed(f"Please decide: {request.name}") == {other}


def test_whoever_is_away_is_not_asked(team):
	frappe.set_user(team["first"])
	make.make(
		"Absence Cover", user=team["first"], cover_by=team["second"], from_date=today(), to_date=today()
	)
	frappe.set_user("Administrator")
	assert {waiting_for(a_childs_placement()).asked_of for _number in range(2)} == {team["second"]}
