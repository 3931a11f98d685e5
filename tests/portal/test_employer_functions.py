"""The functions behind the employer's pages."""

from io import BytesIO

import frappe
import pytest
from frappe.utils import add_days, add_months, getdate, today
from PIL import Image
from werkzeug.datastructures import FileStorage

from tests import factories as make
from tests.placements.start_gate.complete import assessment_draft, move
from tests.portal.hosting import acting_for, finished, proposed, running
from unlocking_opportunities.access.uploads import UploadRefused
from unlocking_opportunities.placements import answers
from unlocking_opportunities.placements.start_gate.timetable import WEEKDAYS
from unlocking_opportunities.portal.employer import (
	asks,
	assessments,
	attendance,
	certificate,
	checks,
	feedback,
	home,
	offers,
	own,
	placements,
)
from unlocking_opportunities.portal.public import call_me

ANSWERS = {
	"cover": "wall",
	"supervisor_name": "Sam Supervisor",
	"supervises_alone": 0,
	"health_safety_contact": "Hari",
	"safeguarding_contact": "Sofia",
	"safeguarding_phone": "01908 555000",
	"data_undertaking": 1,
}


def policy(**values):
	return {
		"insurer": "Acme Mutual",
		"policy_number": "P-1",
		"cover_limit": 10_000_000,
		"cover_from": today(),
		"cover_to": add_months(today(), 12),
		**values,
	}


@pytest.fixture(autouse=True)
def site(frappe_site):
	yield frappe_site
	frappe.flags.pop("unlocking_readings", None)


@pytest.fixture
def host():
	return make.employer(officer=make.standing_user("officer"))


def texts(visitor):
	return [task.text for task in home.get_tasks(visitor)]


# Checks


def test_new_hosts_answers_go_for_checking(host):
	visitor = acting_for(host.name)
	assert checks.get_standing(visitor, host.name).asked == "all"
	checks.save_answers(visitor, host.name, ANSWERS)
	standing = checks.get_standing(visitor, host.name)
	assert (standing.asked, standing.status, standing.evidence_kind) == (
		"nothing",
		"Awaiting Check",
		"Seen on the Wall",
	)


def test_answers_sent_twice_make_one_agreement(host):
	visitor = acting_for(host.name)
	checks.save_answers(visitor, host.name, ANSWERS)
	checks.save_answers(visitor, host.name, {**ANSWERS, "supervisor_name": "Sid"})
	assert frappe.get_all("Host Agreement", {"employer": host.name}, pluck="supervisor_name") == ["Sid"]


def test_evidence_is_a_separate_step_and_keeps_answers(host):
	visitor = acting_for(host.name)
	checks.save_answers(visitor, host.name, {**ANSWERS, "cover": "typed"})
	assert checks.get_standing(visitor, host.name).asked == "policy"
	checks.save_answers(visitor, host.name, {**ANSWERS, "cover": "photo"})
	assert checks.get_standing(visitor, host.name).asked == "photo"
	checks.save_answers(visitor, host.name, {**ANSWERS, "cover": "typed"})
	checks.save_policy(visitor, host.name, policy())
	standing = checks.get_standing(visitor, host.name)
	assert (standing.status, standing.supervisor_name, standing.insurer) == (
		"Awaiting Check",
		"Sam Supervisor",
		"Acme Mutual",
	)


def checked(visitor, host, **values):
	checks.save_answers(visitor, host.name, {**ANSWERS, "cover": "typed"})
	checks.save_policy(visitor, host.name, policy(**values))
	agreement = frappe.get_doc("Host Agreement", {"employer": host.name})
	agreement.update({"dbs_decision": "Not Needed", "insurer_standing": "Member of the ABI"}).save()
	agreement.mark_checked()
	return frappe.get_doc("Host Agreement", agreement.name)


def test_returning_host_renews_with_one_answer(host):
	visitor = acting_for(host.name)
	older = checked(visitor, host)
	assert checks.get_standing(visitor, host.name).asked == "nothing"
	make.set_stored(older, expires_on=add_days(today(), 20))
	assert checks.get_standing(visitor, host.name).asked == "renewal"
	checks.renew_unchanged(visitor, host.name)
	checks.renew_unchanged(visitor, host.name)
	renewal = frappe.get_all(
		"Host Agreement", {"renewal_of": older.name}, ["status", "insurer", "nothing_changed"]
	)
	assert [dict(row) for row in renewal] == [
		{"status": "Awaiting Check", "insurer": "Acme Mutual", "nothing_changed": 1}
	]


