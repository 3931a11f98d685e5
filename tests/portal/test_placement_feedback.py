import frappe
import pytest
from frappe.utils import today

from tests import factories as make
from unlocking_opportunities.unlocking_opportunities.doctype.placement_feedback.placement_feedback import (
	NotStarted,
)


@pytest.fixture
def over(frappe_site):
	of = make.placement(make.young_person(age=19))
	return make.set_stored(of, status="Completed", actual_start=today())


def test_host_again_is_stored_on_the_employer(over):
	make.placement_feedback(over, host_again="Maybe")
	assert frappe.db.get_value("Employer", over.employer, "host_again") == "Maybe"


def test_only_the_host_answers_host_again(over):
	said = make.placement_feedback(over, party="Young Person", host_again="No", safe_and_supported="Mostly")
	assert (said.host_again, said.safe_and_supported) == (None, "Mostly")
	assert frappe.db.get_value("Employer", over.employer, "host_again") == "Not Asked"


def test_each_party_gives_feedback_once(over):
	make.placement_feedback(over)
	make.placement_feedback(over, party="Officer")
	with pytest.raises(frappe.DuplicateEntryError):
		make.placement_feedback(over)


def test_only_not_feeling_safe_tells_the_team_and_only_once(over):
	def told(feedback):
		return frappe.db.count("Notification Log", {"document_name": feedback.name})

	make.standing_user("manager")
	said = make.placement_feedback(over, party="Young Person", safe_and_supported="Mostly")
	assert not told(said)
	said.update({"safe_and_supported": "No"})
	said.save()
	number = told(said)
	assert number
	said.update({"went_well": "The people"})
	said.save()
	assert told(said) == number


def test_no_feedback_before_the_start(frappe_site):
	with pytest.raises(NotStarted):
		make.placement_feedback(make.placement(make.young_person(age=19)))
