"""Two records of one young person are noticed when the second is entered, however the name is written."""

import frappe
import pytest

from tests import factories
from unlocking_opportunities.young_people.duplicates import PossibleDuplicate, is_same_name

pytestmark = pytest.mark.usefixtures("empty_bells")

BORN = "2009-04-17"


@pytest.mark.parametrize(
	"one,other,same",
	[
		(("Zoë", "Planted"), ("Zoe", "Planted"), True),
		(("zoe", "PLANTED"), ("Zoe", "Planted"), True),
		(("Anne-Marie", "Planted"), ("Anne Marie", "Planted"), True),
		(("Annemarie", "Planted"), ("Anne-Marie", "Planted"), True),
		(("  Zoe ", "Pla  nted"), ("Zoe", "Planted"), True),
		(("Planted", "Zoe"), ("Zoe", "Planted"), True),
		(("Zoe Planted", None), ("Zoe", "Planted"), True),
		(("Zoe", None), ("Zoe", "Planted"), True),
		(("Zoe", "O'Planted"), ("Zoe", "OPlanted"), True),
		(("Zoe", "O’Planted"), ("Zoe", "O'Planted"), True),
		(("Łukasz", "Plåntëd"), ("Lukasz", "Planted"), True),
		(("Søren", "Planted"), ("Soren", "Planted"), True),
		(("Zoe", "Planted-Jones"), ("Zoe", "Planted Jones"), True),
		(("Zoe", "Planted"), ("Zoe", "Other"), False),
		(("Zoe", "Planted"), ("Kim", "Planted"), False),
		(("", ""), ("", ""), False),
		((None, None), (None, None), False),
	],
)
def test_names_are_compared_however_they_are_written(one, other, same):
	assert is_same_name(one, other) is is_same_name(other, one) is same


@pytest.fixture
def known(frappe_site):
	for kind in ("officer", "manager", "worker"):
		factories.standing_user(kind)
	person = factories.young_person(preferred_name="Zoë", surname="Planted-Jones")
	frappe.db.set_value("Young Person Identity", person.name, "date_of_birth", BORN)
	return person


def enter(user, **values):
	"""Enter another young person of that date of birth as this user; their ID."""
	frappe.set_user(factories.standing_user(user))
	try:
		person = factories.make("Young Person", ward=frappe.db.get_value("Ward", {}))
		name = {"preferred_name": "zoe", "surname": "PLANTED JONES", "date_of_birth": BORN}
		factories.make("Young Person Identity", young_person=person.name, **{**name, **values})
		return person.name
	finally:
		frappe.set_user("Administrator")


@pytest.mark.parametrize("user", ["officer", "manager"])
def test_who_may_read_the_other_record_is_led_to_it(known, user):
	with pytest.raises(PossibleDuplicate) as refused:
		enter(user)
	assert known.name in str(refused.value) and f"/{known.name}" in str(refused.value)
	assert "It's the Same Person" in str(refused.value)
	for hidden in ("Zo", "Planted", "2009"):
		assert hidden not in str(refused.value)


@pytest.mark.parametrize(
	"other", [{"date_of_birth": "2009-04-18"}, {"surname": "Other"}, {"preferred_name": "Kim"}]
)
def test_another_name_or_date_of_birth_is_someone_else(known, other):
	assert enter("officer", **other)


def test_they_go_on_by_saying_that_it_is_someone_else_which_is_kept(known):
	person = enter("officer", someone_else=1, someone_else_said_by="Administrator")
	identity = frappe.get_doc("Young Person Identity", person)
	assert identity.someone_else
	assert identity.someone_else_said_by == factories.standing_user("officer")
	identity.goals = "Bake"
	identity.save()
	assert identity.someone_else_said_by == factories.standing_user("officer")


def test_a_name_that_is_corrected_later_is_compared_too(known):
	identity = frappe.get_doc("Young Person Identity", enter("officer", preferred_name="Kim"))
	identity.preferred_name = "Zoe"
	with pytest.raises(PossibleDuplicate, match="ask a manager to merge"):
		identity.save()


def test_a_worker_learns_nothing_of_a_record_they_may_not_read_and_managers_are_told(known):
	person = enter("worker")
	said = " ".join(str(message) for message in frappe.local.message_log)
	assert known.name not in said
	told = frappe.get_all(
		"Notification Log", {"document_name": person}, ["for_user", "subject"], order_by="for_user"
	)
	assert factories.standing_user("manager") in {row.for_user for row in told}
	assert not {factories.standing_user("worker"), factories.standing_user("officer")} & {
		row.for_user for row in told
	}
	assert {row.subject for row in told} == {"Please compare two records"}


def test_a_worker_is_led_to_their_own_record(known):
	frappe.db.set_value("Young Person", known.name, "allocated_worker", factories.standing_user("worker"))
	with pytest.raises(PossibleDuplicate, match=known.name):
		enter("worker")