def test_expired_policy_needs_new_dates(host):
	visitor = acting_for(host.name)
	older = checked(visitor, host)
	make.set_stored(older, cover_from=add_months(today(), -13), cover_to=add_days(today(), -1))
	checks.renew_unchanged(visitor, host.name)
	assert checks.get_standing(visitor, host.name).asked == "dates"
	checks.save_policy(visitor, host.name, {"cover_from": today(), "cover_to": add_months(today(), 12)})
	assert checks.get_standing(visitor, host.name).status == "Awaiting Check"


def test_expiring_site_is_asked_about_first(host):
	visitor, place = acting_for(host.name), make.site(host)
	older = checked(visitor, host)
	make.set_stored(older, site=place.name, expires_on=add_days(today(), 20))
	another = make.host_agreement(make.site(host), expires_on=add_days(today(), 300))
	make.set_stored(another, status="Checked", cover_to=add_days(today(), 300))
	assert checks.get_standing(visitor, host.name).name == older.name
	assert any("Renew your checks" in text for text in texts(visitor))
	make.set_stored(
		make.make("Host Agreement", employer=host.name, expires_on=add_days(today(), 300)), status="Checked"
	)
	assert checks.get_standing(visitor, host.name).asked == "nothing"
	assert not any("checks" in text for text in texts(visitor))


def photo(content: bytes, name: str = "Robin's certificate.png"):
	return FileStorage(BytesIO(content), filename=name)


def a_picture() -> bytes:
	drawn = BytesIO()
	Image.new("RGB", (40, 30), "white").save(drawn, "PNG")
	return drawn.getvalue()


def test_photo_is_private_and_sends_the_answers(host):
	visitor = acting_for(host.name)
	checks.save_answers(visitor, host.name, {**ANSWERS, "cover": "photo"})
	checks.save_photo(visitor, checks.get_standing(visitor, host.name).name, photo(a_picture()))
	standing = checks.get_standing(visitor, host.name)
	assert (standing.status, standing.evidence.startswith("/private/files/")) == ("Awaiting Check", True)
	assert "Robin" not in standing.evidence


def test_invalid_photo_is_refused_and_answers_stay(host):
	visitor = acting_for(host.name)
	checks.save_answers(visitor, host.name, {**ANSWERS, "cover": "photo"})
	for wrong in (photo(b"<script>"), photo(a_picture(), "certificate.exe"), photo(b"")):
		with pytest.raises(UploadRefused):
			checks.save_photo(visitor, checks.get_standing(visitor, host.name).name, wrong)
	standing = checks.get_standing(visitor, host.name)
	assert (standing.asked, standing.supervisor_name, standing.evidence) == ("photo", "Sam Supervisor", None)
	checks.set_seen_on_wall(visitor, standing.name)
	assert checks.get_standing(visitor, host.name).status == "Awaiting Check"


# Offers


def accepted(host):
	pledge = make.pledge(host)
	officer = make.standing_user("officer")
	move(officer, pledge, "Send for Review")
	return move(officer, frappe.get_doc("Employer Pledge", pledge.name), "Accept Pledge")


def test_accepted_offer_is_paused_and_withdrawn(host):
	visitor, pledge = acting_for(host.name), accepted(host)
	assert offers.get_offer(visitor, pledge.name).state == "Accepted"
	offers.pause(visitor, pledge.name)
	offers.pause(visitor, pledge.name)
	assert offers.get_offer(visitor, pledge.name).status == "Paused"
	offers.withdraw(visitor, pledge.name)
	assert offers.get_offer(visitor, pledge.name).status == "Withdrawn"


def test_returned_offer_is_changed_and_resubmitted(host):
	visitor, pledge = acting_for(host.name), make.pledge(host)
	make.set_stored(pledge, status="Returned", reason="Which days would suit you?")
	offer = offers.get_offer(visitor, pledge.name)
	assert offer.reason == "Which days would suit you?"
	assert any(pledge.name in text for text in texts(visitor))
	row = offer.offers[0].name
	offers.resubmit(visitor, pledge.name, {row: {"number": 3, "description": "Mondays", "kind": "Kit"}})
	stored = frappe.get_doc("Employer Pledge", pledge.name)
	assert (stored.status, stored.offers[0].number, stored.offers[0].kind) == (
		"Submitted",
		3,
		"Work Experience",
	)


