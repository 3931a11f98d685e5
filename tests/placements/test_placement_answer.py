import frappe
import pytest

from tests import factories
from unlocking_opportunities.unlocking_opportunities.doctype.placement_answer.placement_answer import (
	AnswerIsFinal,
)
from unlocking_opportunities.utils.exceptions import OnlyByLink

pytestmark = pytest.mark.usefixtures("empty_bells")


@pytest.fixture
def placement(frappe_site):
	person = factories.young_person(factories.standing_user("worker"))
	return factories.placement(person, officer=factories.standing_user("officer"))


def test_a_no_is_remembered_for_this_place_with_or_without_a_reason(placement):
	frappe.set_user(factories.standing_user("manager"))
	answer = factories.placement_answer(placement, reason="")
	assert (answer.young_person, answer.opportunity) == (placement.young_person, placement.opportunity)
	assert answer.recorded_by == factories.standing_user("manager")


def test_the_officer_is_told(placement):
	frappe.set_user(factories.standing_user("worker"))
	factories.placement_answer(placement)
	told = frappe.get_all(
		"Notification Log", {"for_user": factories.standing_user("officer")}, pluck="subject"
	)
	assert told == [f"Answered: {placement.name}"]


def test_no_one_changes_it_afterwards(placement):
	answer = factories.placement_answer(placement)
	answer.answer = "Yes"
	with pytest.raises(AnswerIsFinal):
		answer.save()
	frappe.set_user(factories.standing_user("officer"))
	assert not frappe.has_permission("Placement Answer", "write", answer)
	assert factories.placement_answer(placement, "Yes").answer == "Yes"


def test_by_link_is_not_written_by_hand(placement):
	frappe.set_user(factories.standing_user("officer"))
	with pytest.raises(OnlyByLink):
		factories.placement_answer(placement, how="By Link")


def declined(placement):
	filters = {"young_person": placement.young_person, "opportunity": placement.opportunity}
	return frappe.get_all("Declined Match", filters, ["how", "reason", "changed_mind_on"])


def test_a_no_keeps_the_place_from_being_suggested_until_they_say_yes(placement):
	frappe.set_user(factories.standing_user("worker"))
	factories.placement_answer(placement)
	assert [(row.how, row.reason, row.changed_mind_on) for row in declined(placement)] == [
		("By Phone, Heard by an Officer", "Too far by bus", None)
	]
	factories.placement_answer(placement, "Yes")
	assert [bool(row.changed_mind_on) for row in declined(placement)] == [True]


def test_what_someone_else_says_is_not_the_young_persons_no(placement):
	factories.placement_answer(placement, said_by="Holder of Parental Responsibility")
	assert declined(placement) == []
