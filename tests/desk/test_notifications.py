"""Who is notified in the Desk: once, only the right people, by reference and never by name; nothing is emailed."""

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import add_days, today

from tests import factories

OURS = {"module": "Unlocking Opportunities"}


class Team(dict):
	"""A user of each kind, made when it is first used."""

	def __missing__(self, kind: str) -> str:
		self[kind] = factories.standing_user(kind)
		return self[kind]


@pytest.fixture
def team(frappe_site):
	return Team()


def told(doc) -> dict[str, set[str]]:
	"""Return who got a notification about `doc`, by subject."""
	rung: dict[str, set[str]] = {}
	for user, subject in frappe.get_all(
		"Notification Log",
		{"document_type": doc.doctype, "document_name": doc.name},
		["for_user", "subject"],
		as_list=True,
	):
		rung.setdefault(subject, set()).add(user)
	return rung


def recipients(doc) -> set[str]:
	return {user for users in told(doc).values() for user in users}


def test_only_the_officer_of_a_pledge_is_notified(team):
	other = factories.standing_user("officer", "other")
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


def test_every_officer_is_notified_of_a_pledge_without_an_officer(team):
	other = factories.standing_user("officer", "other")
	officers, worker = {team["officer"], other}, team["worker"]
	pledge = factories.pledge()
	frappe.set_user(team["manager"])
	apply_workflow(pledge, "Send for Review")
	assert officers <= recipients(pledge)
	assert worker not in recipients(pledge)


def test_saving_again_tells_no_one_again_and_nothing_is_mailed(team):
	pledge = factories.pledge(officer=team["officer"])
	mails = frappe.db.count("Email Queue")
	frappe.set_user(team["manager"])
	apply_workflow(pledge, "Send for Review")
	before = frappe.db.count("Notification Log")
	pledge = factories.stored(pledge)
	pledge.notes = "Rang them"
	pledge.save()
	assert (frappe.db.count("Notification Log"), frappe.db.count("Email Queue")) == (before, mails)


def test_the_officer_is_notified_of_a_paused_placement(team):
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
	"""Return the subject and the message of a notification about a record with a person in it."""
	alert = frappe.get_doc("Notification", name)
	person = factories.young_person(age=16, preferred_name="Planted", surname="Surname")
	placement = factories.placement(person)
	doc = {
		"Employer Pledge": factories.pledge,
		"Risk Assessment": factories.assessment,
		"Placement": lambda: placement,
		"Visit": lambda: factories.visit(placement),
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
		"High Risk Assessment to Advise On",
		"Placement Paused",
		"Visit Overdue",
	),
)
def test_it_names_no_one_and_links_to_the_form(frappe_site, name):
	subject, message = rendered(name)
	for text in (subject, message):
		assert "Planted" not in text and "Surname" not in text
	assert "YP-" not in subject
	assert message.count("<a ") == 1


def test_every_notification_of_ours_is_in_the_list_above(frappe_site):
	listed = test_it_names_no_one_and_links_to_the_form.pytestmark[0].args[1]
	assert set(frappe.get_all("Notification", OURS, pluck="name")) == set(listed)