def test_internal_reasons_are_hidden(host):
	pledge = make.set_stored(make.pledge(host), reason="A draft of what to say")
	assert offers.get_offer(acting_for(host.name), pledge.name).reason is None


# Placements and what is released


def test_released_items_are_shown_and_logged():
	done = running()
	visitor = acting_for(done.placement.employer)
	told = placements.get_placement_with_disclosures(visitor, done.placement.name).told
	assert [(row.item, row.words) for row in told] == [("First Name", "Robin")]
	placements.get_placement(visitor, done.placement.name)
	(reading,) = frappe.flags.unlocking_readings
	assert (reading.user, reading.record, reading.items) == (visitor.actor, done.release.name, "First Name")


@pytest.mark.parametrize(
	"change",
	[
		{"status": "Withdrawn"},
		{"status": "Draft"},
		{"ends_on": "2020-01-01"},
		{"released_to": "Somebody else"},
	],
)
def test_items_for_another_supervisor_are_hidden(change):
	done = running()
	make.set_stored(done.release, **change)
	assert (
		placements.get_placement_with_disclosures(
			acting_for(done.placement.employer), done.placement.name
		).told
		== []
	)
	assert not frappe.flags.get("unlocking_readings")


@pytest.mark.parametrize(
	"change",
	[
		{"withdrawn_on": "2020-01-01"},
		{"from_date": "2199-01-01"},
		{"to_date": "2020-01-01"},
	],
)
def test_expired_or_withdrawn_items_are_hidden(change):
	done = running()
	done.release.items[0].db_set(change)
	assert (
		placements.get_placement_with_disclosures(
			acting_for(done.placement.employer), done.placement.name
		).told
		== []
	)


def test_host_sees_only_the_listed_fields():
	done = running()
	shown = placements.get_placement_with_disclosures(
		acting_for(done.placement.employer), done.placement.name
	)
	person = frappe.get_doc("Young Person Identity", done.person.name)
	words = frappe.as_json([shown.terms, shown.told, shown.state, shown.role])
	for secret in (person.preferred_name, str(person.date_of_birth), done.person.name, done.worker):
		assert secret not in words
	assert not {"under_18", "age_status", "journey", "school_arranged"} & set(shown)


def test_proposal_is_listed_after_a_release():
	done = proposed()
	visitor = acting_for(done.placement.employer)
	assert [row.name for row in placements.get_placements(visitor)] == [done.placement.name]
	make.set_stored(done.release, status="Draft")
	assert placements.get_placements(visitor) == []
	with pytest.raises(own.NotFound):
		placements.get_placement(visitor, done.placement.name)


def test_host_signs_the_terms_it_has_read():
	done = proposed()
	visitor = acting_for(done.placement.employer)
	shown = placements.get_placement(visitor, done.placement.name)
	assert shown.signed_on is None
	assert any("agree to the placement" in text for text in texts(visitor))
	placements.sign_agreement(visitor, done.placement.name, shown.fingerprint)
	placements.sign_agreement(visitor, done.placement.name, shown.fingerprint)
	rows = [row for row in done.reload().placement.signatures if row.party == "Host" and not row.revoked_on]
	assert [(row.authority, row.how) for row in rows] == [("Host", "By Link")]
	assert placements.get_placement(visitor, done.placement.name).signed_on
	assert not any("agree to the placement" in text for text in texts(visitor))


def test_changed_terms_are_not_signed():
	done = proposed()
	visitor = acting_for(done.placement.employer)
	with pytest.raises(answers.TermsChanged):
		placements.sign_agreement(visitor, done.placement.name, "read something else")


def test_not_here_raises_one_alert_a_day():
	done = running()
	visitor = acting_for(done.placement.employer)
	assert home.get_tasks(visitor)[0].urgent
	first = placements.report_not_here(visitor, done.placement.name)
	assert placements.report_not_here(visitor, done.placement.name) == first
	alert = frappe.get_doc("Not Here Alert", first)
	assert (alert.status, alert.reported_by, str(alert.expected_at)) == ("Open", visitor.actor, "10:00:00")
	assert alert.alerts_sent == 1


