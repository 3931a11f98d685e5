"""What the young person is given on paper: a first-day sheet, and a reference at the end. Neither speaks of care."""

import frappe
import pytest
from frappe.utils import add_days, today

from tests import factories as make

CARE = ("care", "looked after", "social worker", "council", "unlocking", "child", "support")


def printed(placement, print_format: str) -> str:
	return frappe.get_print("Placement", placement.name, print_format, no_letterhead=1)


def words(html: str) -> str:
	return " ".join(frappe.utils.strip_html(html.rpartition("</style>")[2]).split())


@pytest.fixture
def placement(frappe_site):
	person = make.young_person(
		make.standing_user("worker"), age=17, preferred_name="Robin", surname="Planted"
	)
	placement = make.placement(person, officer=make.standing_user("officer"))
	frappe.set_user(make.standing_user("officer"))
	return placement


def completed(placement):
	return make.set_stored(
		placement,
		status="Completed",
		actual_start=add_days(today(), -20),
		actual_end=today(),
		hours_attended=24,
	)


def test_the_first_day_sheet_says_where_when_and_who_to_call_and_names_nobody(placement):
	said = words(printed(placement, "First Day Sheet"))
	for part in (
		"Your first day",
		"When",
		"Where",
		"Sam Supervisor",
		"What to wear",
		"Lunch",
		placement.name,
	):
		assert part in said
	assert "Robin" not in said and "Planted" not in said
	assert not [word for word in CARE if word in said.lower()]


def test_a_reference_is_of_a_completed_placement_alone(placement):
	assert "after the placement has been completed" in words(printed(placement, "Placement Reference"))
	said = words(printed(completed(placement), "Placement Reference"))
	assert "Robin Planted completed a placement with" in said
	for part in ("Kitchen porter", "24", "Signed", "Sam Supervisor"):
		assert part in said
	assert not [word for word in CARE if word in said.lower()]


def test_whoever_may_not_read_the_name_prints_a_line_to_write_it_on(placement):
	assessment = make.assessment(adviser=make.standing_user("adviser"))
	placement = make.set_stored(completed(placement), risk_assessment=assessment.name)
	frappe.set_user(make.standing_user("adviser"))
	said = words(printed(placement, "Placement Reference"))
	assert "Robin" not in said and "______ completed a placement" in said


def test_what_a_host_typed_is_text(placement):
	frappe.db.set_value(
		"Placement Opportunity", placement.opportunity, "tasks", "<img src=x onerror=alert(1)>"
	)
	assert "<img" not in printed(completed(placement), "Placement Reference").rpartition("</style>")[2]
