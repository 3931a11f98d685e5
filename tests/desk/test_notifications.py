"""What awaits whom: told once, to those whom it awaits, by reference and never by name."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, today

from tests import factories

OURS = {"module": "Unlocking Opportunities"}


class Team(dict):
	"""A user of each kind that is asked for."""

	def __missing__(self, kind: str) -> str:
		self[kind] = factories.user(kind)
		return self[kind]


@pytest.fixture
def team(frappe_site):
	return Team()


def told(doc) -> dict[str, set[str]]:
	"""Who was mailed about `doc`, by subject."""
	mails: dict[str, set[str]] = {}
	for name, message in frappe.get_all(
		"Email Queue",
		{"reference_doctype": doc.doctype, "reference_name": doc.name},
		["name", "message"],
		as_list=True,
	):
		subject = next(line for line in message.splitlines() if line.startswith("Subject: ")).removeprefix(
			"Subject: "
		)
		recipients = frappe.get_all("Email Queue Recipient", {"parent": name}, pluck="recipient")
		mails.setdefault(subject, set()).update(recipients)
	return mails


def recipients(doc) -> set[str]:
	return {user for users in told(doc).values() for user in users}


def test_a_pledge_goes_to_its_officer_alone(team):
	other = factories.user("officer")
	pledge = factories.pledge(officer=team["officer"])
	frappe.set_user(other)
	apply_workflow(pledge, "Send for Review")
	assert recipients(pledge) == {team["officer"]}
	assert list(told(pledge)) == [f"Offer {pledge.name}: please answer it"]


def test_an_officer_is_not_told_of_what_they_sent_themselves(team):
	pledge = factories.pledge(officer=team["officer"])
	frappe.set_user(team["officer"])
	apply_workflow(pledge, "Send for Review")
	assert not recipients(pledge)


def test_a_pledge_without_an_officer_goes_to_every_officer(team):
	other = factories.user("officer")
	officers, worker = {team["officer"], other}, team["worker"]
	pledge = factories.pledge()
	frappe.set_user(team["manager"])
	apply_workflow(pledge, "Send for Review")
	assert officers <= recipients(pledge)
	assert worker not in recipients(pledge)


def test_saving_again_tells_nobody_again(team):
	pledge = factories.pledge(officer=team["officer"])
	frappe.set_user(team["manager"])
	apply_workflow(pledge, "Send for Review")
	before = frappe.db.count("Email Queue")
	pledge = factories.stored(pledge)
	pledge.notes = "Rang them"
	pledge.save()
	assert frappe.db.count("Email Queue") == before


def test_a_childs_placement_awaits_a_manager_and_an_adults_nobody(team):
	manager = team["manager"]
	assert manager in recipients(factories.placement(factories.young_person(age=16)))
	assert not recipients(factories.placement(factories.young_person(age=20)))


def test_a_returned_assessment_goes_to_its_author(team):
	place, manager = factories.site(), team["manager"]
	frappe.set_user(team["officer"])
	assessment = factories.assessment(place)
	frappe.set_user("Administrator")
	assessment = factories.set_stored(assessment, status="Submitted", return_reason="Say who locks the shed.")
	frappe.set_user(manager)
	apply_workflow(assessment, "Return Assessment")
	assert told(assessment)[f"Risk assessment {assessment.name} has been returned to you"] == {
		team["officer"]
	}


def test_a_paused_placement_goes_to_its_officer(team):
	placement = factories.placement(factories.young_person(age=20), officer=team["officer"])
	placement = factories.set_stored(placement, status="In Progress", pause_reason="The kitchen is closed")
	frappe.set_user(team["manager"])
	apply_workflow(placement, "Pause Placement")
	assert recipients(placement) == {team["officer"]}


def test_an_overdue_visit_is_told_once_on_the_day_after(team):
	alert = frappe.get_doc("Notification", "Visit Overdue")
	of = factories.placement(factories.young_person(age=20))
	yesterday, earlier, later = (
		factories.visit(of, due_on=add_days(today(), days), visitor=team["officer"]) for days in (-1, -2, 1)
	)
	done = factories.set_stored(factories.visit(of, due_on=add_days(today(), -1)), status="Done")
	due = {doc.name for doc in alert.get_documents_for_today()}
	assert yesterday.name in due
	assert not due & {earlier.name, later.name, done.name}
	alert.send(yesterday)
	assert recipients(yesterday) == {team["officer"]}


def rendered(name: str) -> tuple[str, str]:
	"""The subject and the message of a notification about a record with a person in it."""
	alert = frappe.get_doc("Notification", name)
	person = factories.young_person(age=16, preferred_name="Planted", surname="Surname")
	placement = factories.placement(person)
	doc = {
		"Employer Pledge": factories.pledge,
		"Risk Assessment": factories.assessment,
		"Placement": lambda: placement,
		"Visit": lambda: factories.visit(placement),
		"Mentoring Pairing": lambda: factories.pairing(person),
	}[alert.document_type]()
	context = {"doc": doc, "alert": alert, "comments": None}
	alert.load_standard_properties(context)
	subject, message = (frappe.render_template(text, context) for text in (alert.subject, alert.message))
	assert doc.name in subject
	assert frappe.utils.get_url_to_form(doc.doctype, doc.name) in message
	return subject, message + person.name


@pytest.mark.parametrize(
	"name",
	(
		"Pledge to Answer",
		"Risk Assessment to Decide",
		"High Risk Assessment to Advise On",
		"Risk Assessment Returned",
		"Placement to Agree",
		"Placement Paused",
		"Visit Overdue",
		"Mentoring Pairing to Approve",
	),
)
def test_it_names_nobody_and_links_to_the_form(frappe_site, name):
	subject, message = rendered(name)
	for text in (subject, message):
		assert "Planted" not in text and "Surname" not in text
	assert "YP-" not in subject
	assert message.count("<a ") == 1


def test_every_notification_of_ours_is_in_the_list_above(frappe_site):
	listed = test_it_names_nobody_and_links_to_the_form.pytestmark[0].args[1]
	assert set(frappe.get_all("Notification", OURS, pluck="name")) == set(listed)