def test_not_here_is_refused_if_no_one_is_due():
	done = running(
		days=[
			{
				"weekday": WEEKDAYS[(getdate(today()).weekday() + 1) % 7],
				"start_time": "10:00:00",
				"end_time": "15:00:00",
			}
		]
	)
	visitor = acting_for(done.placement.employer)
	with pytest.raises(attendance.NoOneDue):
		placements.report_not_here(visitor, done.placement.name)


# Attendance


def test_last_attendance_of_a_day_counts():
	done = running()
	visitor, day = acting_for(done.placement.employer), getdate(today())
	assert any("who came" in text for text in texts(visitor))
	attendance.record(visitor, done.placement.name, day, "Late")
	attendance.record(visitor, done.placement.name, str(day), "Present")
	(row,) = done.reload().placement.attendance
	assert (row.attendance, row.hours, row.recorded_by) == ("Present", 4.5, visitor.actor)
	(shown,) = attendance.get_week(visitor, day)
	assert {today.day: today.said for today in shown.days}[day] == "Present"


@pytest.mark.parametrize("days", [1, -8])
def test_attendance_only_for_past_working_days(days):
	done = running(since=7)
	with pytest.raises(attendance.NoOneDue):
		attendance.record(
			acting_for(done.placement.employer), done.placement.name, add_days(today(), days), "Present"
		)


def test_host_cannot_change_the_teams_attendance():
	done = running()
	placement = frappe.get_doc("Placement", done.placement.name)
	placement.append("attendance", {"attended_on": today(), "attendance": "Absent: Told Us"})
	placement.save()
	with pytest.raises(attendance.RecordedByTeam):
		attendance.record(acting_for(placement.employer), placement.name, today(), "Present")
	assert done.reload().placement.attendance[0].attendance == "Absent: Told Us"


# Requests and feedback


def test_requests_reach_the_officer():
	done = running()
	visitor = acting_for(done.placement.employer)
	asks.extend(visitor, done.placement.name, add_days(done.placement.end_date, 7), "They do well")
	asks.end_early(visitor, done.placement.name, "We are moving")
	assert {(row.kind, row.status) for row in asks.get_requests(visitor, done.placement.name)} == {
		("Extend", "Open"),
		("End Early", "Open"),
	}
	assert frappe.db.exists(
		"Notification Log", {"for_user": done.officer, "document_type": "Placement Request"}
	)


def test_call_back_is_linked_to_the_employer(host):
	name = call_me.create_request(
		acting_for(host.name), {"caller_name": "Jo", "phone": "01908 555000"}, "/employer/checks"
	)
	asked = frappe.get_doc("Callback Request", name)
	assert (asked.employer, asked.officer, asked.asked_from) == (host.name, host.officer, "/employer/checks")


SAID = {
	"overall": "Well",
	"as_agreed": "Yes",
	"reliable": "Always",
	"host_again": "Yes",
	"went_well": "All",
	"do_better": "",
}


def test_feedback_is_given_once_and_the_young_persons_is_hidden():
	done = running()
	over = finished(done)
	visitor = acting_for(over.employer)
	make.placement_feedback(over, party="Young Person", overall="Badly")
	assert any("how it went" in text for text in texts(visitor))
	assert not feedback.get_placement(visitor, over.name).given
	feedback.save_feedback(visitor, over.name, SAID)
	assert feedback.get_placement(visitor, over.name).given
	assert not any("how it went" in text for text in texts(visitor))
	assert frappe.db.get_value("Employer", over.employer, "host_again") == "Yes"
	with pytest.raises(frappe.DuplicateEntryError):
		feedback.save_feedback(visitor, over.name, SAID)


def test_certificate_counts_completed_placements():
	done = running()
	visitor = acting_for(done.placement.employer)
	with pytest.raises(own.NotFound):
		certificate.make_pdf(visitor, done.placement.employer)
	finished(done)
	assert [row.placements for row in certificate.get_finished(visitor)] == [1]
	assert certificate.make_pdf(visitor, done.placement.employer).startswith(b"%PDF")


# Risk assessments


def sent_to_host(band="Low Risk", **values):
	place = make.site(band=band)
	officer = make.standing_user("officer", "author")
	return move(officer, assessment_draft(place, officer, officer=officer, **values), "Send to Employer")


