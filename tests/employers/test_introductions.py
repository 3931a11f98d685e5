import frappe
import pytest
from frappe.utils import add_days, now_datetime

from tests import factories
from unlocking_opportunities.employers import introductions
from unlocking_opportunities.programme import events as members_events

pytestmark = pytest.mark.usefixtures("empty_bells")

BUSINESS = {
	"employer_name": "Riverside Bakery",
	"employer_type": "Business",
	"contact_name": "Rosa",
	"phone": "01632 960001",
	"email": "rosa@bakery.example",
	"said": "Mornings are quiet",
}


@pytest.fixture
def councillor(frappe_site):
	factories.standing_user("officer")
	user = factories.standing_user("councillor")
	frappe.set_user(user)
	yield user
	frappe.set_user("Administrator")


def introduce(councillor, **values):
	return introductions.introduce(councillor, {**BUSINESS, **values}, ["Work Experience", "Talk or Visit"])


def test_a_business_becomes_a_draft_pledge_for_the_team(councillor):
	pledge = frappe.get_doc("Employer Pledge", introduce(councillor))
	employer = frappe.get_doc("Employer", pledge.employer)
	assert (pledge.status, pledge.source, pledge.notes) == ("Draft", "Councillor", "Mornings are quiet")
	assert (employer.employer_name, employer.introduced_by) == ("Riverside Bakery", councillor)
	assert [offer.kind for offer in pledge.offers] == ["Work Experience", "Talk or Visit"]
	contact = frappe.get_last_doc("Contact", {"first_name": "Rosa"})
	assert (contact.email_id, contact.links[0].link_name) == ("rosa@bakery.example", employer.name)
	assert frappe.session.user == councillor


def test_officers_are_told_by_reference(councillor):
	pledge = introduce(councillor)
	told = frappe.get_all(
		"Notification Log", {"for_user": factories.standing_user("officer")}, pluck="subject"
	)
	assert told == [f"New business from a councillor: {pledge}"]


def test_what_came_of_it_is_a_state_and_nothing_more(councillor):
	pledge = introduce(councillor)
	frappe.db.set_value("Employer Pledge", pledge, {"status": "Declined", "reason": "Not this year"})
	(shown,) = introductions.get_introductions(councillor)
	assert (shown.employer_name, shown.status) == ("Riverside Bakery", "Declined")
	assert shown.keys() == {"employer_name", "creation", "status"}


def test_another_councillors_introductions_are_not_shown(councillor):
	introduce(councillor)
	assert introductions.get_introductions("another@council.example") == []


def test_one_that_the_team_knows_already_is_not_given_away(councillor):
	frappe.set_user("Administrator")
	known = factories.employer(employer_name="Riverside Bakery")
	factories.pledge(known)
	frappe.set_user(councillor)
	assert introductions.get_introductions(councillor) == []
	introduce(councillor)
	assert factories.stored(known).introduced_by is None
	assert [row.status for row in introductions.get_introductions(councillor)] == ["Draft"]


def event(**values):
	frappe.set_user("Administrator")
	doc = factories.programme_event(sign_ups=[], **values)
	frappe.set_user(factories.standing_user("councillor"))
	return doc


def test_a_member_signs_up_once_and_is_taken_off_again(councillor):
	fayre = event()
	for coming, members in ((True, [councillor]), (True, [councillor]), (False, [])):
		members_events.sign_up(councillor, fayre.name, coming)
		assert [row.member for row in factories.stored(fayre).sign_ups] == members


def test_a_members_sign_up_leaves_the_others(councillor):
	fayre = event()
	for member in ("Administrator", councillor):
		members_events.sign_up(member, fayre.name, True)
	members_events.sign_up(councillor, fayre.name, False)
	assert [row.member for row in factories.stored(fayre).sign_ups] == ["Administrator"]


def test_events_that_are_over_cancelled_or_not_for_members_are_not_there(councillor):
	events = [
		event(starts_on=add_days(now_datetime(), -2)),
		event(status="Cancelled"),
		event(for_members=0),
	]
	shown = {row.name for row in members_events.get_upcoming(councillor)}
	assert not shown & {doc.name for doc in events}
	for doc in events:
		with pytest.raises(frappe.DoesNotExistError):
			members_events.sign_up(councillor, doc.name, True)


def test_who_else_signed_up_is_not_shown(councillor):
	fayre = event()
	members_events.sign_up("Administrator", fayre.name, True)
	(shown,) = [row for row in members_events.get_upcoming(councillor) if row.name == fayre.name]
	assert shown.signed_up == 0
	assert "Administrator" not in str(shown)