def test_low_risk_assessment_is_read_and_confirmed():
	assessment = sent_to_host()
	visitor = acting_for(assessment.employer)
	assert [row.name for row in assessments.get_waiting(visitor)] == [assessment.name]
	assert assessments.get_open_steps(assessments.get_assessment(visitor, assessment.name)) == []
	assessments.confirm(visitor, assessment.name)
	stored = frappe.get_doc("Risk Assessment", assessment.name)
	assert (stored.status, str(stored.host_confirmed_on)) == ("Submitted", today())
	assert assessments.get_waiting(visitor) == []


def test_incomplete_assessment_goes_to_the_officer():
	assessment = sent_to_host(conversation_note="")
	visitor = acting_for(assessment.employer)
	assessments.confirm(visitor, assessment.name)
	assert frappe.get_doc("Risk Assessment", assessment.name).status == "With Employer"
	assert frappe.db.exists(
		"Notification Log", {"for_user": assessment.officer, "document_name": assessment.name}
	)
	assert assessments.get_waiting(visitor) == []


def test_hazards_are_filled_in_above_low_risk():
	assessment = sent_to_host("Less Familiar Risk", hazards=[], prohibited_work=[])
	visitor = acting_for(assessment.employer)
	assert assessments.get_open_steps(assessments.get_assessment(visitor, assessment.name)) == [
		"law",
		"hazards",
	]
	assessments.set_prohibited_work(visitor, assessment.name, {"noise"})
	assessments.set_hazards(visitor, assessment.name, ["Hot pans", "Wet floor"])
	assert assessments.get_open_steps(assessments.get_assessment(visitor, assessment.name)) == [
		"hazards/1",
		"hazards/2",
	]
	for number in (1, 2):
		assessments.set_controls(visitor, assessment.name, number, ["Shown how"], "3", "3", "1")
	assessments.set_hazards(visitor, assessment.name, ["Hot pans"])
	assert assessments.get_open_steps(assessments.get_assessment(visitor, assessment.name)) == []
	assessments.confirm(visitor, assessment.name)
	stored = frappe.get_doc("Risk Assessment", assessment.name)
	assert (stored.status, stored.hazards[0].initial_score, stored.hazards[0].residual_score) == (
		"Submitted",
		9,
		3,
	)
	assert {row.question_key for row in stored.prohibited_work if row.answer == "Yes"} == {"noise"}


def test_assessment_sent_back_is_asked_again():
	assessment = sent_to_host()
	visitor, officer = acting_for(assessment.employer), assessment.officer
	assessments.confirm(visitor, assessment.name)
	make.set_stored(assessment, status="Returned", return_reason="Which exit?")
	move(officer, assessment, "Send to Employer")
	assert [row.name for row in assessments.get_waiting(visitor)] == [assessment.name]


def test_sent_assessment_cannot_be_changed():
	assessment = sent_to_host()
	visitor = acting_for(assessment.employer)
	assessments.confirm(visitor, assessment.name)
	with pytest.raises(assessments.AlreadySent):
		assessments.set_hazards(visitor, assessment.name, ["Forged"])


def test_host_is_never_the_approver():
	assessment = sent_to_host()
	assessments.confirm(acting_for(assessment.employer), assessment.name)
	assert frappe.session.user == "Administrator"
	approved = move(
		make.standing_user("manager", "approver"),
		frappe.get_doc("Risk Assessment", assessment.name),
		"Approve Assessment",
	)
	assert approved.status == "Approved"


def test_tasks_are_empty_when_all_is_done(host):
	assert home.get_tasks(acting_for(host.name)) == []
	accepted(host)
	assert texts(acting_for(host.name)) == ["Answer a few questions about hosting"]


@pytest.mark.parametrize(
	("kind", "number", "role_title", "title"),
	[
		("Paid Job", 1, "Site trainee", "1 paid job: Site trainee"),
		("Work Experience", 3, None, "3 work experience places"),
		("Talk or Visit", 12, "Baking", "Talk or visit for 12 people: Baking"),
		("Funding", 1, None, "Money"),
	],
)
def test_an_offer_is_one_line(frappe_site, kind, number, role_title, title):
	assert offers.get_title(frappe._dict(kind=kind, number=number, role_title=role_title)) == title
